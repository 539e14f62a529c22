"""The demo's questions: each goes through the same services as a real one, at the instants that the demo tells of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from qa_inbox import services
from qa_inbox.models import Question
from qa_inbox.services import Asked
from tenants.models import Agency
from tenants.roles import Role

HANDLED = ("assigned", "drafted", "awaiting_signoff", "answered_published", "answered_mailed")
OUT_OF_FIELD_REASON = "Nội dung câu hỏi thuộc thẩm quyền của cơ quan khác; đề nghị ông, bà liên hệ cơ quan đó."


def build_questions(agency: Agency, told: Iterable[Any], people: Mapping[str, Any], now: datetime) -> int:
    """Ask and handle the demo's questions of one agency. Returns how many; none where it has questions already."""
    if Question.objects.filter(agency=agency).exists():
        return 0
    count = 0
    for each in told:
        _build(agency, each, people, now)
        count += 1
    return count


def _build(agency: Agency, told: Any, people: Mapping[str, Any], now: datetime) -> None:
    responder = people[Role.RESPONDER]
    asked_at = now - timedelta(days=told.days_ago, hours=3)
    asked = Asked(name=told.asker, subject=told.subject, body=told.text, email=told.email)
    question = services.ask(agency, asked, human=True, now=asked_at)
    step = asked_at + timedelta(hours=1)
    if told.state == "out_of_field":
        services.tell_out_of_field(question, reason=told.answer or OUT_OF_FIELD_REASON, actor=responder, now=step)
    elif told.state in HANDLED:
        question = services.assign(question, responder, actor=responder, now=step)
        _answer(question, told, people, _answered_at(told, asked_at, now))


def _answer(question: Question, told: Any, people: Mapping[str, Any], at: datetime) -> None:
    responder, signer = people[Role.RESPONDER], people[Role.SIGNER]
    if told.state == "assigned":
        return
    question = services.save_draft(question, told.answer or "Dự thảo trả lời.", actor=responder, now=at)
    if told.state == "drafted":
        return
    question = services.request_signoff(question, actor=responder, now=at)
    if told.state != "awaiting_signoff":
        publish = told.state == "answered_published"
        services.sign(question, publish=publish, public_body=told.text, actor=signer, now=at + timedelta(minutes=30))


def _answered_at(told: Any, asked_at: datetime, now: datetime) -> datetime:
    days = told.answered_after if told.answered_after is not None else 1
    return min(asked_at + timedelta(days=days, hours=2), now - timedelta(minutes=45))
