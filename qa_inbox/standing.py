"""How a question stands to its due instant, in a colour and in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qa_inbox.models import Question, QuestionState
from tenants.calendar import Calendar, localize, working_days_between


@dataclass(frozen=True)
class Standing:
    """`light`: red, amber, green, or "" when no clock runs; `words` say the same; `hint`: what should happen first."""

    light: str
    words: str
    detail: str = ""
    hint: str = ""


def standing(question: Question, now: datetime, calendar: Calendar) -> Standing:
    """Overdue, due soon or in time, with the working days left; or how it ended."""
    if question.due_at is None or not question.is_open:
        return _ended(question)
    light = question.light(now)
    words = {"red": _("Overdue"), "amber": _("Due soon"), "green": _("In time")}[light]
    days = working_days_between(localize(now).date(), localize(question.due_at).date(), calendar)
    return Standing(light, words, _days_text(days, light), _hint(question, now))


def _ended(question: Question) -> Standing:
    if question.state != QuestionState.ANSWERED or question.due_at is None or question.answered_at is None:
        return Standing("", question.get_state_display())
    late = question.answered_at > question.due_at
    return Standing("", _("Answered late") if late else _("Answered in time"))


def _days_text(days: int, light: str) -> str:
    if light == "red":
        return ngettext("by %(n)d working day", "by %(n)d working days", -days) % {"n": -days} if days else _("today")
    if days == 0:
        return _("today")
    return ngettext("%(n)d working day left", "%(n)d working days left", days) % {"n": days}


def _hint(question: Question, now: datetime) -> str:
    """An asker outside the field is told at once, so nothing stays unread (VL.18.1ddb)."""
    if question.state == QuestionState.RECEIVED and question.triage_at and now > question.triage_at:
        return _("Nobody has taken it up yet")
    return ""
