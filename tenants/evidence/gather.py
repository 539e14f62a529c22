"""Puts the evidence together: what each clause asks beside the values, the code and the tests that serve it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from tenants.evidence.clauses import Clause, load_clauses
from tenants.evidence.proofs import cited_by_tests
from tenants.evidence.sources import Place, cited_by_code
from tenants.evidence.wording import BASIS_VI, laws_vi, note_vi, value_vi
from tenants.regulation import Regulation, Sourced, all_regulations, get_regulation

State = Literal["proven", "served", "recorded", "open"]
STATES: tuple[State, ...] = ("proven", "served", "recorded", "open")


@dataclass(frozen=True)
class Value:
    """One value of a regulation file: file, key, the value in Vietnamese words, and where it comes from."""

    regulation: str
    key: str
    value: str
    basis: str
    note: str = ""
    cites: tuple[str, ...] = ()
    checked_on: str = ""

    @property
    def source_vi(self) -> str:
        """Where the value comes from: the text, a reading or the default; the laws it rests on, and when compared."""
        source = [BASIS_VI[self.basis]]
        if self.cites:
            source.append("theo " + ", ".join(self.cites))
            source.append(f"đối chiếu {self.checked_on}" if self.checked_on else "chưa đối chiếu")
        return "; ".join(source)


@dataclass(frozen=True)
class Evidence:
    """What serves one clause.

    Proven: a test cites it; served: code does; recorded: only a regulation file holds it; open: nothing does.
    """

    clause: Clause
    values: tuple[Value, ...]
    code: tuple[Place, ...]
    tests: tuple[Place, ...]

    @property
    def state(self) -> State:
        if self.tests:
            return "proven"
        if self.code:
            return "served"
        return "recorded" if self.values else "open"

    def as_dict(self) -> dict[str, Any]:
        """For machines: plain types only."""
        clause = self.clause
        return {
            "clause": clause.id,
            "regulation": clause.regulation,
            "area": clause.area,
            "obligation": {"vi": clause.obligation_vi, "en": clause.obligation_en},
            "state": self.state,
            "values": [dict(vars(value), cites=list(value.cites)) for value in self.values],
            "code": [str(place) for place in self.code],
            "tests": [str(place) for place in self.tests],
        }


@dataclass(frozen=True)
class Report:
    """All evidence; `regulations` by abbreviation; `unknown`: places that cite ids which are not on the list."""

    rows: tuple[Evidence, ...]
    regulations: dict[str, Regulation]
    defaults: tuple[Value, ...]
    unknown: dict[str, tuple[Place, ...]]

    def counts(self, attribute: Literal["regulation", "area"]) -> dict[str, Counter[str]]:
        """Number of clauses by state for each regulation or area, in the order of the list."""
        found: dict[str, Counter[str]] = {}
        for row in self.rows:
            found.setdefault(getattr(row.clause, attribute), Counter())[row.state] += 1
        return found

    def as_dict(self) -> dict[str, Any]:
        return {
            "summary": {name: {k: dict(v) for k, v in self.counts(name).items()} for name in ("regulation", "area")},
            "clauses": [row.as_dict() for row in self.rows],
            "unknown": {clause: [str(place) for place in places] for clause, places in self.unknown.items()},
        }


@dataclass(frozen=True)
class ClauseValues:
    """One clause with the values that the regulation's file holds for it."""

    clause: Clause
    values: tuple[Value, ...]

    def speaks_of(self, words: str) -> bool:
        """Whether the id, the place or the wording holds the words."""
        clause = self.clause
        text = " ".join((clause.id, clause.place_vi, clause.obligation_vi, clause.obligation_en))
        return words.casefold() in text.casefold()


@cache
def regulation_rows(code: str) -> tuple[ClauseValues, ...]:
    """The clauses of one regulation in its order, each with its values; reads no file but the regulation's."""
    regulation = get_regulation(code)
    values = _values_by_clause([regulation])
    for of_clause in values.values():
        of_clause[:] = [value for value in of_clause if not value.key.endswith("_en")]  # the twin says it in Vietnamese
    mine = (clause for clause in load_clauses() if clause.regulation == regulation.identity.abbreviation)
    return tuple(ClauseValues(clause, tuple(values.get(clause.id, ()))) for clause in mine)


def gather(root: Path) -> Report:
    """Reads the regulation files and the project's own files below `root`; runs nothing."""
    regulations = {regulation.identity.abbreviation: regulation for regulation in all_regulations()}
    values = _values_by_clause(regulations.values())
    code, unknown = cited_by_code(root)
    tests = cited_by_tests(root)
    rows = tuple(
        Evidence(
            clause,
            tuple(values.get(clause.id, ())),
            tuple(sorted(code.get(clause.id, ()))),
            tuple(sorted(tests.get(clause.id, ()))),
        )
        for clause in load_clauses()
    )
    known = {clause.id for clause in load_clauses()}
    for clause, places in tests.items():
        if clause not in known:
            unknown.setdefault(clause, set()).update(places)
    by_place = {clause: tuple(sorted(places)) for clause, places in sorted(unknown.items())}
    return Report(rows, regulations, _defaults(), by_place)


def _values_by_clause(regulations: Iterable[Regulation]) -> dict[str, list[Value]]:
    found: dict[str, list[Value]] = {}
    for regulation in regulations:
        for key, fact in regulation.facts():
            for clause in fact.clauses:
                found.setdefault(clause, []).append(shown_value(regulation, key, fact))
    return found


def _defaults() -> tuple[Value, ...]:
    """What the regulations leave open, as default.toml fills it."""
    regulation = get_regulation("default")
    return tuple(shown_value(regulation, key, fact) for key, fact in regulation.facts() if fact.basis == "default")


def shown_value(regulation: Regulation, key: str, fact: Sourced) -> Value:
    """A value of the regulation in Vietnamese words."""
    checked = f"{fact.checked_on:%d/%m/%Y}" if fact.checked_on else ""
    cites = tuple(map(laws_vi, fact.cites))
    return Value(regulation.code, key, value_vi(regulation, fact), fact.basis, note_vi(fact.note), cites, checked)
