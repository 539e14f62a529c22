"""What a merged agency published counts for its successor, in the section that it stood in and with its own dates."""

from __future__ import annotations

from typing import Any

from qa_inbox.models import Question
from tenants.models import Agency
from tests.reporting.small_world import articles, question
from tests.reporting.test_figures import report_of
from tests.tenants.successions import carry_out, plan


def figures(report: Any, agency: Agency) -> Any:
    return next(line.figures for line in report.lines if line.agency == agency)


def test_publications_and_open_questions_of_a_merged_agency_are_the_successors(world: Any) -> None:
    articles(world.songphu, "news", ("2026-01-05 08:00", None))
    articles(world.tambinh, "news", ("2026-01-06 08:00", None))
    articles(world.tambinh, "legal_documents", ("2026-03-10 09:00", "2026-03-02"), ("2026-04-10 09:00", "2026-03-02"))
    asked = question(world.tambinh, "2026-06-01 08:00", "2026-06-12 17:00")
    Question.objects.filter(pk=asked.pk).update(confirmed_at=asked.received_at)
    before = report_of(world.vinhlong).total
    carry_out(plan("dissolve", [world.tambinh], [world.songphu]))
    report = report_of(world.vinhlong)
    heir = figures(report, world.songphu)
    assert heir.sections == {"news": 2, "legal_documents": 2}
    assert (heir.counts["in_time"], heir.counts["late"]) == (1, 1)
    assert heir.counts["open_overdue"] == 1
    assert not figures(report, world.tambinh).counts["published"]
    assert report.total.counts == before.counts and report.total.sections == before.sections
