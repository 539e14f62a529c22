"""What waits for a person at the board of an agency: for the dashboard of the work area."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import WorkflowState

from editorial.querysets import texts_of, to_review_afterwards, visible_to
from tenants.dashboard import Work
from tenants.models import Agency
from tenants.permissions import user_can_review_for


def work_for_board(user: Any, agency: Agency) -> list[Work]:
    """Texts to review, urgent publications to review afterwards, and one's own texts that came back."""
    work = []
    if user_can_review_for(user, agency):
        queue = reverse("editorial:queue", settings.ADMIN_URLCONF)
        work.append(Work(_("texts to review"), visible_to(user, agency).count(), queue))
        afterwards = to_review_afterwards(agency).exclude(actor=user).count()
        work.append(Work(_("urgent publications to review afterwards"), afterwards, queue))
    return [
        *work,
        Work(
            _("texts of yours that came back"),
            _came_back(user, agency),
            reverse("editorial:texts", settings.ADMIN_URLCONF),
        ),
    ]


def _came_back(user: Any, agency: Agency) -> int:
    keys = [str(pk) for pk in texts_of(user, agency).values_list("pk", flat=True)]
    return int(
        WorkflowState.objects.filter(
            status=WorkflowState.STATUS_NEEDS_CHANGES, requested_by=user, object_id__in=keys
        ).count()
    )
