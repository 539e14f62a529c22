"""Exact due instants: Tết, swapped days, half days, closures, and how each unit of the regulations is counted."""

import datetime as dt

import pytest

from tenants.calendar import (
    Calendar,
    DayKind,
    Due,
    Period,
    Unit,
    add_months,
    add_working_days,
    due,
    next_opening,
    working_days_between,
    working_time_left,
)
from tenants.time_types import REASONS
from tests.tenants.calendars import HOURS, at, calendar_with, official, vietnam

EIGHT = dt.time(8)


def reasons(result: Due) -> dict[dt.date, str]:
    return {line.date: line.reason for line in result.trace}


def working_days(amount: int, day_one_until: dt.time | None = None) -> Period:
    return Period(amount, Unit.WORKING_DAYS, day_one_until)


@pytest.mark.clause("TN.14.4", "TN.14.4a")
@pytest.mark.parametrize(
    ("received", "expected"),
    [
        (at(2, 12, 7, 15), at(2, 25, 17)),
        (at(2, 12, 8), at(2, 25, 17)),
        (at(2, 12, 8, 1), at(2, 26, 17)),
        (at(2, 14, 7), at(2, 27, 17)),
        (at(2, 18, 7), at(2, 27, 17)),
    ],
    ids=["before eight", "at eight", "after eight", "on a Saturday", "during Tết"],
)
def test_answer_time_counts_from_eight_and_leaps_tet(received: dt.datetime, expected: dt.datetime) -> None:
    assert due(working_days(5, EIGHT), received, vietnam(2026)).instant == expected


@pytest.mark.clause("TN.14.4", "TN.14.4b", "TN.14.4c")
def test_ten_and_fifteen_working_days_over_the_spring_holidays() -> None:
    vietnamese = vietnam(2026)
    received = at(4, 20, 9)
    assert due(working_days(10, EIGHT), received, vietnamese).instant == at(5, 7, 17)
    assert due(working_days(15, EIGHT), received, vietnamese).instant == at(5, 14, 17)


@pytest.mark.clause("VL.18.1ddc")
def test_fifteen_working_days_never_count_the_day_of_receipt() -> None:
    early, late = at(1, 5, 7), at(1, 5, 16)
    period = working_days(15)
    assert due(period, early, vietnam(2026)).instant == at(1, 23, 17)
    assert due(period, late, vietnam(2026)).instant == at(1, 23, 17)


@pytest.mark.clause("VL.18.1ddc")
def test_the_trace_says_why_each_day_counts_or_not() -> None:
    result = due(working_days(4), at(1, 1, 9), vietnam(2026))
    assert [(line.date.day, line.number, line.reason) for line in result.trace] == [
        (1, None, "holiday"),
        (2, None, "holiday"),
        (3, None, "weekend"),
        (4, None, "weekend"),
        (5, 1, "working_day"),
        (6, 2, "working_day"),
        (7, 3, "working_day"),
        (8, 4, "working_day"),
    ]
    assert "12729/VPCP-KGVX" in result.trace[1].decision
    assert result.trace[0].name == "Tết Dương lịch"
    assert result.trace[2].decision == HOURS.decision


def test_the_swapped_saturday_is_worked_and_the_friday_is_not() -> None:
    swapped = vietnam(2026)
    assert not swapped.is_working_day(dt.date(2026, 1, 2))
    assert swapped.is_working_day(dt.date(2026, 1, 10))
    result = due(working_days(1), at(1, 9, 10), swapped)
    assert result.instant == at(1, 10, 17)
    assert reasons(result)[dt.date(2026, 1, 10)] == "swapped_workday"
    assert due(working_days(1), at(1, 9, 10), calendar_with()).instant == at(1, 12, 17)


def test_receipt_before_eight_is_named_in_the_trace() -> None:
    first = due(working_days(1, EIGHT), at(3, 3, 8), calendar_with())
    assert (first.instant, first.trace[0].reason, first.trace[0].number) == (at(3, 3, 17), "received_before", 1)
    second = due(working_days(1, EIGHT), at(3, 3, 8, 1), calendar_with())
    assert (second.instant, second.trace[0].reason, second.trace[0].counted) == (at(3, 4, 17), "receipt_day", False)


def test_receipt_after_a_half_day_has_ended_does_not_make_it_day_one() -> None:
    half = calendar_with(official(3, 3, DayKind.HALF_DAY))
    assert due(working_days(1, dt.time(12)), at(3, 3, 11, 45), half).instant == at(3, 4, 17)


def test_a_half_day_counts_and_closes_at_noon() -> None:
    half = calendar_with(official(3, 4, DayKind.HALF_DAY, "12/TB-UBND"))
    result = due(working_days(1), at(3, 3, 9), half)
    assert result.instant == at(3, 4, 11, 30)
    assert (result.trace[-1].reason, result.trace[-1].decision) == ("half_day", "12/TB-UBND")


