"""A value of a regulation with where it comes from: the ground on which all groups of facts stand."""

import datetime as dt
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

T = TypeVar("T")

Basis = Literal["text", "reading", "default"]
Kind = Literal["province", "department", "district", "commune", "organisation", "enterprise"]
ReportKind = Literal["month", "quarter", "half_year", "year"]

CONFIRMED_FOR = dt.timedelta(days=365)


class RegulationError(Exception):
    """A regulation file that cannot be used: names the file, the key and the reason."""

    def __init__(self, file: str, key: str, reason: str) -> None:
        super().__init__(f"{file}: {key}: {reason}")
        self.file, self.key, self.reason = file, key, reason


@dataclass(frozen=True, kw_only=True)
class Sourced:
    """Where a value comes from.

    `basis`: "text" the regulation says it, "reading" it is how we read the regulation (`note` says why),
    "default" the regulation is silent and the value is ours, to be confirmed by the province.
    `clause`: id as in the list of clauses ("VL.8.3"); `also`: further clauses that say the same;
    `source`: a place outside that list (an article of the decision that enacts the regulation);
    `cites`: laws that the value rests on; `checked_on`: when somebody last confirmed that they still hold.
    """

    basis: Basis
    clause: str = ""
    also: tuple[str, ...] = ()
    source: str = ""
    note: str = ""
    cites: tuple[str, ...] = ()
    checked_on: dt.date | None = None

    @property
    def clauses(self) -> tuple[str, ...]:
        """All clauses that the value serves."""
        return ((self.clause,) if self.clause else ()) + self.also

    def needs_check(self, today: dt.date) -> bool:
        """Whether the value rests on another law that nobody has confirmed for a year."""
        return bool(self.cites) and (self.checked_on is None or today - self.checked_on > CONFIRMED_FOR)


@dataclass(frozen=True, kw_only=True)
class Fact(Sourced, Generic[T]):
    """One value. `unit`: in words, for numbers (a Period has its own); `unknown`: nobody knows it, `note` says why."""

    value: T
    unit: str = ""
    unknown: bool = False


@dataclass(frozen=True)
class DueDate:
    """When something is due after a period: a day of a fixed month of the year in which the period ends,
    or a day of a later month (`months_after` the month of the period's end)."""

    day: int
    month: int | None = None
    months_after: int = 0

    def after(self, period_end: dt.date) -> dt.date:
        """The date for a period that ends on `period_end`; the last day stands in for one that a month lacks."""
        months = period_end.year * 12 + (self.month or period_end.month + self.months_after) - 1
        first = dt.date(months // 12, months % 12 + 1, 1)
        following = (first + dt.timedelta(days=32)).replace(day=1)
        return min(first.replace(day=1) + dt.timedelta(days=self.day - 1), following - dt.timedelta(days=1))

    def __str__(self) -> str:
        return f"{self.day}/{self.month}" if self.month else f"day {self.day}, {self.months_after} month(s) after"
