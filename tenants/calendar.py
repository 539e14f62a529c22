"""Official time: what the calendar of an office says of a day, and legal periods counted in it.

Pure: no database, no settings, no clock of its own. All instants are aware and stand in Asia/Ho_Chi_Minh.
How the regulations are read is told in docs/decisions/0002-time.md.
"""

import datetime as dt
import hashlib
from calendar import monthrange
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Self

from tenants.time_types import (
    REASONS,
    ZONE,
    DayKind,
    DayReading,
    Due,
    OfficialDay,
    Period,
    TraceLine,
    Unit,
    WorkingHours,
    localize,
)

__all__ = [
    "REASONS",
    "ZONE",
    "Calendar",
    "DayKind",
    "DayReading",
    "Due",
    "OfficialDay",
    "Period",
    "TraceLine",
    "Unit",
    "WorkingHours",
    "add_months",
    "add_working_days",
    "due",
    "localize",
    "next_opening",
    "working_days_between",
    "working_time_left",
]

ONE_DAY = dt.timedelta(days=1)
NO_TIME = dt.timedelta()
Interval = tuple[dt.datetime, dt.datetime]

OFFICIAL_READINGS: Mapping[DayKind, tuple[bool, str]] = {
    DayKind.HOLIDAY: (False, "holiday"),
    DayKind.WORKDAY: (True, "swapped_workday"),
    DayKind.HALF_DAY: (True, "half_day"),
    DayKind.CLOSURE: (False, "closure"),
}


@dataclass(frozen=True)
class Calendar:
    """Office hours and official days of one office; a decision about a day goes before its weekday.

    `version` names this state of the calendar and is stored with each due instant computed from it.
    """

    hours: WorkingHours
    days: Mapping[dt.date, OfficialDay] = field(hash=False)
    confirmed_years: frozenset[int]
    version: str

    @classmethod
    def build(
        cls, hours: WorkingHours, days: Iterable[OfficialDay], confirmed_years: Iterable[int] = (), version: str = ""
    ) -> Self:
        """Of two decisions about one day the later in `days` holds. Without `version`: a hash of the content."""
        by_date = {official.date: official for official in days}
        years = frozenset(confirmed_years)
        if not version:
            content = repr((hours, sorted(by_date.items(), key=lambda item: item[0]), sorted(years)))
            version = hashlib.sha256(content.encode()).hexdigest()[:12]
        return cls(hours, MappingProxyType(by_date), years, version)

    def explain(self, day: dt.date) -> DayReading:
        official = self.days.get(day)
        if official is not None:
            working, reason = OFFICIAL_READINGS[official.kind]
            return DayReading(working, reason, official.decision, official.name)
        working = day.weekday() in self.hours.weekdays
        return DayReading(working, "working_day" if working else "weekend", self.hours.decision)

    def is_working_day(self, day: dt.date) -> bool:
        return self.explain(day).working

    def sessions(self, day: dt.date) -> tuple[Interval, ...]:
        """The hours in which the office is open that day: none, the morning, or morning and afternoon."""
        reading = self.explain(day)
        if not reading.working:
            return ()
        spans = [self.hours.morning] if reading.reason == "half_day" else [self.hours.morning, self.hours.afternoon]
        return tuple((_at(day, opens), _at(day, closes)) for opens, closes in spans)

    def opening(self, day: dt.date) -> dt.datetime:
        """Raises ValueError on a day off."""
        return self._sessions_or_error(day)[0][0]

    def closing(self, day: dt.date) -> dt.datetime:
        """Close of work, at the end of the morning on a half day. Raises ValueError on a day off."""
        return self._sessions_or_error(day)[-1][1]

    def _sessions_or_error(self, day: dt.date) -> tuple[Interval, ...]:
        sessions = self.sessions(day)
        if not sessions:
            raise ValueError(f"the office is closed on {day}: {self.explain(day).reason}")
        return sessions


