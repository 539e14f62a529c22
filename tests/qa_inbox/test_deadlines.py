"""When an answer is due under each regulation, day by day."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa_inbox.deadlines import Deadline, ImpossibleDate, deadline
from qa_inbox.models import QuestionClass
from qa_inbox.traces import REASON_LABELS
from tenants.calendar import REASONS, Calendar
from tenants.official_days import initial_days
from tenants.regulation import get_regulation
from tests.qa_inbox.factories import at
from tests.tenants.calendars import HOURS, instants, vietnam

TN, VL = "thainguyen-2012", "vinhlong-2021"
TET = "2026-02-16"
CLASSES = ("in_competence", "several_sectors", "special_study")


def due_under(code: str, klass: str, start: datetime, **more: Any) -> Deadline:
    calendar = vietnam(2026, 2027)
    return deadline(klass, start=start, regulation=get_regulation(code), calendar=calendar, **more)


@pytest.mark.clause("TN.14.4a")
@pytest.mark.parametrize(
    ("start", "due"),
    [
        ("2026-03-02 08:00", "2026-03-06"),  # Monday at eight: that day is day 1
        ("2026-03-02 08:01", "2026-03-09"),  # a minute later: Tuesday is day 1
        ("2026-03-06 23:59", "2026-03-13"),  # Friday night
        ("2026-03-07 07:00", "2026-03-13"),  # a Saturday never is day 1
    ],
)
def test_a_question_within_competence_is_due_on_the_fifth_working_day(start: str, due: str) -> None:
    day, hour = start.split()
    found = due_under(TN, "in_competence", at(day, *map(int, hour.split(":"))))
    assert found.due.instant.date() == date.fromisoformat(due)
    assert (found.clause, found.basis) == ("TN.14.4a", "text")


@pytest.mark.clause("TN.14.4b")
def test_several_sectors_have_ten_working_days() -> None:
    found = due_under(TN, "several_sectors", at("2026-03-02", 9))
    assert found.due.instant.date() == date(2026, 3, 16)
    assert found.clause == "TN.14.4b"


@pytest.mark.clause("TN.14.4c")
def test_an_appointed_date_lies_within_fifteen_working_days() -> None:
    start = at("2026-03-02", 9)
    assert due_under(TN, "special_study", start).due.instant.date() == date(2026, 3, 23)
    last = due_under(TN, "special_study", start, appointed_on=date(2026, 3, 23))
    assert last.due.instant == at("2026-03-23", 17)
    sooner = due_under(TN, "special_study", start, appointed_on=date(2026, 3, 11))
    assert sooner.due.instant == at("2026-03-11", 17)
    assert sooner.due.trace[-1].date == date(2026, 3, 11)
    for day, reason in ((date(2026, 3, 24), "too_late"), (date(2026, 3, 14), "day_off")):
        with pytest.raises(ImpossibleDate) as error:
            due_under(TN, "special_study", start, appointed_on=day)
        assert error.value.reason == reason


@pytest.mark.clause("TN.14.4")
def test_days_off_around_tet_are_not_counted_and_the_trace_says_so() -> None:
    found = due_under(TN, "in_competence", at("2026-02-12", 9))
    skipped = {line.date for line in found.due.trace if not line.counted}
    assert date.fromisoformat(TET) in skipped
    counted = [line.date for line in found.due.trace if line.counted]
    assert len(counted) == 5
    assert not {day.date for day in initial_days([2026]) if day.kind == "holiday"} & set(counted)


@pytest.mark.clause("VL.18.1ddc")
def test_vinh_long_has_fifteen_working_days_for_every_class() -> None:
    dues = {klass: due_under(VL, klass, at("2026-03-02", 9)) for klass in CLASSES}
    assert {found.due.instant.date() for found in dues.values()} == {date(2026, 3, 23)}
    assert {found.office_sees_at for found in dues.values()} == {at("2026-03-23", 17)}


@pytest.mark.parametrize("code", ["hungyen-2025", "thaibinh-2024"])
def test_where_the_regulation_is_silent_the_default_says_so(code: str) -> None:
    found = due_under(code, "in_competence", at("2026-03-02", 9))
    assert (found.basis, found.due.instant.date()) == ("default", date(2026, 3, 16))


@settings(max_examples=60, deadline=None)
@given(start=instants, code=st.sampled_from([TN, VL, "hungyen-2025"]), klass=st.sampled_from(CLASSES))
def test_reminder_comes_before_the_due_instant_and_the_due_instant_after_receipt(
    start: datetime, code: str, klass: str
) -> None:
    calendar = Calendar.build(HOURS, initial_days([2025, 2026, 2027]))
    found = deadline(klass, start=start, regulation=get_regulation(code), calendar=calendar)
    assert start < found.due.instant
    assert found.remind_at < found.due.instant
    assert start < found.triage_at


def test_each_reason_of_a_trace_has_its_label_and_each_class_its_rule() -> None:
    assert set(REASON_LABELS) == set(REASONS)
    assert {*CLASSES, "out_of_field"} == set(QuestionClass.values)
