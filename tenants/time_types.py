"""What official time is made of: periods, official days, office hours, traces and due instants.

Import these from tenants.calendar, which counts with them. All instants are aware and stand in Asia/Ho_Chi_Minh.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Literal, Self
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def localize(moment: dt.datetime) -> dt.datetime:
    """The same instant in Asia/Ho_Chi_Minh. Raises ValueError for a naive one, whose zone nobody knows."""
    if moment.utcoffset() is None:
        raise ValueError(f"an instant needs a time zone: {moment.isoformat()}")
    return moment.astimezone(ZONE)


class Unit(StrEnum):
    WORKING_DAYS = "working_days"
    WORKING_HOURS = "working_hours"
    CALENDAR_DAYS = "calendar_days"
    CALENDAR_MONTHS = "calendar_months"
    DAY_OF_MONTH = "day_of_month"


MOVING_UNITS = frozenset({Unit.CALENDAR_DAYS, Unit.CALENDAR_MONTHS})


@dataclass(frozen=True)
class Period:
    """A legal period: an amount and its unit, and how its first and last day are read.

    `day_one_until`: received at or before this time of a working day, that day is day 1 (TN.14.4); None: the day
    of receipt is never counted. `day_ends`: due at the close of work, or at the end of the day.
    `end_moves`: whether an end on a day off moves to the next working day; None: as usual for the unit (calendar
    days and months move, a fixed day of the month stays). Raises ValueError for what makes no sense.
    """

    amount: int
    unit: Unit
    day_one_until: dt.time | None = None
    day_ends: Literal["office", "midnight"] = "office"
    end_moves: bool | None = None

    def __post_init__(self) -> None:
        if self.amount < 1:
            raise ValueError(f"a period needs an amount of at least 1, not {self.amount}")
        if self.unit is Unit.DAY_OF_MONTH and self.amount > 31:
            raise ValueError(f"no month has a day {self.amount}")
        if self.day_one_until is not None and self.unit is not Unit.WORKING_DAYS:
            raise ValueError(f"day_one_until belongs to working days, not to {self.unit}")
        if self.day_ends not in ("office", "midnight"):
            raise ValueError(f"day_ends is 'office' or 'midnight', not {self.day_ends!r}")

    @property
    def moves(self) -> bool:
        return self.unit in MOVING_UNITS if self.end_moves is None else self.end_moves


class DayKind(StrEnum):
    """What an official decision makes of a day: off, worked in exchange, worked in the morning only, closed."""

    HOLIDAY = "holiday"
    WORKDAY = "workday"
    HALF_DAY = "half_day"
    CLOSURE = "closure"


@dataclass(frozen=True)
class OfficialDay:
    """One day as a decision has it. `decision` is the number or source that the trace shows."""

    date: dt.date
    kind: DayKind
    decision: str
    name: str = ""


@dataclass(frozen=True)
class WorkingHours:
    """Office hours of an ordinary working day; `weekdays` as in date.weekday(): Monday is 0.

    `decision` is the source of these hours, shown in the trace for a weekend.
    """

    morning: tuple[dt.time, dt.time]
    afternoon: tuple[dt.time, dt.time]
    weekdays: tuple[int, ...]
    decision: str = ""

    def __post_init__(self) -> None:
        if not self.morning[0] < self.morning[1] <= self.afternoon[0] < self.afternoon[1]:
            raise ValueError("office hours must run from morning to afternoon without overlap")
        if not self.weekdays or not set(self.weekdays) <= set(range(7)):
            raise ValueError("working weekdays are numbers from 0 (Monday) to 6 (Sunday), at least one")


@dataclass(frozen=True)
class DayReading:
    """Whether a day is worked, why (a stable key), and by which decision."""

    working: bool
    reason: str
    decision: str = ""
    name: str = ""


@dataclass(frozen=True)
class TraceLine:
    """One day of a count: counted or skipped, why (a stable key of REASONS) and by which decision.

    `number` is the running count; `worked` the working time counted on that day (working hours only).
    """

    date: dt.date
    counted: bool
    number: int | None
    reason: str
    decision: str = ""
    name: str = ""
    worked: dt.timedelta | None = None

    def as_json(self) -> dict[str, Any]:
        worked = None if self.worked is None else self.worked.total_seconds()
        return {
            "date": self.date.isoformat(),
            "counted": self.counted,
            "number": self.number,
            "reason": self.reason,
            "decision": self.decision,
            "name": self.name,
            "worked": worked,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        worked = None if data["worked"] is None else dt.timedelta(seconds=data["worked"])
        return cls(**{**data, "date": dt.date.fromisoformat(data["date"]), "worked": worked})


@dataclass(frozen=True)
class Due:
    """A due instant with its proof. In time means at or before `instant`."""

    instant: dt.datetime
    trace: tuple[TraceLine, ...]
    unconfirmed_years: tuple[int, ...]
    calendar_version: str

    def as_json(self) -> dict[str, Any]:
        """Plain values for a JSON column; `from_json` gives the same Due back."""
        return {
            "instant": self.instant.isoformat(),
            "trace": [line.as_json() for line in self.trace],
            "unconfirmed_years": list(self.unconfirmed_years),
            "calendar_version": self.calendar_version,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        return cls(
            instant=localize(dt.datetime.fromisoformat(data["instant"])),
            trace=tuple(TraceLine.from_json(line) for line in data["trace"]),
            unconfirmed_years=tuple(data["unconfirmed_years"]),
            calendar_version=data["calendar_version"],
        )


# Every reason that a trace line can have; the interface translates each of them.
REASONS = (
    "working_day",
    "weekend",
    "holiday",
    "swapped_workday",
    "half_day",
    "closure",
    "receipt_day",
    "received_before",
    "after_hours",
    "same_day_of_month",
    "last_day_of_month",
    "day_of_month",
    "day_passed",
    "moved_to_next_working_day",
)
