"""Common abbreviations and their full words, from abbreviations.toml."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

from portal.find.folding import folded

Words = tuple[str, ...]
FILE = Path(__file__).with_name("abbreviations.toml")
OPTIONAL = re.compile(r"\((.*?)\) ?")


@cache
def groups() -> list[tuple[list[Words], list[Words]]]:
    """(short forms, full forms) that mean the same, as folded words."""
    return [
        ([_words(form) for form in short.split(",")], [_words(OPTIONAL.sub(kept, full)) for kept in (r"\1 ", "")])
        for short, full in tomllib.loads(FILE.read_text()).items()
    ]


@cache
def alternatives() -> dict[Words, tuple[Words, ...]]:
    """Words → all others that mean the same."""
    known: dict[Words, dict[Words, None]] = {}
    for shorts, fulls in groups():
        same = [*shorts, *fulls]
        for form in same:
            known.setdefault(form, {}).update(dict.fromkeys(other for other in same if other != form))
    return {form: tuple(others) for form, others in known.items()}


@cache
def longest() -> int:
    return max(map(len, alternatives()))


@cache
def short_forms() -> frozenset[Words]:
    return frozenset(form for shorts, _fulls in groups() for form in shorts)


def _words(text: str) -> Words:
    return tuple(folded(text).split())