def test_a_closure_is_skipped_with_its_decision() -> None:
    closed = calendar_with(official(3, 4, DayKind.CLOSURE, "storm, 7/CĐ-UBND"))
    result = due(working_days(1), at(3, 3, 9), closed)
    assert result.instant == at(3, 5, 17)
    assert (result.trace[1].reason, result.trace[1].decision) == ("closure", "storm, 7/CĐ-UBND")


def test_a_day_may_end_at_midnight() -> None:
    period = Period(1, Unit.WORKING_DAYS, day_ends="midnight")
    instant = due(period, at(3, 3, 9), calendar_with()).instant
    assert instant.date() == dt.date(2026, 3, 4)
    assert instant + dt.timedelta(microseconds=1) == at(3, 5)


@pytest.mark.clause("TN.10.2a")
@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (at(3, 3, 9), at(3, 4, 9, 30)),
        (at(3, 3, 7, 30), at(3, 4, 8)),
        (at(3, 3, 12), at(3, 4, 14)),
        (at(3, 3, 20), at(3, 5, 8)),
        (at(2, 13, 16), at(2, 23, 16, 30)),
        (at(2, 18, 9), at(2, 24, 8)),
    ],
    ids=["in office hours", "at opening", "at lunch", "in the evening", "on the eve of Tết", "during Tết"],
)
def test_news_has_eight_office_hours(event: dt.datetime, expected: dt.datetime) -> None:
    assert due(Period(8, Unit.WORKING_HOURS), event, vietnam(2026)).instant == expected


def test_working_hours_end_with_the_session_and_leave_out_the_afternoon_of_a_half_day() -> None:
    half = calendar_with(official(3, 4, DayKind.HALF_DAY))
    assert due(Period(4, Unit.WORKING_HOURS), at(3, 3, 7, 30), half).instant == at(3, 3, 11, 30)
    result = due(Period(8, Unit.WORKING_HOURS), at(3, 3, 17), half)
    assert result.instant == at(3, 5, 11, 30)
    assert [(line.reason, line.number) for line in result.trace] == [
        ("after_hours", None),
        ("half_day", 1),
        ("working_day", 2),
    ]


@pytest.mark.clause("TN.10.2c")
def test_three_days_are_calendar_days_and_move_off_a_weekend() -> None:
    period = Period(3, Unit.CALENDAR_DAYS)
    assert due(period, at(3, 3, 9), calendar_with()).instant == at(3, 6, 17)
    result = due(period, at(3, 4, 9), calendar_with())
    assert result.instant == at(3, 9, 17)
    assert [(line.date.day, line.number, line.reason) for line in result.trace] == [
        (4, None, "receipt_day"),
        (5, 1, "working_day"),
        (6, 2, "working_day"),
        (7, 3, "weekend"),
        (8, None, "weekend"),
        (9, None, "moved_to_next_working_day"),
    ]


@pytest.mark.clause("HY.16.2")
def test_fifteen_days_that_end_in_tet_end_on_the_first_working_day_after_it() -> None:
    period = Period(15, Unit.CALENDAR_DAYS)
    assert due(period, at(2, 2, 10), vietnam(2026)).instant == at(2, 23, 17)
    assert due(period, at(2, 9, 10), vietnam(2026)).instant == at(2, 24, 17)


def test_an_end_that_must_not_move_stays_and_ends_with_the_day() -> None:
    period = Period(3, Unit.CALENDAR_DAYS, end_moves=False)
    assert due(period, at(3, 4, 9), calendar_with()).instant.date() == dt.date(2026, 3, 7)


@pytest.mark.clause("TN.10.2d")
@pytest.mark.parametrize(
    ("start", "day", "reason"),
    [
        (at(3, 5), dt.date(2026, 3, 30), "day_of_month"),
        (at(2, 5), dt.date(2026, 2, 28), "last_day_of_month"),
        (at(2, 5, year=2028), dt.date(2028, 2, 29), "last_day_of_month"),
        (at(3, 30, 9), dt.date(2026, 3, 30), "day_of_month"),
        (at(3, 31, 9), dt.date(2026, 4, 30), "day_of_month"),
        (at(12, 31, 9), dt.date(2027, 1, 30), "day_of_month"),
    ],
)
def test_the_thirtieth_of_the_month(start: dt.datetime, day: dt.date, reason: str) -> None:
    result = due(Period(30, Unit.DAY_OF_MONTH), start, calendar_with())
    assert (result.instant.date(), result.trace[-1].date, result.trace[-1].reason) == (day, day, reason)


@pytest.mark.clause("VL.8.3")
@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        (dt.date(2026, 3, 3), dt.date(2026, 6, 3)),
        (dt.date(2025, 11, 30), dt.date(2026, 2, 28)),
        (dt.date(2027, 11, 30), dt.date(2028, 2, 29)),
        (dt.date(2026, 10, 31), dt.date(2027, 1, 31)),
    ],
)
def test_three_months_end_on_the_same_day_or_the_last_of_the_month(changed: dt.date, expected: dt.date) -> None:
    period = Period(3, Unit.CALENDAR_MONTHS, day_ends="midnight", end_moves=False)
    start = at(changed.month, changed.day, 9, year=changed.year)
    assert due(period, start, calendar_with()).instant.date() == expected == add_months(changed, 3)


