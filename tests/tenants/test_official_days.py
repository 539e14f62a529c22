"""The starting values of official days."""

import datetime as dt
from pathlib import Path

import pytest

from tenants.calendar import DayKind
from tenants.official_days import announced_days, initial_days, seed_days


def test_seed_has_tet_substitute_days_and_worked_saturdays_in_vietnamese() -> None:
    days = {official.date: official for official in seed_days([2026])}
    tet = [day for day in days if day.month == 2]
    assert tet == [dt.date(2026, 2, day) for day in range(16, 21)]
    assert days[dt.date(2026, 2, 17)].name == "Tết Nguyên Đán"
    assert days[dt.date(2026, 4, 27)].kind is DayKind.HOLIDAY
    assert days[dt.date(2026, 8, 22)].kind is DayKind.WORKDAY
    assert {official.date.year for official in seed_days([2025, 2026])} == {2025, 2026}


def test_seed_says_that_nobody_confirmed_it() -> None:
    assert all(
        official.decision.startswith("seed: holidays ") and official.decision.endswith(", to be confirmed")
        for official in seed_days([2026])
    )


def test_late_swap_of_new_year_2026_completes_the_seed() -> None:
    seeded = {official.date for official in seed_days([2026])}
    swap = {official.date: official.kind for official in announced_days()}
    assert swap[dt.date(2026, 1, 2)] is DayKind.HOLIDAY
    assert swap[dt.date(2026, 1, 10)] is DayKind.WORKDAY
    assert {official.date for official in initial_days([2026])} == seeded | swap.keys()
    assert not swap.keys() & {official.date for official in initial_days([2025])}


def test_a_wrong_entry_is_named(tmp_path: Path) -> None:
    data = tmp_path / "days.toml"
    data.write_text('[[days]]\ndate = 2026-01-02\nkind = "feast"\nname = "x"\ndecision = "y"\n')
    with pytest.raises(ValueError, match=r"days\.toml, day 1: 'feast'"):
        announced_days(data)
