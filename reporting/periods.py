"""Periods of a province's report calendar, and who owes a report for them by when. Pure: no database, no clock."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from tenants.calendar import ZONE
from tenants.regulation import Fact, Regulation
from tenants.regulation.base import ReportKind, Sourced
from tenants.regulation.model import period_bounds
from tenants.regulation.safety import ReportDuty, ReportPeriod

ONE_DAY = dt.timedelta(days=1)
LENGTHS: tuple[ReportKind, ...] = ("month", "quarter", "half_year", "year")
"""From the shortest to the longest."""


class UnknownPeriod(ValueError):
    """The report calendar of the regulation has no period of that key."""


@dataclass(frozen=True)
class ReportingPeriod:
    """One period with its first and last day. `rule`: the row of the regulation that bounds it."""

    year: int
    rule: ReportPeriod
    first: dt.date
    last: dt.date

    @property
    def key(self) -> str:
        """As it stands in addresses and file names: "2026-half_year-1"."""
        return f"{self.year}-{self.rule.kind}-{self.rule.index}"

    @property
    def kind(self) -> ReportKind:
        return self.rule.kind

    @property
    def start(self) -> dt.datetime:
        """The first instant of the period."""
        return dt.datetime.combine(self.first, dt.time.min, ZONE)

    @property
    def end(self) -> dt.datetime:
        """The first instant after the period: half-open, so that neighbours neither overlap nor leave a gap."""
        return dt.datetime.combine(self.last + ONE_DAY, dt.time.min, ZONE)

    def is_over(self, today: dt.date) -> bool:
        return self.last < today


@dataclass(frozen=True)
class Owed:
    """A report that is owed for a period, with the day it is due."""

    duty: ReportDuty
    due_on: dt.date
    due_source: Sourced
    """Where the date comes from: the duty itself, or the general due date."""


def calendar_of_year(regulation: Regulation, year: int) -> list[ReportingPeriod]:
    """All periods that are named after a year."""
    return [ReportingPeriod(year, rule, *period_bounds(rule, year)) for rule in regulation.reports.periods.values()]


def choices(regulation: Regulation, today: dt.date, years_back: int = 2) -> list[ReportingPeriod]:
    """Periods that have begun by `today`, the latest end first, the longer before the shorter."""
    years = range(today.year - years_back, today.year + 2)
    found = [period for year in years for period in calendar_of_year(regulation, year) if period.first <= today]
    return sorted(found, key=lambda period: (period.last, LENGTHS.index(period.kind)), reverse=True)


def find(regulation: Regulation, key: str) -> ReportingPeriod:
    """The period of a key. Raises UnknownPeriod where the calendar has none such."""
    year, _, _ = key.partition("-")
    if year.isdecimal() and dt.MINYEAR < int(year) < dt.MAXYEAR:
        for period in calendar_of_year(regulation, int(year)):
            if period.key == key:
                return period
    raise UnknownPeriod(key)


def latest_owed(regulation: Regulation, kinds: Iterable[str], today: dt.date) -> ReportingPeriod:
    """The period that ended last among those for which bodies of these kinds owe a report (of all, if they owe none).

    Raises UnknownPeriod for a regulation without a report calendar.
    """
    over = [period for period in choices(regulation, today) if period.is_over(today)]
    wanted = {length for kind in kinds for duty in duties(regulation, kind) for length in duty.periods}
    found = next((period for period in over if period.kind in wanted), None) or next(iter(over), None)
    if found is None:
        raise UnknownPeriod("")
    return found


def duties(regulation: Regulation, kind: str) -> tuple[ReportDuty, ...]:
    """Reports that bodies of a kind owe; for a province those that its office, board or technical agency compiles.

    TB.13.7, VL.28.2, HY.22.5 for components; VL.28.1, TB.12.6, HY.18.9, NB.12.2dd for the province.
    """
    if kind == "province":
        rows = regulation.reports.duties.values()
        return tuple(duty for duty in rows if not duty.kinds or "province" in duty.kinds)
    return regulation.reports.owed_by(kind)


def owed(regulation: Regulation, kind: str, period: ReportingPeriod) -> tuple[Owed, ...]:
    """Reports that bodies of a kind owe for a period: VL.28.2 asks for quarters, HY.22.5 and TB.13.7 do not."""
    return tuple(
        Owed(duty, regulation.reports.due_on(duty, period.last), _due_source(regulation, duty))
        for duty in duties(regulation, kind)
        if period.kind in duty.periods
    )


def _due_source(regulation: Regulation, duty: ReportDuty) -> Sourced:
    general: Fact[object] = regulation.reports.due  # type: ignore[assignment]
    return duty if duty.due else general
