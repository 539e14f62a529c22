"""What holds for every value of every regulation."""

import csv
import datetime as dt
import itertools
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenants.calendar import Unit
from tenants.regulation import Fact, Regulation, all_regulations, get_regulation, strictest_passwords
from tenants.regulation.base import DueDate
from tenants.regulation.model import PROVENANCE

CLAUSES = Path(__file__).parents[2] / "tenants" / "data" / "clauses.tsv"
CODES = ("hungyen-2025", "ninhbinh-2015", "thaibinh-2024", "thainguyen-2012", "vinhlong-2021")
every_regulation = pytest.mark.parametrize("regulation", [get_regulation(code) for code in CODES], ids=CODES)
regulations = st.sampled_from([get_regulation(code) for code in CODES])


def listed_clauses(prefix: str) -> set[str]:
    with CLAUSES.open(encoding="utf-8", newline="") as file:
        return {row["clause"] for row in csv.DictReader(file, delimiter="\t") if row["clause"].startswith(f"{prefix}.")}


def test_the_five_regulations_are_there() -> None:
    assert tuple(regulation.code for regulation in all_regulations()) == CODES
    assert get_regulation("vinhlong-2021") is get_regulation("vinhlong-2021")


@every_regulation
def test_values_cite_every_clause_of_the_regulation_and_no_other(regulation: Regulation) -> None:
    cited = {leaf.clause for leaf in regulation.walk()} - {""}
    assert cited == listed_clauses(regulation.identity.abbreviation)


@every_regulation
def test_every_value_says_where_it_comes_from(regulation: Regulation) -> None:
    for path, fact in regulation.facts():
        match fact.basis:
            case "default":
                assert not fact.clauses, path
            case "reading":
                assert fact.note, path
                assert fact.clause or fact.source, path
            case "text":
                assert fact.clause or fact.source, path


@every_regulation
def test_every_number_has_a_unit(regulation: Regulation) -> None:
    for path, fact in regulation.facts():
        if isinstance(fact, Fact) and type(fact.value) is int:
            assert fact.unit, path


@every_regulation
def test_paths_of_values_are_unique_and_values_readable(regulation: Regulation) -> None:
    paths = [path for path, _ in regulation.facts()]
    assert len(paths) == len(set(paths))
    assert all(leaf.path and isinstance(leaf.value, str) for leaf in regulation.walk())
    shown = {leaf.path: leaf.value for leaf in get_regulation("vinhlong-2021").walk()}
    assert shown["passwords.max_age"] == "3 calendar_months"
    assert shown["force.in_force_from"] == "unknown"


@every_regulation
def test_texts_are_in_both_languages(regulation: Regulation) -> None:
    for path, fact in regulation.facts():
        for name in vars(fact):
            if name.endswith("_vi") and f"{name[:-3]}_en" in vars(fact):
                assert bool(getattr(fact, name)) == bool(getattr(fact, f"{name[:-3]}_en")), path


@every_regulation
def test_required_sections_come_in_menu_order_each_once(regulation: Regulation) -> None:
    for kind in regulation.kinds:
        found = regulation.required_sections(kind)
        assert {"introduction", "news", "questions", "contacts"} <= {entry.key for entry in found}, kind
        assert [entry.section.order for entry in found] == sorted({entry.section.order for entry in found})


@every_regulation
def test_a_required_section_names_the_firmest_ground(regulation: Regulation) -> None:
    for kind in regulation.kinds:
        for entry in regulation.required_sections(kind):
            rows = [
                row
                for row in regulation.section_requirements.values()
                if entry.key in row.sections and kind in row.kinds
            ]
            assert "text" not in {row.basis for row in rows} or entry.requirement.basis == "text"


@every_regulation
def test_office_hours_can_be_counted_with(regulation: Regulation) -> None:
    hours = regulation.working_hours.hours()
    assert hours.morning == (dt.time(7, 30), dt.time(11, 30))
    assert regulation.working_hours.weekdays.value == (0, 1, 2, 3, 4)


@every_regulation
@pytest.mark.parametrize(("kind", "count"), [("quarter", 4), ("half_year", 2), ("year", 1)])
def test_report_periods_fill_the_year_without_gap(regulation: Regulation, kind: str, count: int) -> None:
    bounds = [regulation.report_period(kind, index, 2026) for index in range(1, count + 1)]
    assert bounds[0][0] == dt.date(2025, 12, 15)
    assert bounds[-1][1] == dt.date(2026, 12, 14)
    assert all(after[0] - before[1] == dt.timedelta(days=1) for before, after in itertools.pairwise(bounds))
    with pytest.raises(KeyError):
        regulation.report_period(kind, count + 1, 2026)


def test_laws_that_nobody_confirmed_for_a_year_are_found() -> None:
    regulation = get_regulation("hungyen-2025")
    soon, later = dt.date(2026, 12, 1), dt.date(2028, 1, 1)
    assert "corrections.answer_within" not in dict(regulation.to_check(soon))
    assert "corrections.answer_within" in dict(regulation.to_check(later))
    assert "features.search" in dict(regulation.to_check(soon))


@given(st.lists(regulations, min_size=1, max_size=6))
def test_the_strictest_rules_are_at_least_as_strict_as_each(chosen: list[Regulation]) -> None:
    combined = strictest_passwords(chosen)
    for rule in (regulation.passwords for regulation in chosen):
        assert combined.min_length.value >= rule.min_length.value
        assert combined.classes.value >= rule.classes.value
        assert combined.history.value >= rule.history.value
        assert rule.max_age.value is None or combined.max_age.value is not None
    ages = [combined.max_age.value] if combined.max_age.value else []
    assert all(age.unit is Unit.CALENDAR_MONTHS for age in ages)


@given(st.dates(dt.date(2000, 1, 1), dt.date(2100, 1, 1)), st.integers(1, 31), st.integers(0, 12), st.integers(0, 12))
def test_a_due_date_is_a_day_of_its_month(ends: dt.date, day: int, month: int, months_after: int) -> None:
    due = DueDate(day, month or None, months_after).after(ends)
    expected = (ends.year, month) if month else divmod(ends.year * 12 + ends.month - 1 + months_after, 12)
    assert (due.year, due.month) == (expected if month else (expected[0], expected[1] + 1))
    assert due.day == day or (due + dt.timedelta(days=1)).day == 1


def test_provenance_stays_out_of_the_shown_value() -> None:
    row = next(leaf for leaf in get_regulation("thainguyen-2012").walk() if leaf.path == "quotas.department")
    assert row.value.startswith("kind = department; amount = 2")
    assert not any(f"{name} = " in row.value for name in PROVENANCE)
