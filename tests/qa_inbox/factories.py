"""Questions for the tests, made through the same services as the real ones."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from qa_inbox import services
from qa_inbox.models import Question
from tenants.calendar import ZONE
from tenants.models import Agency, CalendarYear

MONDAY = datetime(2026, 3, 2, 9, 30, tzinfo=ZONE)
"""An ordinary Monday; the weeks around it have no day off but weekends."""

PUBLIC = "Xin hỏi hồ sơ đăng ký hộ kinh doanh."
"""A question as it stands beside its published answer."""

STATES = ("received", "assigned", "drafted", "awaiting_signoff", "answered")


def make_question(
    agency: Agency, *, now: datetime = MONDAY, human: bool = True, klass: str = "", **details: Any
) -> Question:
    asked = {
        "name": "Trần Thị Bưởi",
        "email": "buoi@example.vn",
        "phone": "",
        "subject": "Thủ tục đăng ký hộ kinh doanh",
        "body": "Tôi muốn hỏi về hồ sơ.",
    } | details
    question = services.ask(agency, services.Asked(**asked), human=human, now=now)
    if klass:
        Question.objects.filter(pk=question.pk).update(klass=klass)
        question.refresh_from_db()
    return question


def bring_to(question: Question, state: str, people: Any, name: str, *, now: datetime = MONDAY) -> Question:
    """Takes a received question along the ordinary way to a state; `people[role_name]` are those of the world."""
    handler, signer = people[f"responder_{name}"], people[f"signer_{name}"]
    steps = [
        lambda q: services.assign(q, handler, actor=handler, now=now),
        lambda q: services.save_draft(q, "Mời ông bà nộp hồ sơ tại Bộ phận Một cửa.", actor=handler, now=now),
        lambda q: services.request_signoff(q, actor=handler, now=now),
        lambda q: services.sign(q, publish=True, public_body=PUBLIC, actor=signer, now=now),
    ]
    for take in steps[: STATES.index(state)]:
        question = take(question)
    return question


def at(day: date | str, hour: int = 9, minute: int = 0) -> datetime:
    """An instant of local time: at("2026-03-02", 8)."""
    parsed = date.fromisoformat(day) if isinstance(day, str) else day
    return datetime(parsed.year, parsed.month, parsed.day, hour, minute, tzinfo=ZONE)


def confirm_year(year: int = 2026) -> None:
    for province in Agency.objects.filter(province=None):
        CalendarYear.objects.get_or_create(province=province, year=year)
