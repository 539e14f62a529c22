"""States of documents and plans by their dates, and numbers as people type them: pure rules."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.force import Force, Stage, force_on, plain_number, stage_on

DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))
MAYBE = st.none() | DAYS


@pytest.mark.parametrize(
    ("day", "state"),
    [
        (date(2026, 2, 28), Force.NOT_YET),
        (date(2026, 3, 1), Force.IN_FORCE),
        (date(2027, 6, 30), Force.IN_FORCE),
        (date(2027, 7, 1), Force.EXPIRED),
        (date(2028, 1, 1), Force.REPLACED),
    ],
)
def test_a_document_goes_through_its_states_on_the_days_themselves(day: date, state: Force) -> None:
    assert force_on(day, begins=date(2026, 3, 1), ends=date(2027, 7, 1), replaced=date(2028, 1, 1)) == state


@given(DAYS, DAYS, MAYBE, MAYBE, MAYBE)
def test_what_is_replaced_or_ended_never_comes_into_force_again(
    day: date, later: date, begins: date | None, ends: date | None, replaced: date | None
) -> None:
    first, last = sorted((day, later))
    states = [force_on(one, begins=begins, ends=ends, replaced=replaced) for one in (first, last)]
    order = [Force.NOT_YET, Force.IN_FORCE, Force.EXPIRED, Force.REPLACED]
    assert order.index(states[0]) <= order.index(states[1])


@pytest.mark.parametrize(
    ("day", "stage"),
    [
        (date(2025, 11, 30), Stage.DRAFT),
        (date(2025, 12, 1), Stage.APPROVED),
        (date(2026, 1, 1), Stage.RUNNING),
        (date(2030, 12, 31), Stage.RUNNING),
        (date(2031, 1, 1), Stage.ENDED),
    ],
)
def test_a_plan_goes_through_its_stages(day: date, stage: Stage) -> None:
    assert stage_on(day, decided=date(2025, 12, 1), first_year=2026, last_year=2030) == stage


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" 12 / 2026 / QĐ - UBND ", "12/2026/QĐ-UBND"),
        ("Số 12/2026/QĐ–UBND", "12/2026/QĐ-UBND"),
        ("số12/KH-UBND", "12/KH-UBND"),
        ("64/2025/QH15", "64/2025/QH15"),
        ("12/TBKL-Số hóa".replace("ố", "o\u0302\u0301"), "12/TBKL-Sốhóa"),
        ("", ""),
    ],
)
def test_a_number_is_kept_in_one_way_however_it_is_typed(typed: str, kept: str) -> None:
    assert plain_number(typed) == kept
