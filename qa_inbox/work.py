"""What waits for a person in an agency's inbox: for the dashboard of the work area."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from qa_inbox.models import Question, QuestionState
from qa_inbox.permissions import capacity_of
from tenants.clock import local_now
from tenants.dashboard import Work
from tenants.models import Agency


def work_in_inbox(user: Any, agency: Agency) -> list[Work]:
    """Questions past their date, near it, newly received and waiting for the signature, for those who handle them."""
    now = local_now()
    capacity = capacity_of(user, agency, now)
    if not capacity.triage:
        return []
    questions, inbox = Question.objects.of(agency), reverse("qa_inbox_admin:inbox", settings.ADMIN_URLCONF)

    def of(state: str) -> Work:
        labels = {"received": _("new questions"), "awaiting_signoff": _("answers waiting for your signature")}
        return Work(labels[state], questions.filter(state=state).count(), f"{inbox}?state={state}")

    work = [
        Work(_("overdue questions"), questions.overdue(now).count(), f"{inbox}?state=overdue", late=True),
        Work(_("questions due soon"), questions.soon_due(now).count(), inbox),
        of(QuestionState.RECEIVED.value),
    ]
    return [*work, of(QuestionState.AWAITING_SIGNOFF.value)] if capacity.sign else work