def test_months_that_end_on_a_day_off_move() -> None:
    result = due(Period(1, Unit.CALENDAR_MONTHS), at(1, 31, 9), calendar_with())
    assert result.instant == at(3, 2, 17)
    assert [(line.date.day, line.number, line.reason) for line in result.trace] == [
        (31, None, "receipt_day"),
        (28, 1, "last_day_of_month"),
        (28, None, "weekend"),
        (1, None, "weekend"),
        (2, None, "moved_to_next_working_day"),
    ]


def test_years_that_nobody_confirmed_are_named() -> None:
    over_new_year = due(working_days(5), at(12, 29, 9, year=2025), calendar_with(confirmed=[2025]))
    assert over_new_year.unconfirmed_years == (2026,)
    assert due(working_days(5), at(3, 3, 9), calendar_with(confirmed=[2026])).unconfirmed_years == ()


def test_an_instant_counts_in_vietnam_wherever_it_was_written() -> None:
    utc = dt.datetime(2026, 3, 3, 1, 0, tzinfo=dt.UTC)
    result = due(working_days(1, EIGHT), utc, calendar_with())
    assert result.instant.isoformat() == "2026-03-03T17:00:00+07:00"
    with pytest.raises(ValueError, match="time zone"):
        due(working_days(1), at(3, 3).replace(tzinfo=None), calendar_with())


def test_the_later_decision_holds_and_the_version_follows_the_content() -> None:
    closed = official(3, 4, DayKind.CLOSURE, "first")
    reopened = official(3, 4, DayKind.WORKDAY, "second")
    assert calendar_with(closed, reopened).is_working_day(dt.date(2026, 3, 4))
    assert not calendar_with(reopened, closed).is_working_day(dt.date(2026, 3, 4))
    assert calendar_with(closed).version == calendar_with(closed).version != calendar_with(reopened).version
    assert due(working_days(1), at(3, 3), calendar_with(closed)).calendar_version == calendar_with(closed).version
    assert Calendar.build(HOURS, [closed], version="7").version == "7"


def test_opening_and_closing_of_a_day_off_are_refused() -> None:
    calendar = calendar_with()
    assert calendar.opening(dt.date(2026, 3, 6)) == at(3, 6, 7, 30)
    assert calendar.closing(dt.date(2026, 3, 6)) == at(3, 6, 17)
    with pytest.raises(ValueError, match="2026-03-07: weekend"):
        calendar.closing(dt.date(2026, 3, 7))


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (at(3, 3, 9), at(3, 3, 9)),
        (at(3, 3, 6), at(3, 3, 7, 30)),
        (at(3, 3, 11, 30), at(3, 3, 13, 30)),
        (at(3, 3, 17), at(3, 4, 7, 30)),
        (at(2, 13, 18), at(2, 23, 7, 30)),
    ],
)
def test_next_opening(moment: dt.datetime, expected: dt.datetime) -> None:
    assert next_opening(moment, vietnam(2026)) == expected


def test_working_time_left_and_overdue() -> None:
    vietnamese = vietnam(2026)
    answer = due(working_days(5), at(2, 12, 10), vietnamese)
    assert working_time_left(at(2, 13, 16), answer, vietnamese) == dt.timedelta(hours=1 + 4 * 7.5)
    assert working_time_left(at(2, 27, 8, 30), answer.instant, vietnamese) == -dt.timedelta(hours=1)
    assert working_time_left(at(2, 28, 8, 30), answer.instant, vietnamese) == -dt.timedelta(hours=7.5)


def test_working_days_between_and_added() -> None:
    vietnamese = vietnam(2026)
    friday, monday = dt.date(2026, 2, 13), dt.date(2026, 2, 23)
    assert working_days_between(friday, monday, vietnamese) == 1
    assert working_days_between(monday, friday, vietnamese) == -1
    assert add_working_days(friday, 1, vietnamese) == monday
    assert add_working_days(monday, -1, vietnamese) == friday
    assert add_working_days(dt.date(2026, 2, 17), 0, vietnamese) == dt.date(2026, 2, 17)


@pytest.mark.parametrize(
    ("amount", "unit", "extra"),
    [
        (0, Unit.WORKING_DAYS, {}),
        (32, Unit.DAY_OF_MONTH, {}),
        (3, Unit.CALENDAR_DAYS, {"day_one_until": EIGHT}),
        (3, Unit.CALENDAR_DAYS, {"day_ends": "noon"}),
    ],
)
def test_a_period_that_makes_no_sense_is_refused(amount: int, unit: Unit, extra: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"amount|month|working days|noon"):
        Period(amount, unit, **extra)  # type: ignore[arg-type]


def test_reasons_are_named_once() -> None:
    assert len(set(REASONS)) == len(REASONS)
