from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import formats
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from qa_inbox.deadlines import Deadline, ImpossibleDate, deadline
from qa_inbox.models import EventKind, Question, QuestionEvent
from qa_inbox.permissions import capacity_of
from qa_inbox.transitions import Action, Step, take
from tenants.clock import calendar_for


class StaleQuestion(ValidationError):
    """Somebody else changed the question since its screen was opened."""


def locked(question: Question, version: int | None = None) -> Question:
    """The question as it stands now, locked until the transaction ends.

    Raises StaleQuestion when the caller saw an older version.
    """
    rows = Question.objects.select_for_update(of=("self",)).select_related("agency__province", "portal")
    found: Question = rows.get(pk=question.pk)
    if version is not None and version != found.version:
        raise StaleQuestion(_("Somebody else changed this question meanwhile. Check it, then send again."))
    return found


def step(question: Question, action: Action, actor: Any, now: datetime) -> Step:
    """Moves a locked question along the table. Raises ActionNotAllowed."""
    return take(question, action, capacity_of(actor, question.agency, now))


def record(
    question: Question,
    kind: str,
    *,
    actor: Any,
    now: datetime,
    public: bool = False,
    note: str = "",
    audit: str = "",
    data: dict[str, Any] | None = None,
) -> QuestionEvent:
    """Saves the question, adds a line to its timeline and to the audit trail."""
    question.save()
    if audit:
        log(question, audit, user=actor, timestamp=now, title=question.code, data=data or {})
    return QuestionEvent.objects.create(
        question=question,
        agency=question.agency,
        at=now,
        kind=EventKind(kind),
        actor=actor,
        public=public,
        note=note,
    )


def start_clock(question: Question) -> None:
    """Sets the due instant by the question's class, from its own start and under its own regulation (TN.14.4)."""
    try:
        found = deadline(
            question.klass,
            start=question.received_at,
            regulation=question.regulation,
            calendar=calendar_for(question.agency),
            appointed_on=question.appointed_on,
        )
    except ImpossibleDate as error:
        raise ValidationError({"day": date_problem(error)}) from error
    set_deadline(question, found)


def set_deadline(question: Question, found: Deadline) -> None:
    question.due_at = found.due.instant
    question.due_trace = found.due.as_json()
    question.calendar_version = found.due.calendar_version
    question.due_clause, question.due_basis = found.clause, found.basis
    question.remind_at, question.triage_at = found.remind_at, found.triage_at
    question.office_sees_at = found.office_sees_at


def date_problem(error: ImpossibleDate) -> str:
    """Why a date cannot be promised, for the person who chose it."""
    if error.reason == "too_late" and error.latest:
        return _("The regulation allows %(day)s at the latest.") % {"day": day_text(error.latest)}
    if error.reason == "day_off":
        return _("The office is closed on that day: choose a working day.")
    return _("Choose a day that is still to come.")


def day_text(day: date) -> str:
    return formats.date_format(day, "d/m/Y")