def _at(day: dt.date, time: dt.time) -> dt.datetime:
    return dt.datetime.combine(day, time, ZONE)


def due(period: Period, start: dt.datetime, calendar: Calendar) -> Due:
    """When a period that starts with the event at `start` ends, with its trace.

    Working days (TN.14.4, VL.18.1ddc): the day of receipt is not counted, unless it is a working day and the event
    came at or before `period.day_one_until`; the end is the close of work on the last day.
    Working hours (TN.10.2a): office hours from the event on; outside them, from the next opening.
    Calendar days (TN.10.2c, HY.16.2) and months (VL.8.3: the same day, or the month's last): an end on a day off
    moves to the next working day as `period.moves` says. Day of the month (TN.10.2d): the first such day that has
    not ended at `start`, the month's last day standing in for it.
    Raises ValueError for a naive `start`.
    """
    begin = localize(start)
    instant, trace = COUNTERS[period.unit](period, begin, calendar)
    reached = range(begin.year, instant.year + 1)
    unconfirmed = tuple(year for year in reached if year not in calendar.confirmed_years)
    return Due(instant, tuple(trace), unconfirmed, calendar.version)


Counted = tuple[dt.datetime, list[TraceLine]]


def _line(day: dt.date, calendar: Calendar, number: int | None = None, reason: str = "") -> TraceLine:
    reading = calendar.explain(day)
    return TraceLine(day, number is not None, number, reason or reading.reason, reading.decision, reading.name)


def _end_of(day: dt.date, period: Period, calendar: Calendar) -> dt.datetime:
    """Close of work; the last microsecond of the day when it ends at midnight or the office is closed."""
    if period.day_ends == "midnight" or not calendar.is_working_day(day):
        return _at(day, dt.time.max)
    return calendar.closing(day)


def _settle(day: dt.date, period: Period, calendar: Calendar, trace: list[TraceLine]) -> Counted:
    """The end of a period on `day`, moved past days off where the period asks for it."""
    if not period.moves or calendar.is_working_day(day):
        return _end_of(day, period, calendar), trace
    if trace[-1].reason == calendar.explain(day).reason:
        day += ONE_DAY
    while not calendar.is_working_day(day):
        trace.append(_line(day, calendar))
        day += ONE_DAY
    trace.append(_line(day, calendar, reason="moved_to_next_working_day"))
    return _end_of(day, period, calendar), trace


def _count_working_days(period: Period, begin: dt.datetime, calendar: Calendar) -> Counted:
    day, number = begin.date(), 0
    if not calendar.is_working_day(day):
        trace = [_line(day, calendar)]
    elif period.day_one_until and begin.time() <= period.day_one_until and begin < calendar.closing(day):
        number = 1
        trace = [_line(day, calendar, number, "received_before")]
    else:
        trace = [_line(day, calendar, reason="receipt_day")]
    while number < period.amount:
        day += ONE_DAY
        working = calendar.is_working_day(day)
        number += working
        trace.append(_line(day, calendar, number if working else None))
    return _end_of(day, period, calendar), trace


def _count_working_hours(period: Period, begin: dt.datetime, calendar: Calendar) -> Counted:
    left, day, number = dt.timedelta(hours=period.amount), begin.date(), 0
    trace: list[TraceLine] = []
    while True:
        end, worked = begin, NO_TIME
        for opens, closes in calendar.sessions(day):
            opens = max(opens, begin)
            taken = min(max(closes - opens, NO_TIME), left - worked)
            if taken:
                end, worked = opens + taken, worked + taken
        reading = calendar.explain(day)
        number += bool(worked)
        reason = "after_hours" if reading.working and not worked else reading.reason
        counted = number if worked else None
        trace.append(TraceLine(day, bool(worked), counted, reason, reading.decision, reading.name, worked))
        left -= worked
        if not left:
            return end, trace
        day += ONE_DAY


