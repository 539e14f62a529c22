"""What a reader typed, and what PostgreSQL is asked for it.

The language is the one of every search engine: words (all of them), "words in quotes" side by side, -word for what
must not be there; the last word may be a beginning. What is written together with signs (12/2025/NĐ-CP, COVID-19)
stands side by side too. `websearch_to_tsquery` knows neither beginnings nor alternatives, so the query is put together
here: every word in it is letters and digits alone, in quotes.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from portal.find.abbreviations import Words, alternatives, longest, short_forms
from portal.find.folding import fold, words

MAX_QUERY = 200
MAX_WORDS = 24
MAX_PAIRS = 8
PREFIX_FROM = 3
"""A shorter last word is not taken for a beginning: "xã" would find xanh and xay."""
QUOTES = str.maketrans("“”„«»", '"""""')
CHUNK = re.compile(r'(?P<minus>(?<!\S)-(?=["\w]))?(?:"(?P<phrase>[^"]*)"?|(?P<chunk>[^\s"]+))')
NUMBER = re.compile(r"\d+\w*(?:\s*/\s*\w+)+(?:-\w+|\s*-\s+\w+)*")
"""A document's number as people type it: 12/2025/NĐ-CP, 12 / 2025 / nd - cp."""


@dataclass(frozen=True)
class Term:
    """Words that belong together. `spelled` and `folded` go side by side; `near`: they must stand in this order."""

    spelled: Words
    folded: Words
    near: bool = False
    excluded: bool = False
    number: bool = False
    quoted: bool = False

    @property
    def key(self) -> str:
        """How a document's number is compared: 12-2025-nd-cp."""
        return "-".join(self.folded)


@dataclass(frozen=True)
class Query:
    """A parsed query. False when it names nothing that could be found."""

    typed: str
    terms: tuple[Term, ...]

    def __bool__(self) -> bool:
        return any(not term.excluded for term in self.terms)

    @property
    def wanted(self) -> list[Term]:
        return [term for term in self.terms if not term.excluded]

    @property
    def numbers(self) -> list[str]:
        """Keys of the document numbers in it."""
        return [term.key for term in self.wanted if term.number]

    @property
    def beginning(self) -> str:
        """The last word, folded, if it may be a beginning of a longer one."""
        last = self.terms[-1] if self.terms else None
        if last is None or last.excluded or last.quoted or len(last.folded[-1]) < PREFIX_FROM:
            return ""
        return last.folded[-1]

    def matching(self) -> str:
        """The tsquery of what is found, over folded words."""
        last = self.terms[-1]
        wanted = " & ".join(_alternatives(term, bool(self.beginning) and term is last) for term in self.wanted)
        unwanted = "".join(f" & !({_row(term.folded)})" for term in self.terms if term.excluded)
        return f"({wanted}){unwanted}"

    def whole(self) -> str:
        """The same for the order: whole words only, nothing excluded."""
        return " & ".join(_alternatives(term) for term in self.wanted)

    def exact(self) -> str:
        """The tsquery over words as spelled, of those that were typed with diacritics; empty: none were."""
        typed = (word for term in self.wanted for word in term.spelled)
        return " & ".join(_quoted(word) for word in typed if word != fold(word))

    def neighbours(self) -> list[str]:
        """The tsqueries of two words each that were typed side by side: most words of Vietnamese are two syllables."""
        pairs = [pair for term in self.wanted if not term.near for pair in pairwise(term.folded)]
        return [_row(pair) for pair in pairs[:MAX_PAIRS]]

    def sequences(self) -> list[Words]:
        """Rows of folded words that an excerpt marks."""
        found: list[Words] = []
        for term in self.wanted:
            found += [term.folded] if term.near else [(word,) for word in term.folded]
            found += [other for part in _parts(term) for other in alternatives().get(part, ())]
        return found


def parse(typed: str) -> Query:
    """Never fails: what is no word is left out, what is too long is cut."""
    clean = unicodedata.normalize("NFKC", typed[: 4 * MAX_QUERY].replace("\x00", " ").translate(QUOTES))
    clean = " ".join(clean.split())[:MAX_QUERY]
    compact = NUMBER.sub(lambda found: re.sub(r"\s+", "", found[0]), clean)
    return Query(clean, tuple(_bounded(_terms(compact))))


def beginnings(text: str) -> str:
    """The tsquery over folded text of all its words, the last of which may be a beginning."""
    return " & ".join(map(_quoted, text.split())) + ":*"


def _terms(text: str) -> Iterator[Term]:
    """Plain words that follow each other are one term, so that full forms of abbreviations are seen."""
    loose: list[str] = []
    for found in CHUNK.finditer(text):
        excluded, quoted = found["minus"] is not None, found["phrase"] is not None
        parts = words(found["phrase"] if quoted else found["chunk"])
        if len(parts) == 1 and not excluded and not quoted:
            loose += parts
            continue
        if loose:
            yield _term(loose)
            loose = []
        if parts:
            number = not quoted and len(parts) > 1 and parts[0][0].isdigit()
            yield _term(parts, near=True, excluded=excluded, number=number, quoted=quoted)
    if loose:
        yield _term(loose)


def _term(parts: list[str], **more: bool) -> Term:
    pairs = [(word, fold(word)) for word in parts if fold(word)]
    return Term(tuple(word for word, _ in pairs), tuple(plain for _, plain in pairs), **more)


def _bounded(terms: Iterator[Term]) -> Iterator[Term]:
    left = MAX_WORDS
    for term in terms:
        if left > 0 and term.folded:
            yield Term(term.spelled[:left], term.folded[:left], term.near, term.excluded, term.number, term.quoted)
            left -= len(term.folded)


def _parts(term: Term) -> Iterator[Words]:
    """The words of a term, cut so that the longest known abbreviations and full forms stay whole."""
    place = 0
    while place < len(term.folded):
        size = 1 if term.number else _known_at(term, place)
        yield term.folded[place : place + size]
        place += size


def _known_at(term: Term, place: int) -> int:
    for size in range(min(longest(), len(term.folded) - place), 0, -1):
        piece = term.folded[place : place + size]
        if piece in alternatives() and (piece not in short_forms() or _only_d(term.spelled[place : place + size])):
            return size
    return 1


def _only_d(spelled: Words) -> bool:
    """Of diacritics an abbreviation has đ alone."""
    return all(fold(word) == word.replace("đ", "d") for word in spelled)


def _alternatives(term: Term, beginning: bool = False) -> str:
    """One term, each known part of it with what means the same."""
    found: list[str] = []
    parts = list(_parts(term))
    for place, part in enumerate(parts, 1):
        last = place == len(parts)
        own = _row(part, beginning=beginning and last) if term.near or len(part) == 1 else _all(part)
        others = () if term.number else alternatives().get(part, ())
        found.append(f"({' | '.join([own, *map(_row, others)])})" if others else f"({own})")
    return f"({' <-> '.join(found)})" if term.near else f"({' & '.join(dict.fromkeys(found))})"


def _all(part: Words) -> str:
    return "(" + " & ".join(map(_quoted, part)) + ")"


def _row(part: Words, beginning: bool = False) -> str:
    return "(" + " <-> ".join(map(_quoted, part)) + (":*)" if beginning else ")")


def _quoted(word: str) -> str:
    return f"'{word}'"
