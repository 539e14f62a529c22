"""The report calendar: bounds, due dates, and who owes what."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reporting.periods import UnknownPeriod, calendar_of_year, choices, find, latest_owed, owed
from tenants.regulation import all_regulations, get_regulation
from tests.reporting.small_world import at

HUNG_YEN, VINH_LONG = "hungyen-2025", "vinhlong-2021"


def test_half_years_and_year_are_those_of_the_decree() -> None:
    regulation = get_regulation(HUNG_YEN)
    first, second, year = (find(regulation, f"2026-{key}") for key in ("half_year-1", "half_year-2", "year-1"))
    assert (first.first, first.last) == (dt.date(2025, 12, 15), dt.date(2026, 6, 14))
    assert (second.first, second.last) == (dt.date(2026, 6, 15), dt.date(2026, 12, 14))
    assert (year.first, year.last) == (first.first, second.last)
    assert first.rule.basis == "default"
    assert first.rule.cites


def test_periods_are_half_open_in_vietnam() -> None:
    first, second = (find(get_regulation(HUNG_YEN), f"2026-half_year-{index}") for index in (1, 2))
    assert first.end == second.start == at("2026-06-15 00:00")


@settings(deadline=None, max_examples=40)
@given(st.dates(dt.date(2000, 1, 1), dt.date(2100, 1, 1)))
def test_each_day_lies_in_exactly_one_period_of_a_kind(day: dt.date) -> None:
    for regulation in all_regulations():
        periods = [period for year in (day.year, day.year + 1) for period in calendar_of_year(regulation, year)]
        for kind in ("quarter", "half_year", "year"):
            assert len([p for p in periods if p.kind == kind and p.first <= day <= p.last]) == 1


@pytest.mark.clause("VL.28.2")
def test_vinh_longs_components_report_every_quarter_half_year_and_year() -> None:
    regulation = get_regulation(VINH_LONG)
    for kind in ("department", "district", "commune"):
        for key in ("2026-quarter-2", "2026-half_year-1", "2026-year-1"):
            (report,) = owed(regulation, kind, find(regulation, key))
            assert report.duty.to == ("office",)


@pytest.mark.clause("VL.28.1")
def test_vinh_longs_office_reports_to_the_province_and_the_governments_portal() -> None:
    regulation = get_regulation(VINH_LONG)
    for key in ("2026-quarter-3", "2026-half_year-2", "2026-year-1"):
        receivers = {name for row in owed(regulation, "province", find(regulation, key)) for name in row.duty.to}
        assert {"province", "government_portal"} <= receivers


@pytest.mark.clause("HY.22.5", "TB.13.7")
@pytest.mark.parametrize("code", [HUNG_YEN, "thaibinh-2024"])
def test_half_years_and_years_are_owed_but_no_quarters(code: str) -> None:
    regulation = get_regulation(code)
    for kind in ("department", "commune"):
        assert owed(regulation, kind, find(regulation, "2026-half_year-1"))
        assert owed(regulation, kind, find(regulation, "2026-year-1"))
        assert not owed(regulation, kind, find(regulation, "2026-quarter-2"))


@pytest.mark.clause("NB.12.2dd", "NB.15.1")
def test_ninh_binhs_reports_are_due_in_november_and_december() -> None:
    regulation = get_regulation("ninhbinh-2015")
    year = find(regulation, "2026-year-1")
    (department,) = owed(regulation, "department", year)
    assert department.due_on < dt.date(2026, 11, 30)
    (whole,) = owed(regulation, "province", year)
    assert department.due_on < whole.due_on < dt.date(2026, 12, 15)


@pytest.mark.clause("TN.16.2f")
def test_thai_nguyens_evaluation_meeting_finds_a_report_every_six_months() -> None:
    regulation = get_regulation("thainguyen-2012")
    for index in (1, 2):
        assert owed(regulation, "province", find(regulation, f"2026-half_year-{index}"))
        assert owed(regulation, "department", find(regulation, f"2026-half_year-{index}"))


def test_a_date_that_the_regulation_does_not_give_says_that_it_is_a_default() -> None:
    regulation = get_regulation(HUNG_YEN)
    (report,) = owed(regulation, "commune", find(regulation, "2026-half_year-1"))
    assert report.due_on == dt.date(2026, 7, 15)
    assert (report.duty.basis, report.due_source.basis) == ("text", "default")


def test_the_first_choice_is_the_last_period_that_somebody_owes() -> None:
    today = dt.date(2026, 11, 22)
    assert latest_owed(get_regulation(HUNG_YEN), ["commune"], today).key == "2026-half_year-1"
    assert latest_owed(get_regulation(VINH_LONG), ["commune"], today).key == "2026-quarter-3"


def test_periods_to_come_cannot_be_chosen() -> None:
    keys = [period.key for period in choices(get_regulation(HUNG_YEN), dt.date(2026, 11, 22))]
    assert "2026-half_year-2" in keys
    assert not [key for key in keys if key.startswith("2027")]
    assert "2027-half_year-1" in [p.key for p in choices(get_regulation(HUNG_YEN), dt.date(2026, 12, 15))]


@pytest.mark.parametrize("key", ["", "2026", "2026-half_year-3", "x-year-1", "2026-year-1 ", "99999-year-1"])
def test_an_unknown_period_is_refused(key: str) -> None:
    with pytest.raises(UnknownPeriod):
        find(get_regulation(HUNG_YEN), key)
