from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from qa_inbox import mails
from qa_inbox.deadlines import ImpossibleDate, earlier, end_of_work
from qa_inbox.models import EventKind, Question
from qa_inbox.services.base import date_problem, day_text, locked, record, start_clock, step
from qa_inbox.transitions import Action
from tenants.calendar import localize
from tenants.clock import calendar_for


@transaction.atomic
def appoint_date(question: Question, day: date, *, actor: Any, now: datetime, version: int | None = None) -> Question:
    """Gives the asker of a special question the date of the answer, within the longest time (TN.14.4c)."""
    question = locked(question, version)
    taken = step(question, Action.APPOINT_DATE, actor, now)
    _must_come(day, now)
    question.appointed_on = day
    start_clock(question)
    event = record(
        question,
        EventKind.APPOINTED,
        actor=actor,
        now=now,
        public=True,
        note=day_text(day),
        audit=taken.audit,
        data={"day": day.isoformat()},
    )
    mails.date_named(question, event, day=day, now=now)
    return question


@transaction.atomic
def send_progress_notice(
    question: Question, day: date, *, reason: str, actor: Any, now: datetime, version: int | None = None
) -> Question:
    """Tells the asker how far the answer is and on which date it comes (VL.18.1ddc).

    Sent in time it keeps the time: the question is then due at the close of work of that date. Sent too late it
    changes no due instant. A notice after the first needs a reason, and the head where the regulation says so.
    """
    question = locked(question, version)
    taken = step(question, Action.PROGRESS_NOTICE, actor, now)
    _must_come(day, now)
    needs = question.regulation.questions.further_notice_needs.value
    if question.notices_sent and "reason" in needs and not reason.strip():
        raise ValidationError({"reason": _("A further notice needs a reason.")})
    _keep_time(question, day, now)
    question.promised_on = day
    question.notices_sent += 1
    event = record(
        question,
        EventKind.PROGRESS,
        actor=actor,
        now=now,
        public=True,
        note=_promise(question, day, reason),
        audit=taken.audit,
        data={"day": day.isoformat(), "reason": reason},
    )
    mails.date_named(question, event, day=day, now=now)
    return question


def _promise(question: Question, day: date, reason: str) -> str:
    with translation.override(question.language):
        text = _("The answer comes by %(day)s.") % {"day": day_text(day)}
    return f"{text} {reason}".strip()


def _must_come(day: date, now: datetime) -> None:
    if day < localize(now).date():
        raise ValidationError({"day": date_problem(ImpossibleDate("past"))})


def _keep_time(question: Question, day: date, now: datetime) -> None:
    calendar = calendar_for(question.agency)
    try:
        instant = end_of_work(day, calendar)
    except ImpossibleDate as error:
        raise ValidationError({"day": date_problem(error)}) from error
    if question.due_at is not None and now <= question.due_at:
        question.due_at = instant
        question.remind_at = earlier(instant, question.regulation.questions.remind_before.value, calendar)
