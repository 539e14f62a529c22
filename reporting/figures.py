"""What a report holds: counts for each agency, and their sums (docs/decisions/0007-figures.md)."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from reporting.periods import ReportingPeriod
from tenants.models import Agency

PUBLICATION = ("published", "in_time", "late", "no_date", "no_rule")
"""`published` is the sum of the four that follow it."""
REVIEW = ("submitted", "approved", "urgent", "refused", "returned")
QUESTIONS = (
    "carried_over",
    "received",
    "answered_in_time",
    "answered_late",
    "out_of_field",
    "open_in_time",
    "open_overdue",
)
"""`carried_over` and `received` together are the sum of the five that follow them."""
REQUIRED = ("fine", "stale", "empty", "missing")
"""Required sections by what a reader finds in them when the report is made; together all that are required."""


@dataclass
class Figures:
    """Counts by figure, by section and by state of required sections. `waited`: sum of the times from
    submission to decision, of `waits` ones."""

    counts: Counter[str] = field(default_factory=Counter)
    sections: Counter[str] = field(default_factory=Counter)
    required: Counter[str] = field(default_factory=Counter)
    waited: dt.timedelta = dt.timedelta()
    waits: int = 0

    @property
    def mean_hours(self) -> float | None:
        """Mean time from submission to the board's decision, in hours of the clock; None without a decision."""
        return round(self.waited.total_seconds() / 3600 / self.waits, 1) if self.waits else None

    def value(self, name: str) -> Any:
        """A figure by its name; `mean_hours` and the states of required sections too."""
        if name in REQUIRED:
            return self.required[name]
        return self.mean_hours if name == "mean_hours" else self.counts[name]


def total(rows: Iterable[Figures]) -> Figures:
    """The sum of all rows; the mean is weighed by the number of decisions."""
    found = Figures()
    for row in rows:
        found.counts.update(row.counts)
        found.sections.update(row.sections)
        found.required.update(row.required)
        found.waited += row.waited
        found.waits += row.waits
    return found


@dataclass(frozen=True)
class Line:
    """One agency's figures."""

    agency: Agency
    figures: Figures


@dataclass(frozen=True)
class Report:
    """A report of one agency (`reporter`) on the portals of some, for one period, as it stood at `as_of`."""

    reporter: Agency
    period: ReportingPeriod
    as_of: dt.datetime
    lines: Sequence[Line]
    unconfirmed_years: tuple[int, ...] = ()

    @cached_property
    def total(self) -> Figures:
        return total(line.figures for line in self.lines)

    @cached_property
    def sections(self) -> tuple[str, ...]:
        """Keys of the sections in which something was published, in menu order, unknown ones last."""
        known = self.reporter.regulation.sections
        return tuple(sorted(self.total.sections, key=lambda key: (known[key].order if key in known else 10**6, key)))

    @property
    def is_running(self) -> bool:
        """The period has not ended: the figures are those up to now."""
        return self.as_of < self.period.end
