"""In time or late, counted from the date of origin."""

from __future__ import annotations

import datetime as dt

import pytest

from reporting.timeliness import Clock, latest_instant, measured_sections
from tenants.calendar import Calendar
from tenants.regulation import get_regulation
from tests.reporting.small_world import at


def clock(code: str) -> Clock:
    regulation = get_regulation(code)
    return Clock(regulation, Calendar.build(regulation.working_hours.hours(), [], [2026]))


@pytest.mark.clause("VL.18.1d")
def test_vinh_longs_plans_are_late_after_ten_working_days() -> None:
    is_late = clock("vinhlong-2021").is_late
    origin = dt.date(2026, 3, 2)
    assert is_late("strategies", origin, at("2026-03-16 16:59")) is False
    assert is_late("strategies", origin, at("2026-03-16 17:01")) is True


def test_of_two_times_the_later_one_decides() -> None:
    """A legal document is due in 2 working days at its issuer and in 10 at the bodies it governs."""
    is_late = clock("vinhlong-2021").is_late
    assert is_late("legal_documents", dt.date(2026, 3, 2), at("2026-03-10 09:00")) is False
    assert is_late("legal_documents", dt.date(2026, 3, 2), at("2026-03-18 09:00")) is True


def test_working_hours_count_from_the_end_of_the_day_of_origin() -> None:
    is_late = clock("thainguyen-2012").is_late
    regulation = get_regulation("thainguyen-2012")
    friday = dt.date(2026, 3, 6)
    latest = latest_instant(regulation, "news", friday, Calendar.build(regulation.working_hours.hours(), []))
    assert latest == at("2026-03-10 08:00")
    assert is_late("news", friday, at("2026-03-10 08:01")) is True


def test_a_day_of_effect_is_no_date_of_origin() -> None:
    regulation = get_regulation("thainguyen-2012")
    assert "procedures" not in measured_sections(regulation)
    assert clock("thainguyen-2012").is_late("procedures", dt.date(2026, 3, 2), at("2026-05-01 08:00")) is None


def test_a_section_without_a_time_cannot_be_late() -> None:
    assert clock("vinhlong-2021").is_late("news", dt.date(2020, 1, 1), at("2026-05-01 08:00")) is None
