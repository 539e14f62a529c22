"""Official time: working days, working hours and the legal periods counted in them.

Pure: no database, no settings, no clock of its own. All instants are aware and stand in Asia/Ho_Chi_Minh.
How the regulations are read is told in docs/decisions/0002-time.md.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Literal, Self
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
ONE_DAY = dt.timedelta(days=1)
type_interval = tuple[dt.datetime, dt.datetime]


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
    """One day of a count. `reason` is a stable key (REASONS); `number` the running count; `minutes` worked time
    counted on that day (working hours only); `decision` and `name` those of the official day."""

    date: dt.date
    counted: bool
    number: int | None
    reason: str
    decision: str = ""
    name: str = ""
    minutes: int | None = None


@dataclass(frozen=True)
class Due:
    """A due instant with its proof. In time means at or before `instant`."""

    instant: dt.datetime
    trace: tuple[TraceLine, ...]
    unconfirmed_years: tuple[int, ...]
    calendar_version: str
