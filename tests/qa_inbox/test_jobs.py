"""Reminders before and reports after the due instant: once each, whatever the runs."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from portal.celery import JOB_TABLE
from qa_inbox import services, tasks
from qa_inbox.models import Notice, Question
from security.jobs import run_job
from security.models import OutboxMail
from tenants.services import revoke_role
from tests.qa_inbox.factories import MONDAY, at, bring_to, make_question


def sent(prefix: str) -> list[str]:
    return sorted(OutboxMail.objects.filter(key__contains=prefix).values_list("to", flat=True))


@pytest.fixture
def question(world: Any) -> Question:
    """Due Monday 16 March at 17:00; assigned."""
    return bring_to(make_question(world.skhcn), "assigned", world.users, "skhcn")


def test_the_handler_is_reminded_once_a_working_day_before(question: Question) -> None:
    assert tasks.remind(at("2026-03-13", 7)) == ""
    assert tasks.remind(at("2026-03-13", 8)) == "1 sent"
    assert tasks.remind(at("2026-03-13", 8, 10)) == ""
    assert sent("reminder") == ["responder_skhcn@example.vn"]


def test_what_nobody_handles_reminds_all_who_could(world: Any) -> None:
    make_question(world.skhcn)
    tasks.remind(at("2026-03-16", 9))
    assert sent("reminder") == [f"{role}_skhcn@example.vn" for role in ("agency_admin", "responder", "signer")]


@pytest.mark.clause("VL.18.1ddc", "TN.14.4")
def test_an_overdue_answer_is_reported_to_head_and_office_once(world: Any, question: Question) -> None:
    assert tasks.escalate(question.due_at) == ""
    late = question.due_at + timedelta(seconds=1)
    assert tasks.escalate(late) == "1 sent"
    assert tasks.escalate(late + timedelta(days=30)) == ""
    assert sent("escalation") == [
        "office_hungyen@example.vn",
        "responder_skhcn@example.vn",
        "signer_skhcn@example.vn",
    ]
    assert Notice.objects.get().agency == world.skhcn


def test_a_run_that_comes_weeks_late_makes_up_for_it(question: Question) -> None:
    assert tasks.escalate(at("2026-06-01")) == "1 sent"
    assert tasks.remind(at("2026-06-01")) == "", "the report took the reminder's place"


def test_an_answered_question_and_a_waiting_one_disturb_nobody(world: Any) -> None:
    bring_to(make_question(world.skhcn), "answered", world.users, "skhcn")
    make_question(world.skhcn, human=False)
    assert tasks.remind(at("2026-03-16", 9)) == tasks.escalate(at("2026-06-01")) == ""


def test_a_new_due_instant_has_its_own_reminder(world: Any) -> None:
    question = make_question(world.snv)
    tasks.remind(at("2026-03-23", 9))
    handler = world.users["responder_snv"]
    services.send_progress_notice(question, date(2026, 4, 1), reason="", actor=handler, now=at("2026-03-23", 10))
    assert tasks.remind(at("2026-03-30", 9)) == ""
    assert tasks.remind(at("2026-03-31", 9)) == "1 sent"


def test_links_lead_to_the_agencys_work_area(question: Question) -> None:
    tasks.escalate(at("2026-04-01"))
    body = OutboxMail.objects.filter(key__contains="escalation").first().body_text
    assert f"http://cms.hungyen.localhost/a/{question.agency.slug}/questions/{question.pk}/" in body


def test_both_jobs_stand_in_the_table_and_run(world: Any) -> None:
    names = {row[1]: row[0] for row in JOB_TABLE}
    for function in ("qa_inbox.tasks.remind", "qa_inbox.tasks.escalate"):
        assert run_job(names[function], MONDAY).outcome == "done"


def test_the_number_of_queries_of_an_idle_run_is_one(world: Any, django_assert_num_queries: Any) -> None:
    for _ in range(5):
        make_question(world.skhcn)
    with django_assert_num_queries(1):
        tasks.remind(MONDAY)


def test_who_no_longer_handles_questions_is_not_reminded(world: Any, question: Question) -> None:
    gone = world.users["responder_skhcn"]
    revoke_role(gone, world.skhcn, "responder", actor=None, now=MONDAY)
    tasks.remind(at("2026-03-13", 8))
    tasks.escalate(question.due_at + timedelta(seconds=1))
    assert sent("reminder") == ["agency_admin_skhcn@example.vn", "signer_skhcn@example.vn"]
    assert gone.email not in sent("escalation")


def test_what_was_settled_meanwhile_is_not_reminded_of(world: Any, question: Question, monkeypatch: Any) -> None:
    """The sweep found the question; before its turn came, it was given another date."""
    send = tasks._send

    def answered_first(questions: Any, pk: int, *rest: Any) -> int:
        Question.objects.filter(pk=pk).update(remind_at=at("2026-03-20", 8), due_at=at("2026-03-23", 17))
        return send(questions, pk, *rest)

    monkeypatch.setattr(tasks, "_send", answered_first)
    assert tasks.remind(at("2026-03-13", 8)) == ""
    assert not Notice.objects.exists()
