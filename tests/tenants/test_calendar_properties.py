"""What holds for every calendar, period and start."""

import datetime as dt
import json

from hypothesis import assume, example, given
from hypothesis import strategies as st

from tenants.calendar import (
    REASONS,
    Calendar,
    Due,
    Period,
    Unit,
    add_working_days,
    due,
    next_opening,
    working_days_between,
    working_time_left,
)
from tests.tenants.calendars import at, calendars, instants, vietnam

amounts = st.integers(1, 20)
working_day_periods = st.builds(
    Period,
    amounts,
    st.just(Unit.WORKING_DAYS),
    day_one_until=st.none() | st.times(dt.time(7), dt.time(18)),
    day_ends=st.sampled_from(["office", "midnight"]),
)
other_periods = st.builds(
    Period,
    amounts,
    st.sampled_from([unit for unit in Unit if unit is not Unit.WORKING_DAYS]),
    day_ends=st.sampled_from(["office", "midnight"]),
    end_moves=st.none() | st.booleans(),
)
periods = working_day_periods | other_periods


def counted(result: Due) -> list[dt.date]:
    return [line.date for line in result.trace if line.counted]


@given(periods, instants, instants, calendars)
def test_a_later_start_is_never_due_earlier(
    period: Period, one: dt.datetime, other: dt.datetime, calendar: Calendar
) -> None:
    earlier, later = sorted([one, other])
    assert due(period, earlier, calendar).instant <= due(period, later, calendar).instant


@given(periods, instants, calendars)
def test_nothing_is_due_before_it_began(period: Period, start: dt.datetime, calendar: Calendar) -> None:
    assert due(period, start, calendar).instant >= start


@given(periods, instants, calendars)
def test_a_due_instant_of_the_office_lies_in_office_hours(
    period: Period, start: dt.datetime, calendar: Calendar
) -> None:
    assume(period.day_ends == "office" and (period.moves or period.unit.name.startswith("WORKING")))
    instant = due(period, start, calendar).instant
    assert any(opens < instant <= closes for opens, closes in calendar.sessions(instant.date()))


@given(working_day_periods, instants, calendars)
@example(Period(15, Unit.WORKING_DAYS, dt.time(8)), at(2, 12, 8), vietnam(2026))
def test_exactly_the_working_days_up_to_the_end_are_counted(
    period: Period, start: dt.datetime, calendar: Calendar
) -> None:
    result = due(period, start, calendar)
    days = counted(result)
    assert len(days) == period.amount
    assert all(calendar.is_working_day(day) for day in days)
    assert [line.date for line in result.trace] == [
        start.date() + dt.timedelta(days=number) for number in range(len(result.trace))
    ]
    assert days[-1] == result.trace[-1].date == result.instant.date()
    skipped = [line.date for line in result.trace[1:] if not line.counted]
    assert not any(calendar.is_working_day(day) for day in skipped)


@given(amounts, instants, calendars)
def test_working_hours_add_up_to_the_amount(amount: int, start: dt.datetime, calendar: Calendar) -> None:
    result = due(Period(amount, Unit.WORKING_HOURS), start, calendar)
    assert sum((line.worked or dt.timedelta() for line in result.trace), dt.timedelta()) == dt.timedelta(hours=amount)
    assert working_time_left(start, result, calendar) == dt.timedelta(hours=amount)


@given(amounts, st.booleans(), instants, calendars)
def test_every_calendar_day_counts_and_a_moved_end_is_the_first_working_day(
    amount: int, moves: bool, start: dt.datetime, calendar: Calendar
) -> None:
    result = due(Period(amount, Unit.CALENDAR_DAYS, end_moves=moves), start, calendar)
    end = start.date() + dt.timedelta(days=amount)
    assert len(counted(result)) == amount
    assert counted(result)[-1] == end
    while moves and not calendar.is_working_day(end):
        end += dt.timedelta(days=1)
    assert result.instant.date() == end


@given(periods, instants, calendars)
def test_a_due_instant_survives_json(period: Period, start: dt.datetime, calendar: Calendar) -> None:
    result = due(period, start, calendar)
    again = Due.from_json(json.loads(json.dumps(result.as_json())))
    assert again == result
    assert again.instant.tzinfo is result.instant.tzinfo


@given(periods, instants, calendars)
def test_the_trace_uses_known_reasons_and_the_calendars_own_decisions(
    period: Period, start: dt.datetime, calendar: Calendar
) -> None:
    result = due(period, start, calendar)
    assert {line.reason for line in result.trace} <= set(REASONS)
    assert all(line.decision == calendar.explain(line.date).decision for line in result.trace)
    numbers = [line.number for line in result.trace if line.counted]
    assert numbers == list(range(1, len(numbers) + 1))
    reached = set(range(start.year, result.instant.year + 1))
    assert set(result.unconfirmed_years) == reached - calendar.confirmed_years


@given(periods, instants, calendars, st.integers(-12, 14))
def test_only_the_instant_matters_not_the_zone_it_came_in(
    period: Period, start: dt.datetime, calendar: Calendar, hours: int
) -> None:
    elsewhere = start.astimezone(dt.timezone(dt.timedelta(hours=hours)))
    result = due(period, elsewhere, calendar)
    assert result == due(period, start, calendar)
    assert result.instant.utcoffset() == dt.timedelta(hours=7)


@given(instants, st.integers(-30, 30).filter(bool), calendars)
def test_adding_working_days_is_counting_them(start: dt.datetime, amount: int, calendar: Calendar) -> None:
    first = add_working_days(start.date(), 1, calendar)
    last = add_working_days(first, amount, calendar)
    assert calendar.is_working_day(last)
    assert working_days_between(first, last, calendar) == amount


@given(instants, instants, calendars)
def test_no_working_time_passes_before_the_next_opening(
    moment: dt.datetime, later: dt.datetime, calendar: Calendar
) -> None:
    opening = next_opening(moment, calendar)
    assert opening >= moment
    assert working_time_left(moment, opening, calendar) == dt.timedelta()
    assert working_time_left(opening, opening + dt.timedelta(minutes=1), calendar) == dt.timedelta(minutes=1)
    assert working_time_left(moment, later, calendar) == -working_time_left(later, moment, calendar)
