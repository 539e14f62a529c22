"""The calendar of an agency: the nation's days, the province's, its own; the latest decision holds."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tenants.calendar import ZONE, DayKind
from tenants.clock import calendar_for, local_now, seed_official_days
from tenants.models import CalendarYear, OfficialDayRow

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 3, 11)


def decide(kind: str, scope: str = "national", agency: Any = None, decision: str = "QĐ") -> None:
    OfficialDayRow.objects.create(date=DAY, kind=kind, scope=scope, agency=agency, decision=decision)


def test_seeding_twice_records_once_and_confirms_nothing(world: Any) -> None:
    OfficialDayRow.objects.all().delete()
    first = seed_official_days([2026, 2027])
    assert first > 15
    assert seed_official_days([2026, 2027]) == 0
    calendar = calendar_for(world.skhcn)
    assert not calendar.is_working_day(dt.date(2026, 9, 2))
    assert calendar.confirmed_years == frozenset()
    assert calendar.is_working_day(dt.date(2026, 1, 10))


def test_a_decision_stands_against_the_seed(world: Any) -> None:
    OfficialDayRow.objects.all().delete()
    OfficialDayRow.objects.create(date=dt.date(2026, 9, 2), kind="workday", decision="QĐ 1")
    seed_official_days([2026])
    assert calendar_for(world.skhcn).is_working_day(dt.date(2026, 9, 2))


def test_the_nearer_decision_wins_and_the_later_of_two(world: Any) -> None:
    decide(DayKind.CLOSURE, "agency", world.skhcn, "own")
    decide(DayKind.HALF_DAY, "province", world.hungyen, "province")
    decide(DayKind.HOLIDAY, decision="nation")
    readings = {
        name: calendar_for(getattr(world, name)).explain(DAY).decision for name in ("skhcn", "commune", "vinhlong")
    }
    assert readings == {"skhcn": "own", "commune": "province", "vinhlong": "nation"}
    decide(DayKind.WORKDAY, "agency", world.skhcn, "taken back")
    assert calendar_for(world.skhcn).explain(DAY).decision == "taken back"


def test_the_version_changes_with_the_content_alone(world: Any) -> None:
    before = calendar_for(world.skhcn).version
    decide(DayKind.HOLIDAY, "province", world.vinhlong)
    assert calendar_for(world.skhcn).version == before
    decide(DayKind.HOLIDAY)
    after = calendar_for(world.skhcn).version
    assert after != before
    CalendarYear.objects.create(province=world.vinhlong, year=2026, decision="QĐ 1")
    assert calendar_for(world.skhcn).version == after, "another province's confirmation"
    CalendarYear.objects.create(province=world.hungyen, year=2026, decision="QĐ 2")
    assert calendar_for(world.skhcn).version != after
    assert 2026 in calendar_for(world.skhcn).confirmed_years


def test_a_calendar_is_remembered(world: Any, django_assert_num_queries: Any) -> None:
    agency = world.skhcn
    with django_assert_num_queries(2):
        calendar_for(agency)
    with django_assert_num_queries(0):
        calendar_for(agency)


def test_office_hours_are_the_regulations(world: Any) -> None:
    assert calendar_for(world.skhcn).hours == world.skhcn.regulation.working_hours.hours()
    assert local_now().tzinfo is ZONE
