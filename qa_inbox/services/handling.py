from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from qa_inbox import mails
from qa_inbox.models import EventKind, Question, QuestionClass
from qa_inbox.queries import handlers_of
from qa_inbox.services.base import locked, record, start_clock, step
from qa_inbox.transitions import Action
from tenants.models import Agency


@transaction.atomic
def classify(question: Question, klass: str, *, actor: Any, now: datetime, version: int | None = None) -> Question:
    """Puts the question into a class; its due instant is counted anew from the same start (TN.14.4, VL.18.1dda).

    An appointed date belongs to the class that it was appointed for and falls away with it.
    """
    question = locked(question, version)
    taken = step(question, Action.CLASSIFY, actor, now)
    if klass not in question.regulation.questions.rules:
        raise ValidationError({"klass": _("Choose a class.")})
    if klass != question.klass:
        question.appointed_on = None
    question.klass = klass
    if question.promised_on is None:
        start_clock(question)
    label = str(QuestionClass(klass).label)
    record(question, EventKind.CLASSIFIED, actor=actor, now=now, note=label, audit=taken.audit, data={"class": klass})
    return question


@transaction.atomic
def assign(question: Question, to: Any, *, actor: Any, now: datetime, version: int | None = None) -> Question:
    """Hands the question to a person who handles this agency's questions; tells that person."""
    question = locked(question, version)
    taken = step(question, Action.ASSIGN, actor, now)
    if not handlers_of(question.agency).filter(pk=to.pk).exists():
        raise ValidationError({"to": _("This person does not handle the agency's questions.")})
    question.assigned_to = to
    event = record(
        question,
        EventKind.ASSIGNED,
        actor=actor,
        now=now,
        public=True,
        audit=taken.audit,
        data={"to": to.get_username()},
    )
    mails.assigned(question, event, now=now)
    return question


@transaction.atomic
def forward(
    question: Question, to: Agency, *, reason: str, actor: Any, now: datetime, version: int | None = None
) -> Question:
    """Hands the question to the agency of the province that is competent (VL.18.1dda, TB.13.6, TB.16.6).

    The clock runs on: the time was promised to the asker from receipt. The asker is told. The sender's draft stays
    behind: one agency never reads another's.
    """
    question = locked(question, version)
    taken = step(question, Action.FORWARD, actor, now)
    others = Agency.objects.of_province(question.agency.root).answering().exclude(pk=question.agency_id)
    if not others.filter(pk=to.pk).exists():
        raise ValidationError({"to": _("Choose another agency of the province.")})
    sender = question.agency
    event = record(
        question,
        EventKind.FORWARDED,
        actor=actor,
        now=now,
        public=True,
        note=_forward_note(to, reason),
        audit=taken.audit,
        data={"to": to.slug, "reason": reason},
    )
    question.agency, question.assigned_to, question.answer = to, None, ""
    question.save(update_fields=["agency", "assigned_to", "answer"])
    mails.forwarded(question, event, sender=sender, now=now)
    return question


def _forward_note(to: Agency, reason: str) -> str:
    return f"{to.name}. {reason}".strip() if reason else to.name


@transaction.atomic
def tell_out_of_field(
    question: Question, *, reason: str, actor: Any, now: datetime, version: int | None = None
) -> Question:
    """Ends a question outside the agency's field; the asker is told in the same transaction: at once (VL.18.1ddb)."""
    question = locked(question, version)
    taken = step(question, Action.TELL_OUT_OF_FIELD, actor, now)
    if not reason.strip():
        raise ValidationError({"reason": _("Tell the asker why, and who is competent.")})
    question.klass = QuestionClass.OUT_OF_FIELD
    question.answered_at = now
    event = record(
        question, EventKind.TOLD_OUT_OF_FIELD, actor=actor, now=now, public=True, note=reason, audit=taken.audit
    )
    mails.out_of_field(question, event, now=now)
    return question
