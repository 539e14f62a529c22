"""Articles and questions on given days, made the way an accepted import makes them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import count
from typing import Any

from editorial.models import DecisionKind
from editorial.services import publish_many
from portal.bulk_pages import add_children
from portal.models import ArticlePage, SectionPage
from qa_inbox.models import Question, QuestionState
from tenants.calendar import ZONE
from tenants.models import Agency

_numbers = count(1)


def at(text: str) -> dt.datetime:
    """An instant in Vietnam: `at("2026-06-14 23:59")`."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=ZONE)


def articles(agency: Agency, section: str, *days: tuple[str, str | None]) -> Sequence[ArticlePage]:
    """Live articles in a section, one for each (first published, date of origin or None)."""
    parent = SectionPage.objects.get(agency=agency, key=section, locale__language_code="vi")
    pages = [
        ArticlePage(
            title=f"Tin số {number}",
            slug=f"tin-so-{number}",
            live=False,
            body=[],
            first_published_at=at(published),
            original_date=dt.date.fromisoformat(origin) if origin else None,
        )
        for number, (published, origin) in zip(_numbers, days, strict=False)
    ]
    add_children(parent, pages)
    publish_many(pages, kind=DecisionKind.IMPORT_ACCEPTED, actor=None, now=at("2026-12-31 12:00"))
    return pages


def question(agency: Agency, received: str, due: str, answered: str | None = None, **fields: Any) -> Question:
    """A question with its clock; answered where an instant is given."""
    state = QuestionState.ANSWERED if answered else QuestionState.RECEIVED
    signer = agency.memberships.get(role="signer").user
    values = {
        "agency": agency,
        "portal": agency,
        "name": "Nguyễn Văn Thử",
        "email": "thu@example.vn",
        "subject": "Thủ tục",
        "body": "Xin hỏi.",
        "consent_at": at(received),
        "received_at": at(received),
        "due_at": at(due),
        "regulation_code": agency.regulation.code,
        "state": state,
        "answer": "Xin trả lời." if answered else "",
        "answered_at": at(answered) if answered else None,
        "signed_by": signer if answered else None,
    }
    return Question.objects.create(**values | fields)
