from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from qa_inbox import mails
from qa_inbox.models import Delegation, EventKind, Question
from qa_inbox.services.base import locked, record, step
from qa_inbox.transitions import Action
from tenants.permissions import user_can_sign_for


@transaction.atomic
def save_draft(question: Question, answer: str, *, actor: Any, now: datetime, version: int | None = None) -> Question:
    """Keeps a draft of the answer; whoever drafts a question that nobody handles, handles it."""
    question = locked(question, version)
    taken = step(question, Action.DRAFT, actor, now)
    if not answer.strip():
        raise ValidationError({"answer": _("Write the answer.")})
    question.answer = answer
    question.assigned_to = question.assigned_to or actor
    record(question, EventKind.DRAFTED, actor=actor, now=now, audit=taken.audit)
    return question


@transaction.atomic
def request_signoff(question: Question, *, actor: Any, now: datetime, version: int | None = None) -> Question:
    """Lays the draft before the head or delegate (TN.14.3)."""
    question = locked(question, version)
    taken = step(question, Action.REQUEST_SIGNOFF, actor, now)
    event = record(question, EventKind.SIGNOFF_REQUESTED, actor=actor, now=now, public=True, audit=taken.audit)
    mails.signature_wanted(question, event, now=now)
    return question


@transaction.atomic
def return_to_draft(
    question: Question, *, reason: str, actor: Any, now: datetime, version: int | None = None
) -> Question:
    """Gives the draft back to its handler with a reason, which the asker does not see."""
    question = locked(question, version)
    taken = step(question, Action.RETURN_TO_DRAFT, actor, now)
    if not reason.strip():
        raise ValidationError({"reason": _("Say what is to be changed.")})
    event = record(question, EventKind.RETURNED, actor=actor, now=now, note=reason, audit=taken.audit)
    mails.returned(question, event, now=now)
    return question


@transaction.atomic
def sign(
    question: Question,
    *,
    publish: bool,
    public_subject: str = "",
    public_body: str = "",
    actor: Any,
    now: datetime,
    version: int | None = None,
) -> Question:
    """The head or a recorded delegate answers: on the portal, or to the asker alone (TN.14.2, TN.14.3, VL.18.1ddd).

    `public_subject`, `public_body`: the question as it stands beside a published answer, freed of personal data.
    Without a public wording nothing is published: ValidationError.
    The asker is mailed the answer either way, where there is an address, and finds it on the tracking page.
    """
    question = locked(question, version)
    action = Action.SIGN_AND_PUBLISH if publish else Action.SIGN_AND_MAIL
    taken = step(question, action, actor, now)
    if publish and not public_body.strip():
        raise ValidationError({"public_body": _("Write the question as the public may read it.")})
    question.published = publish
    question.public_subject, question.public_body = (public_subject, public_body) if publish else ("", "")
    question.signed_by, question.signed_as = actor, signature(actor, question, now)
    question.answered_at = now
    late = question.due_at is not None and now > question.due_at
    event = record(question, action.value, actor=actor, now=now, public=True, audit=taken.audit, data={"late": late})
    mails.answered(question, event, now=now)
    return question


def signature(user: Any, question: Question, now: datetime) -> str:
    """Name and position, and for a delegate the decision that delegates (TN.14.3)."""
    text = ", ".join(filter(None, (user.get_full_name() or user.get_username(), getattr(user, "position", ""))))
    if user_can_sign_for(user, question.agency):
        return text
    delegation = Delegation.objects.signing_for(question.agency, now).filter(delegate=user).first()
    if delegation is None:
        return text
    with translation.override(question.language):
        by_delegation = _("by delegation")
        return f"{text} ({by_delegation} {delegation.decision})"
