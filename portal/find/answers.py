"""Answered questions that a search finds. They are no pages, so they stand in a list of their own beside the texts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Paginator
from django.utils import timezone

from portal.find import excerpts
from portal.find.query import Query
from portal.find.results import Asked, Result
from tenants.providers import provided


def found(asked: Asked) -> Any:
    """Published questions that have the words, best first, a queryset; none in another language than Vietnamese."""
    if asked.language != "vi":
        return []
    return provided("questions_found", asked.portal, asked.query.matching(), province=asked.province, default=[])


def number(asked: Asked) -> int:
    """How many there are, whatever narrows the texts."""
    return Paginator(found(asked), 1).count


def rows(questions: Sequence[Any], query: Query) -> list[Result]:
    """Of one page of them, in a fixed number of queries."""
    return [_result(query, **row) for row in provided("question_rows", questions, default=[])]


def _result(query: Query, question: Any, agency: str, url: str) -> Result:
    asked, answer = (excerpts.mark(text, query) for text in (question.published_body, question.answer))
    return Result(
        title=question.published_subject,
        heading=excerpts.mark(question.published_subject, query).whole(),
        url=url,
        kind=str(question._meta.verbose_name),
        agency=agency,
        section="",
        number="",
        dated_on=timezone.localdate(question.answered_at),
        excerpt=(answer if answer.spans or not asked.spans else asked).excerpt(),
        archive_of="",
    )
