"""The figures of a small world, counted by hand."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from editorial import services
from editorial.models import DecisionKind
from qa_inbox.models import EventKind, QuestionEvent, QuestionState
from reporting.figures import PUBLICATION, QUESTIONS, Report, total
from reporting.periods import choices, find
from reporting.queries import build_report
from tenants.clock import local_now
from tenants.models import Agency
from tests.reporting.small_world import articles, at, question

pytestmark = pytest.mark.django_db
NOW = at("2026-11-22 09:00")


def report_of(province: Agency, key: str = "2026-half_year-1", now: Any = NOW) -> Report:
    period = find(province.regulation, key)
    return build_report(province, Agency.objects.of_province(province), period, now=now)


def counts(report: Report, agency: Agency) -> dict[str, int]:
    figures = next(line.figures for line in report.lines if line.agency == agency)
    return {name: amount for name, amount in figures.counts.items() if amount}


@pytest.mark.clause("VL.28.2", "TB.13.7")
def test_articles_by_section_and_in_time(world: Any) -> None:
    articles(world.songphu, "news", ("2026-01-05 08:00", None), ("2026-01-06 08:00", "2025-01-01"))
    articles(
        world.songphu,
        "legal_documents",
        ("2026-03-10 09:00", "2026-03-02"),
        ("2026-04-10 09:00", "2026-03-02"),
        ("2026-04-10 09:00", None),
    )
    articles(world.snv, "news", ("2026-02-02 08:00", None))
    report = report_of(world.vinhlong)
    line = next(line for line in report.lines if line.agency == world.songphu)
    assert line.figures.sections == {"news": 2, "legal_documents": 3}
    assert counts(report, world.songphu) == {"published": 5, "in_time": 1, "late": 1, "no_date": 1, "no_rule": 2}
    assert report.total.counts["published"] == 6
    assert report.total.sections == {"news": 3, "legal_documents": 3}


@pytest.mark.clause("HY.22.5")
def test_the_ends_of_a_period_are_midnights_in_vietnam(world: Any) -> None:
    articles(
        world.skhcn,
        "news",
        ("2025-12-14 23:59", None),
        ("2025-12-15 00:00", None),
        ("2026-06-14 23:59", None),
        ("2026-06-15 00:00", None),
    )
    assert counts(report_of(world.hungyen), world.skhcn)["published"] == 2
    assert counts(report_of(world.hungyen, "2026-half_year-2"), world.skhcn)["published"] == 1
    assert counts(report_of(world.hungyen, "2026-year-1"), world.skhcn)["published"] == 3


@pytest.mark.clause("VL.28.1", "VL.28.2")
def test_a_quarter_counts_its_own_days_alone(world: Any) -> None:
    articles(world.snv, "news", ("2026-03-14 10:00", None), ("2026-03-15 10:00", None), ("2026-06-14 10:00", None))
    assert counts(report_of(world.vinhlong, "2026-quarter-1"), world.snv)["published"] == 1
    assert counts(report_of(world.vinhlong, "2026-quarter-2"), world.snv)["published"] == 2


def test_what_was_taken_off_since_still_counts(world: Any) -> None:
    (page,) = articles(world.skhcn, "news", ("2026-01-05 08:00", None))
    head = world.users["board_head_skhcn"]
    services.unpublish(page, actor=head, now=at("2026-02-01 08:00"), reason="Tin đã lỗi thời")
    assert counts(report_of(world.hungyen), world.skhcn)["published"] == 1


def test_questions_carried_over_received_settled_open(world: Any) -> None:
    commune = world.commune
    before = "2025-12-10 09:00"
    question(commune, before, "2025-12-20 17:00", "2025-12-12 09:00")  # settled before the period
    question(commune, before, "2025-12-20 17:00", "2025-12-19 09:00")  # carried over, in time
    question(commune, before, "2025-12-20 17:00", "2025-12-22 09:00")  # carried over, late
    question(commune, "2026-05-04 09:00", "2026-05-18 17:00", "2026-05-18 17:00")  # at the due instant: in time
    question(commune, "2026-05-04 09:00", "2026-05-18 17:00", "2026-05-18 17:01")  # late
    question(commune, "2026-06-10 09:00", "2026-06-24 17:00", "2026-06-20 09:00")  # open at the end, not due
    question(commune, "2026-05-20 09:00", "2026-06-03 17:00")  # open and overdue
    question(commune, "2026-06-15 00:00", "2026-06-29 17:00")  # after the period
    question(commune, "2026-05-20 09:00", "2026-06-03 17:00", state=QuestionState.UNCONFIRMED)  # not confirmed
    strange = question(commune, "2026-05-20 09:00", "2026-06-03 17:00", state=QuestionState.OUT_OF_FIELD)
    QuestionEvent.objects.create(
        question=strange, agency=commune, at=at("2026-05-21 09:00"), kind=EventKind.TOLD_OUT_OF_FIELD
    )
    assert counts(report_of(world.hungyen), commune) == {
        "carried_over": 2,
        "received": 5,
        "answered_in_time": 2,
        "answered_late": 2,
        "open_in_time": 1,
        "open_overdue": 1,
        "out_of_field": 1,
    }


def test_a_running_period_is_counted_up_to_now(world: Any) -> None:
    question(world.commune, "2026-05-04 09:00", "2026-05-18 17:00")
    early, late = (report_of(world.hungyen, now=at(day)) for day in ("2026-05-10 09:00", "2026-05-20 09:00"))
    assert counts(early, world.commune) == {"received": 1, "open_in_time": 1}
    assert counts(late, world.commune) == {"received": 1, "open_overdue": 1}
    assert early.is_running
    assert not report_of(world.hungyen).is_running


def test_the_parts_make_up_the_whole(world: Any) -> None:
    articles(world.songphu, "statistics", ("2026-01-05 08:00", "2026-01-02"), ("2026-05-05 08:00", "2026-01-02"))
    question(world.songphu, "2025-11-10 09:00", "2025-12-20 17:00")
    question(world.songphu, "2026-05-04 09:00", "2026-05-18 17:00", "2026-05-18 17:00")
    found = report_of(world.vinhlong).total.counts
    assert found["published"] == sum(found[name] for name in PUBLICATION[1:]) == sum(total([]).sections.values()) + 2
    assert sum(found[name] for name in QUESTIONS[:2]) == sum(found[name] for name in QUESTIONS[2:]) == 2


def test_decisions_and_their_mean_time(world: Any) -> None:
    author, head = world.users["author_skhcn"], world.users["board_head_skhcn"]
    first, second = articles(world.skhcn, "news", ("2026-01-05 08:00", None), ("2026-01-05 09:00", None))
    for page, kind in ((first, DecisionKind.APPROVED), (second, DecisionKind.RETURNED)):
        page.title += " (sửa)"
        page.save_revision(user=author)
        task = services.submit(page, actor=author, now=at("2026-02-02 08:00"))
        type(task).objects.filter(pk=task.pk).update(started_at=at("2026-02-02 08:00"))
        if kind == DecisionKind.APPROVED:
            services.approve(page, actor=head, now=at("2026-02-02 10:00"))
        else:
            services.request_clarification(page, actor=head, now=at("2026-02-02 14:00"), note="Bổ sung nguồn")
    report = report_of(world.hungyen)
    found = counts(report, world.skhcn)
    assert (found["approved"], found["returned"]) == (1, 1)
    assert report.total.mean_hours == 4.0
    running = next(row for row in choices(world.hungyen.regulation, local_now().date()) if row.kind == "half_year")
    assert counts(report_of(world.hungyen, running.key, local_now()), world.skhcn)["submitted"] == 2


@pytest.mark.clause("TB.12.6", "HY.18.9")
def test_the_number_of_queries_does_not_grow_with_the_agencies(world: Any) -> None:
    report_of(world.hungyen)
    with CaptureQueriesContext(connection) as few:
        report_of(world.hungyen)
    more = [
        Agency(name=f"Xã {number}", slug=f"xa-{number}", kind="commune", province=world.hungyen, parent=world.hungyen)
        for number in range(30)
    ]
    Agency.objects.bulk_create(more)
    articles(world.commune, "news", *[("2026-01-05 08:00", "2026-01-02")] * 20)
    with CaptureQueriesContext(connection) as many:
        assert len(report_of(world.hungyen).lines) == 33
    assert len(many) == len(few) <= 14


def test_another_provinces_figures_stay_there(world: Any) -> None:
    articles(world.songphu, "news", ("2026-01-05 08:00", None))
    question(world.songphu, "2026-05-04 09:00", "2026-05-18 17:00")
    assert not any(report_of(world.hungyen).total.counts.values())
