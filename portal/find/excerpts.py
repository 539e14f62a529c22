"""Which words of a result are shown and marked: by the very rules by which it was found.

PostgreSQL's ts_headline cuts texts into words by rules of its own (12/2025/NĐ-CP is a path of a file to it), so the ten
texts of a page of results are marked here.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from portal.find.folding import WORD, fold, words
from portal.find.query import Query

EXCERPT = 260
BEFORE = 60
LONGEST = 20_000
"""Characters of a text that are looked through for an excerpt."""

Span = tuple[int, int]


@dataclass(frozen=True)
class Marked:
    """A text and where in it the query's words stand."""

    text: str
    spans: list[Span]

    def whole(self) -> SafeString:
        return _html(self.text, self.spans)

    def excerpt(self) -> SafeString:
        """The part with the most different hits, cut at words; the beginning if there is none."""
        start = _start(self.text, self.spans)
        end = _after_word(self.text, start + EXCERPT)
        inside = [(max(a, start) - start, b - start) for a, b in self.spans if b > start and b <= end]
        html = _html(self.text[start:end], inside)
        return mark_safe(f"{'… ' if start else ''}{html}{' …' if end < len(self.text) else ''}")  # noqa: S308 - escaped


def mark(text: str, query: Query) -> Marked:
    """Where words, rows of words and the beginning of the query stand, whatever their diacritics."""
    text = " ".join(unicodedata.normalize("NFC", text[:LONGEST]).split())
    tokens = [(plain, span) for plain, span in _tokens(text)]
    by_first: dict[str, list[tuple[str, ...]]] = {}
    for row in query.sequences():
        by_first.setdefault(row[0], []).append(row)
    spans = []
    for place, (plain, span) in enumerate(tokens):
        for row in by_first.get(plain, ()):
            if tuple(word for word, _ in tokens[place : place + len(row)]) == row:
                spans.append((span[0], tokens[place + len(row) - 1][1][1]))
        if query.beginning and plain.startswith(query.beginning):
            spans.append(span)
    return Marked(text, _merged(spans, text))


def covers(text: str, query: Query) -> bool:
    """Whether all words of the query stand in a text by themselves, without full forms of abbreviations."""
    there = {plain for plain, _span in _tokens(text[:LONGEST])}
    asked = [word for term in query.wanted for word in term.folded]
    missing = {word for word in asked if word not in there} - {query.beginning}
    begun = not query.beginning or any(word.startswith(query.beginning) for word in there)
    return begun and not missing


def _tokens(text: str) -> Iterator[tuple[str, Span]]:
    for found in WORD.finditer(text):
        for word in _plain(found[0]):
            yield word, found.span()


@lru_cache(maxsize=20_000)
def _plain(token: str) -> tuple[str, ...]:
    """Folded; texts repeat the same few thousand syllables."""
    return tuple(fold(word) for word in words(token))


def _merged(spans: list[Span], text: str) -> list[Span]:
    """Neighbours as one: <mark>đất đai</mark>."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and not text[merged[-1][1] : start].strip():
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _start(text: str, spans: list[Span]) -> int:
    """Where the excerpt begins: some words before the hits that stand closest together."""
    if not spans or spans[0][1] < EXCERPT - BEFORE and len(spans) == 1 or len(text) <= EXCERPT:
        return 0
    best = max(spans, key=lambda span: (_kinds(text, spans, span[0]), -span[0]))[0]
    if best <= BEFORE:
        return 0
    space = text.find(" ", best - BEFORE)
    return space + 1 if 0 <= space < best else best


def _kinds(text: str, spans: list[Span], start: int) -> int:
    """How many different words are hit within an excerpt from here."""
    inside = [text[a:b].casefold() for a, b in spans if a >= start and b <= start + EXCERPT - BEFORE]
    return len(set(inside))


def _after_word(text: str, end: int) -> int:
    if end >= len(text):
        return len(text)
    space = text.rfind(" ", 0, end)
    return space if space > end - BEFORE else end


def _html(text: str, spans: list[Span]) -> SafeString:
    parts, last = [], 0
    for start, end in spans:
        parts += [escape(text[last:start]), "<mark>", escape(text[start:end]), "</mark>"]
        last = end
    return mark_safe("".join([*parts, escape(text[last:])]))  # noqa: S308 - every piece is escaped
