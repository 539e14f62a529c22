"""Answered questions that a search finds. They are no pages, so they stand in a list of their own beside the texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.utils.safestring import SafeString

from portal.find import excerpts
from portal.find.query import Query
from portal.find.results import Asked
from tenants.providers import provided


@dataclass(frozen=True)
class Answer:
    """One row of the page."""

    heading: SafeString
    url: str
    agency: str
    answered_at: datetime
    excerpt: SafeString


def found(asked: Asked) -> Any:
    """Published questions that have the words, best first, a queryset; none in another language than Vietnamese."""
    if asked.language != "vi":
        return []
    return provided("questions_found", asked.portal, asked.query.matching(), province=asked.province, default=[])


def number(asked: Asked) -> int:
    """How many there are, whatever narrows the texts."""
    return Paginator(found(asked), 1).count


def rows(questions: Sequence[Any], query: Query) -> list[Answer]:
    """Of one page of them, in a fixed number of queries."""
    return [_answer(row["question"], row, query) for row in provided("question_rows", questions, default=[])]


def _answer(question: Any, row: dict[str, Any], query: Query) -> Answer:
    asked, answer = (excerpts.mark(text, query) for text in (question.published_body, question.answer))
    return Answer(
        heading=excerpts.mark(question.published_subject, query).whole(),
        url=row["url"],
        agency=row["agency"],
        answered_at=question.answered_at,
        excerpt=(answer if answer.spans or not asked.spans else asked).excerpt(),
    )
