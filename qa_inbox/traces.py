"""How a due date was counted, in words: the stored trace made ready for templates/includes/trace.html."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, get_args

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from qa_inbox.models import Question, QuestionState
from tenants.calendar import Due, Period, TraceLine, Unit
from tenants.evidence.clauses import load_clauses
from tenants.regulation.base import Basis

REASON_LABELS: Mapping[str, Promise] = {
    "working_day": gettext_lazy("working day"),
    "weekend": gettext_lazy("weekend"),
    "holiday": gettext_lazy("public holiday"),
    "swapped_workday": gettext_lazy("working day in exchange for a day off"),
    "half_day": gettext_lazy("half working day"),
    "closure": gettext_lazy("office closed"),
    "receipt_day": gettext_lazy("day of receipt, not counted"),
    "received_before": gettext_lazy("received before the count of the day begins"),
    "after_hours": gettext_lazy("received after office hours"),
    "same_day_of_month": gettext_lazy("the same day of the month"),
    "last_day_of_month": gettext_lazy("the month's last day"),
    "day_of_month": gettext_lazy("the fixed day of the month"),
    "day_passed": gettext_lazy("the day has passed"),
    "moved_to_next_working_day": gettext_lazy("moved to the next working day"),
}
"""A label for each of tenants.calendar.REASONS."""


def trace_lines(question: Question) -> list[dict[str, Any]]:
    """The days of a question's count: date, number, counted, text, decision. Empty where none counts."""
    if not _is_counted(question):
        return []
    return [_line(line) for line in Due.from_json(question.due_trace).trace]


def _is_counted(question: Question) -> bool:
    """Whether a time for the answer counts: a question outside the field has none, and its class has no rule."""
    return bool(question.due_at and question.due_trace) and question.state != QuestionState.OUT_OF_FIELD


def _line(line: TraceLine) -> dict[str, Any]:
    label = str(REASON_LABELS[line.reason])
    return {
        "date": line.date,
        "number": line.number,
        "counted": line.counted,
        "text": f"{label}: {line.name}" if line.name else label,
        "decision": _source(line.decision),
    }


def _source(decision: str) -> str:
    """A decision by its number, a clause by its place; the mere basis of the office hours says nothing to a reader."""
    return "" if decision in get_args(Basis) else _places().get(decision, decision)


@cache
def _places() -> dict[str, str]:
    return {clause.id: clause.place_vi for clause in load_clauses()}


def rule_text(question: Question) -> str:
    """The rule behind a due date: the time, and its clause or that it is a default (TB, HY), or unconfirmed years."""
    if not _is_counted(question):
        return ""
    rule = question.regulation.question_rule(question.klass)
    parts = [f"{period_text(rule.period)}, {ground_text(question)}."]
    if question.appointed_on:
        parts.append(_("The agency has appointed a date within that time."))
    if question.promised_on:
        parts.append(_("The agency has sent a progress notice that names the date of the answer."))
    years = Due.from_json(question.due_trace).unconfirmed_years
    if years:
        text = _("The days off of %(years)s are not confirmed yet, so the date may still move.")
        parts.append(text % {"years": ", ".join(map(str, years))})
    return " ".join(parts)


def period_text(period: Period) -> str:
    """A period in words."""
    if period.unit is Unit.WORKING_DAYS:
        return ngettext("%(n)d working day", "%(n)d working days", period.amount) % {"n": period.amount}
    return ngettext("%(n)d day", "%(n)d days", period.amount) % {"n": period.amount}


def ground_text(question: Question) -> str:
    """Where the time stands in the regulation, or that the regulation gives none."""
    if question.due_basis == "default" or not question.due_clause:
        return _("a default, to be confirmed by the province, because the regulation gives no time")
    place = _places().get(question.due_clause, question.due_clause)
    return _("by %(place)s of %(regulation)s") % {"place": place, "regulation": question.regulation.identity.title_vi}
