"""When an answer is due: the class of the question, the regulation it started under, the agency's calendar. Pure."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from tenants.calendar import ZONE, Calendar, Due, Period, Unit, add_working_days, due
from tenants.regulation import Regulation


@dataclass(frozen=True)
class Deadline:
    """A due instant with its rule, and the instants that hang on it.

    `remind_at`: the handler is reminded; `triage_at`: an asker outside the field should have been told (VL.18.1ddb);
    `office_sees_at`: the province's office sees a question that is still open.
    """

    due: Due
    clause: str
    basis: str
    remind_at: dt.datetime
    triage_at: dt.datetime
    office_sees_at: dt.datetime


class ImpossibleDate(ValueError):
    """A date that cannot be promised. `reason`: "past", "day_off", or "too_late" with the `latest` possible one."""

    def __init__(self, reason: str, latest: dt.date | None = None) -> None:
        super().__init__(reason)
        self.reason, self.latest = reason, latest


def deadline(
    klass: str,
    *,
    start: dt.datetime,
    regulation: Regulation,
    calendar: Calendar,
    appointed_on: dt.date | None = None,
) -> Deadline:
    """Due instant of a class of question received at `start` (TN.14.4a, TN.14.4b, TN.14.4c, VL.18.1ddc).

    Every class counts from the same start, so that a changed class neither wins nor loses time by itself. An appointed
    date (TN.14.4c) replaces the end of the period and lies within it.
    Raises KeyError for a class without a time, ImpossibleDate for a date that cannot be appointed.
    """
    rule = regulation.question_rule(klass)
    found = due(rule.period, start, calendar)
    if appointed_on is not None:
        found = appointed(found, appointed_on, calendar)
    return Deadline(
        due=found,
        clause=rule.clause,
        basis=rule.basis,
        remind_at=earlier(found.instant, regulation.questions.remind_before.value, calendar),
        triage_at=due(regulation.questions.out_of_field_notice.value, start, calendar).instant,
        office_sees_at=due(regulation.questions.office_sees_after.value, start, calendar).instant,
    )


def appointed(longest: Due, day: dt.date, calendar: Calendar) -> Due:
    """The close of work on an appointed day, which lies within the longest time (TN.14.4c)."""
    latest = longest.instant.date()
    if day > latest:
        raise ImpossibleDate("too_late", latest)
    instant = min(end_of_work(day, calendar), longest.instant)
    return replace(longest, instant=instant, trace=tuple(line for line in longest.trace if line.date <= day))


def end_of_work(day: dt.date, calendar: Calendar) -> dt.datetime:
    """Close of work on a day that is to be promised. Raises ImpossibleDate on a day off."""
    if not calendar.is_working_day(day):
        raise ImpossibleDate("day_off")
    return calendar.closing(day)


def earlier(instant: dt.datetime, period: Period, calendar: Calendar) -> dt.datetime:
    """The opening of work a period before an instant; only working days and calendar days are meant.

    Raises ValueError for another unit.
    """
    if period.unit is Unit.WORKING_DAYS:
        day = add_working_days(instant.date(), -period.amount, calendar)
    elif period.unit is Unit.CALENDAR_DAYS:
        day = instant.date() - dt.timedelta(days=period.amount)
    else:
        raise ValueError(f"nobody is reminded {period.unit} before")
    if calendar.is_working_day(day):
        return calendar.opening(day)
    return dt.datetime.combine(day, dt.time.min, ZONE)
