"""The words of the reports: names of figures, periods, sections, parties."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from reporting.periods import ReportingPeriod
from tenants.calendar import Period, Unit
from tenants.evidence.clauses import load_clauses
from tenants.evidence.wording import laws_vi
from tenants.names import party_name
from tenants.regulation import Regulation
from tenants.regulation.base import Sourced

PUBLISHED = _("Articles published")
REVIEWED = _("Editorial board")
ASKED = _("Questions and petitions")
REQUIRED = _("Required sections, on the day of the report")
READ = _("Readers")


@dataclass(frozen=True)
class Column:
    """One figure as a column of the tables. `note`: what it counts, in a sentence."""

    name: str
    label: Any
    group: Any
    note: Any


COLUMNS: tuple[Column, ...] = (
    Column("published", _("All articles"), PUBLISHED, _("Articles that went live for the first time in the period.")),
    Column("in_time", _("Published in time"), PUBLISHED, _("Published within the time that holds for the section.")),
    Column(
        "late", _("Published late"), PUBLISHED, _("Published after every time that holds for the section had passed.")
    ),
    Column(
        "no_date",
        _("No date of origin"),
        PUBLISHED,
        _("The section has a time, but the article states no date of origin to count from: not measurable."),
    ),
    Column("no_rule", _("No time set"), PUBLISHED, _("The section has no publication time that can be measured.")),
    Column("submitted", _("Submissions"), REVIEWED, _("Submissions to the editorial board in the period.")),
    Column("approved", _("Approvals"), REVIEWED, _("Versions that the board approved in the period.")),
    Column("urgent", _("Urgent publications"), REVIEWED, _("Versions that the head of the board published urgently.")),
    Column("refused", _("Refusals"), REVIEWED, _("Versions that the board refused in the period.")),
    Column("returned", _("Returns"), REVIEWED, _("Versions that the board returned for clarification.")),
    Column(
        "mean_hours",
        _("Mean hours to decision"),
        REVIEWED,
        _("Mean time from submission to decision, in hours of the clock."),
    ),
    Column("carried_over", _("Carried over"), ASKED, _("Received before the period and still open when it began.")),
    Column("received", _("Received in the period"), ASKED, _("Received in the period, confirmed by their askers.")),
    Column("answered_in_time", _("Answered in time"), ASKED, _("Answered in the period, not after the due instant.")),
    Column("answered_late", _("Answered late"), ASKED, _("Answered in the period, after the due instant.")),
    Column("out_of_field", _("Outside the field"), ASKED, _("The asker was told that another body is competent.")),
    Column("open_in_time", _("Open, in time"), ASKED, _("Open at the end of the period, not yet due.")),
    Column("open_overdue", _("Open, overdue"), ASKED, _("Open at the end of the period and past the due instant.")),
    Column("visits", _("Page visits"), READ, _("How often pages were read, robots and previews left out.")),
    Column("fine", _("In order"), REQUIRED, _("Sections that are there, filled and up to date.")),
    Column("stale", _("Out of date"), REQUIRED, _("Nothing new for longer than the section may stand.")),
    Column("empty", _("Without content"), REQUIRED, _("Sections in which nothing is published.")),
    Column("missing", _("Missing"), REQUIRED, _("Sections that the portal does not have.")),
)

PERIODS: dict[str, Callable[[int, int], str]] = {
    "month": lambda index, year: gettext("Month %(index)s of %(year)s") % {"index": index, "year": year},
    "quarter": lambda index, year: gettext("Quarter %(index)s of %(year)s") % {"index": index, "year": year},
    "half_year": lambda index, year: (
        (gettext("First half of %(year)s") if index == 1 else gettext("Second half of %(year)s")) % {"year": year}
    ),
    "year": lambda index, year: gettext("Year %(year)s") % {"year": year},
}
BASES = {
    "text": _("the regulation's text"),
    "reading": _("a reading of the regulation"),
    "default": _("a default where the regulation is silent, to be confirmed by the province"),
}
UNITS = {
    Unit.WORKING_DAYS: _("%(amount)s working days"),
    Unit.WORKING_HOURS: _("%(amount)s working hours"),
    Unit.CALENDAR_DAYS: _("%(amount)s days"),
    Unit.CALENDAR_MONTHS: _("%(amount)s months"),
    Unit.DAY_OF_MONTH: _("by day %(amount)s of the month"),
}


def column_groups() -> list[tuple[Any, list[Column]]]:
    """The columns by their heading, in order."""
    groups: dict[Any, list[Column]] = {}
    for column in COLUMNS:
        groups.setdefault(column.group, []).append(column)
    return list(groups.items())


def period_label(period: ReportingPeriod) -> str:
    """ "First half of 2026"."""
    return PERIODS[period.kind](period.rule.index, period.year)


def period_dates(period: ReportingPeriod) -> str:
    """First and last day, both included."""
    return gettext("from %(first)s to %(last)s") % {"first": date_text(period.first), "last": date_text(period.last)}


def date_text(day: dt.date) -> str:
    return f"{day:%d/%m/%Y}"


def section_label(regulation: Regulation, key: str) -> str:
    """The section's title in the language at hand."""
    section = regulation.sections.get(key)
    if section is None:
        return key or gettext("Other sections")
    return section.title_vi if get_language() == "vi" else section.title_en


def parties_text(regulation: Regulation, names: Iterable[str], own: str) -> str:
    """The bodies behind the regulation's parties; `own` stands for the reporting agency itself."""
    if get_language() == "vi":
        return ", ".join(party_name(name, regulation, own) for name in names)
    return ", ".join(own if name == "agency" else regulation.parties[name].name_en for name in names)


def time_text(period: Period) -> str:
    """ "10 working days"."""
    return str(UNITS[period.unit] % {"amount": period.amount})


def place_text(clause: str) -> str:
    """A clause of the regulation as readers cite it: its article and paragraph, in English its id."""
    known = next((row for row in load_clauses() if row.id == clause), None)
    return known.place_vi if known and get_language() == "vi" else clause


def law_text(cited: str) -> str:
    return laws_vi(cited) if get_language() == "vi" else cited


def source_text(fact: Sourced) -> str:
    """Where a value comes from: its clauses, the laws that it rests on, and whether it is text, reading or default."""
    places = [*map(place_text, fact.clauses), *map(law_text, fact.cites)]
    basis = str(BASES[fact.basis])
    return f"{'; '.join(places)} ({basis})" if places else basis
