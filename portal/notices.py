"""Mails about texts: the board hears of a submission, the author of the decision. All go through the outbox."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from editorial import signals
from editorial.models import Decision, DecisionKind
from security.services import queue_mail
from tenants.addresses import admin_url
from tenants.models import Agency
from tenants.roles import Role

BOARD = (Role.BOARD_MEMBER, Role.BOARD_HEAD)


def connect() -> None:
    """Called once by the composition root."""
    signals.submitted.connect(tell_board, dispatch_uid="tell-board")
    signals.decided.connect(tell_author, dispatch_uid="tell-author")


def tell_board(page: Any, task_state: Any, actor: Any, now: datetime, **_kwargs: Any) -> None:
    """Everybody on the agency's board but the submitter learns that a text waits."""
    members = get_user_model().objects.filter(memberships__agency=page.agency, memberships__role__in=BOARD)
    url = admin_url(page.agency, "editorial:review", page.pk)
    with translation.override("vi"):
        subject = _("A text waits for the board: %(title)s") % {"title": page.title}
    addresses = set(members.filter(is_active=True).exclude(pk=actor.pk).values_list("email", flat=True)) - {""}
    context = {"page": page, "actor": actor, "url": url}
    for address in sorted(addresses):
        _send(address, subject, "text_submitted", context, page.agency, f"submitted:{task_state.pk}:{address}", now)


def tell_author(page: Any, decision: Decision, submitter: Any, now: datetime, **_kwargs: Any) -> None:
    """The submitter learns what was decided, with the ground in law and the next step."""
    if submitter is None or not submitter.email or submitter.pk == decision.actor_id:
        return
    approved = decision.kind in {DecisionKind.APPROVED, DecisionKind.URGENT}
    url = page.full_url if approved else admin_url(page.agency, "wagtailadmin_pages:edit", page.pk)
    ground = page.agency.regulation.refusal_grounds.get(decision.ground)
    with translation.override("vi"):
        subject = f"{decision.get_kind_display()}: {page.title}"
    context = {"page": page, "decision": decision, "ground": ground, "url": url, "approved": approved}
    _send(submitter.email, subject, "text_decided", context, page.agency, f"decided:{decision.pk}", now)


def _send(
    to: str, subject: str, template: str, context: dict[str, Any], agency: Agency, key: str, now: datetime
) -> None:
    with translation.override("vi"):
        body = render_to_string(f"portal/mail/{template}.txt", {**context, "agency": agency})
    queue_mail(to=to, subject=" ".join(subject.split()), body=body, agency=agency, key=key, now=now)
