from __future__ import annotations

from typing import Any

from django.contrib.postgres.search import SearchVectorField
from django.db.models import Func, Value
from django.db.models.functions import Coalesce, NullIf


class PlainWords(Func):
    """Words of texts as the search of the portal knows them: without diacritics and capitals (portal 0012)."""

    template = "to_tsvector('simple'::regconfig, cong_fold(cong_spelled(%(expressions)s)))"
    arg_joiner = " || ' ' || "
    output_field = SearchVectorField()


def _as_shown(public: str, asked: str) -> Coalesce:
    return Coalesce(NullIf(public, Value("")), asked)


def shown_subject() -> Any:
    """The subject alone, to put questions that have the words there first."""
    return PlainWords(_as_shown("public_subject", "subject"))


def shown_words() -> Any:
    """What readers see of a published question: its subject, its text and the answer; nothing else of the asker."""
    return PlainWords(_as_shown("public_subject", "subject"), _as_shown("public_body", "body"), "answer")
