"""Calendars and instants for the tests of official time."""

import datetime as dt
from collections.abc import Iterable

from hypothesis import strategies as st

from tenants.calendar import ZONE, Calendar, DayKind, OfficialDay, WorkingHours
from tenants.official_days import initial_days

HOURS = WorkingHours(
    morning=(dt.time(7, 30), dt.time(11, 30)),
    afternoon=(dt.time(13, 30), dt.time(17, 0)),
    weekdays=(0, 1, 2, 3, 4),
    decision="office hours",
)


def at(month: int, day: int, hour: int = 0, minute: int = 0, year: int = 2026) -> dt.datetime:
    return dt.datetime(year, month, day, hour, minute, tzinfo=ZONE)


def official(month: int, day: int, kind: DayKind, decision: str = "", year: int = 2026) -> OfficialDay:
    return OfficialDay(dt.date(year, month, day), kind, decision)


def calendar_with(*days: OfficialDay, hours: WorkingHours = HOURS, confirmed: Iterable[int] = (2026,)) -> Calendar:
    """Weekends off, and exactly these official days."""
    return Calendar.build(hours, days, confirmed)


def vietnam(*years: int, extra: Iterable[OfficialDay] = ()) -> Calendar:
    return Calendar.build(HOURS, [*initial_days(years), *extra], years)


instants = st.builds(
    dt.datetime.combine, st.dates(dt.date(2025, 11, 1), dt.date(2027, 2, 1)), st.times(), tzinfo=st.just(ZONE)
)
official_days = st.builds(
    OfficialDay,
    date=st.dates(dt.date(2025, 11, 1), dt.date(2027, 4, 1)),
    kind=st.sampled_from(DayKind),
    decision=st.sampled_from(["", "1/TB", "số 2"]),
    name=st.sampled_from(["", "Tết"]),
)
calendars = st.builds(
    Calendar.build,
    st.sets(st.integers(0, 6), min_size=1).map(
        lambda weekdays: WorkingHours(HOURS.morning, HOURS.afternoon, tuple(weekdays), HOURS.decision)
    ),
    st.lists(official_days, max_size=40),
    st.sets(st.integers(2025, 2028)),
)
