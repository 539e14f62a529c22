"""The list of clauses that software can serve, and how their ids are written in running text."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

CLAUSES_FILE = Path(__file__).parents[1] / "data" / "clauses.tsv"
AREAS = ("tenants", "content", "editorial", "qa_inbox", "security", "reporting")

_TAIL = r"\d+(?:bis)?[a-z]*(?:\.\d+[a-z]*)*"
_WHOLE = re.compile(rf"[A-Z]{{2,4}}\.{_TAIL}")
_RANGE_END = re.compile(rf"\s?[-–]\s?([A-Z]{{2,4}}\.{_TAIL}|{_TAIL}|[a-z]{{1,3}}\b)")
_PARTS = re.compile(r"(\d+)(bis)?([a-z]*)(?:\.(\d+)([a-z]*))?(?:\.(\d+))?$")


@dataclass(frozen=True)
class Clause:
    """One clause: id, the area of the system that serves it, and what it asks in our own words."""

    id: str
    area: str
    obligation_en: str
    obligation_vi: str

    @property
    def regulation(self) -> str:
        """Abbreviation of the regulation, the first part of the id."""
        return self.id.partition(".")[0]

    @property
    def place_vi(self) -> str:
        """Where the clause stands, as a Vietnamese reader cites it; letters that divide a point are kept."""
        match = _PARTS.match(self.id.partition(".")[2])
        if match is None:
            raise ValueError(f"{self.id}: not the id of a clause")
        article, second, letters, paragraph, point, sub = match.groups()
        words = [f"Điều {article}" + (" (thứ hai)" if second else "")]
        if paragraph:
            words.append(f"khoản {paragraph}")
        if mark := (letters or point or sub):
            words.append(f"mục {mark.replace('dd', 'đ')}")
        return ", ".join(words)


@cache
def load_clauses(path: Path = CLAUSES_FILE) -> tuple[Clause, ...]:
    """All clauses in the order of the regulations. ValueError names a line that is incomplete or repeats an id."""
    clauses: dict[str, Clause] = {}
    with path.open(encoding="utf-8", newline="") as lines:
        for number, row in enumerate(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE), start=2):
            clause = Clause(row["clause"], row["area"], row["obligation"], row["obligation_vi"])
            named = _WHOLE.fullmatch(clause.id) and clause.area in AREAS
            if not (named and clause.obligation_en and clause.obligation_vi):
                raise ValueError(f"{path.name}, line {number}: id, area or a wording is missing")
            if clause.id in clauses:
                raise ValueError(f"{path.name}, line {number}: {clause.id} stands there twice")
            clauses[clause.id] = clause
    return tuple(clauses.values())


@cache
def clause_ids() -> tuple[str, ...]:
    """Ids of all clauses, in order."""
    return tuple(clause.id for clause in load_clauses())


@cache
def _id_pattern() -> re.Pattern[str]:
    """Ids of any regulation on the list."""
    abbreviations = dict.fromkeys(clause.regulation for clause in load_clauses())
    return re.compile(rf"\b(?:{'|'.join(abbreviations)})\.{_TAIL}")


def cited_in(text: str) -> list[tuple[int, str]]:
    """Every id in a text with its offset, ranges spelled out in the order of the list; ids off the list included."""
    found: list[tuple[int, str]] = []
    for match in _id_pattern().finditer(text):
        found.append((match.start(), match.group()))
        if end := _RANGE_END.match(text, match.end()):
            found.extend((match.start(), clause) for clause in _up_to(match.group(), end.group(1)))
    return found


def _up_to(first: str, tail: str) -> tuple[str, ...]:
    """The ids after `first` up to the one that `tail` names, whole, without its regulation, or by its last letters."""
    ids = clause_ids()
    for last in (tail, f"{first.partition('.')[0]}.{tail}", re.sub(r"[a-z]+$", tail, first)):
        if first in ids and last in ids and ids.index(last) > ids.index(first):
            return ids[ids.index(first) + 1 : ids.index(last) + 1]
    return ()


def is_known(clause: str) -> bool:
    """Whether an id is on the list, or is the article or paragraph above one that is."""
    return clause in clause_ids() or any(known.startswith(clause) and _splits(known, clause) for known in clause_ids())


def _splits(known: str, above: str) -> bool:
    """Whether `above` ends where a part of `known` begins: TN.1 is above TN.1.3, not above TN.14."""
    return not (above[-1].isdigit() and known[len(above)].isdigit())