def _count_calendar_days(period: Period, begin: dt.datetime, calendar: Calendar) -> Counted:
    first = begin.date()
    trace = [_line(first, calendar, reason="receipt_day")]
    for number in range(1, period.amount + 1):
        trace.append(_line(first + number * ONE_DAY, calendar, number))
    return _settle(trace[-1].date, period, calendar, trace)


def _count_months(period: Period, begin: dt.datetime, calendar: Calendar) -> Counted:
    first = begin.date()
    trace = [_line(first, calendar, reason="receipt_day")]
    for number in range(1, period.amount + 1):
        day = add_months(first, number)
        reason = "same_day_of_month" if day.day == first.day else "last_day_of_month"
        trace.append(_line(day, calendar, number, reason))
    return _settle(trace[-1].date, period, calendar, trace)


def _count_to_day_of_month(period: Period, begin: dt.datetime, calendar: Calendar) -> Counted:
    month, passed = begin.date().replace(day=1), list[TraceLine]()
    while True:
        day = month.replace(day=min(period.amount, _days_in(month)))
        reason = "day_of_month" if day.day == period.amount else "last_day_of_month"
        instant, trace = _settle(day, period, calendar, [_line(day, calendar, 1, reason)])
        if instant >= begin:
            return instant, passed + trace
        passed.append(_line(day, calendar, reason="day_passed"))
        month = add_months(month, 1)


COUNTERS: Mapping[Unit, Callable[[Period, dt.datetime, Calendar], Counted]] = {
    Unit.WORKING_DAYS: _count_working_days,
    Unit.WORKING_HOURS: _count_working_hours,
    Unit.CALENDAR_DAYS: _count_calendar_days,
    Unit.CALENDAR_MONTHS: _count_months,
    Unit.DAY_OF_MONTH: _count_to_day_of_month,
}


def _days_in(month: dt.date) -> int:
    return monthrange(month.year, month.month)[1]


def add_months(day: dt.date, months: int) -> dt.date:
    """The same day so many months later, or that month's last day where it has no such day (VL.8.3)."""
    index = day.year * 12 + day.month - 1 + months
    first = dt.date(index // 12, index % 12 + 1, 1)
    return first.replace(day=min(day.day, _days_in(first)))


def add_working_days(day: dt.date, amount: int, calendar: Calendar) -> dt.date:
    """The working day so many working days after `day`, or before it when `amount` is negative; 0 is `day` itself."""
    step = ONE_DAY if amount > 0 else -ONE_DAY
    left = abs(amount)
    while left:
        day += step
        left -= calendar.is_working_day(day)
    return day


def working_days_between(start: dt.date, end: dt.date, calendar: Calendar) -> int:
    """Working days after `start` up to and including `end`; negative when `end` lies before `start`."""
    if end < start:
        return -working_days_between(end, start, calendar)
    days = (start + number * ONE_DAY for number in range(1, (end - start).days + 1))
    return sum(calendar.is_working_day(day) for day in days)


def next_opening(moment: dt.datetime, calendar: Calendar) -> dt.datetime:
    """`moment` itself while the office is open, otherwise when it next opens (after lunch, tomorrow, after Tết)."""
    moment = localize(moment)
    day = moment.date()
    while True:
        for opens, closes in calendar.sessions(day):
            if moment < closes:
                return max(moment, opens)
        day += ONE_DAY


def working_time_left(now: dt.datetime, due: dt.datetime | Due, calendar: Calendar) -> dt.timedelta:
    """Office time from `now` to the due instant; negative: office time by which it is overdue."""
    begin = localize(now)
    end = due.instant if isinstance(due, Due) else localize(due)
    if end < begin:
        return -working_time_left(end, begin, calendar)
    total, day = NO_TIME, begin.date()
    while day <= end.date():
        for opens, closes in calendar.sessions(day):
            total += max(min(closes, end) - max(opens, begin), NO_TIME)
        day += ONE_DAY
    return total
