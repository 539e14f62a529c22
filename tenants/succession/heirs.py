"""Who takes part in a succession: each app registers what it hands over, in its place in the order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from django.utils.functional import Promise

from tenants.models import Agency, Succession

Counts = dict[str, int]


class Level(StrEnum):
    """How much a finding of the preview matters: a fact, something to look at, something that must be settled first."""

    FACT = "fact"
    WARNING = "warning"
    BLOCKING = "blocking"


@dataclass(frozen=True)
class Finding:
    """One line of a preview. `examples` name at most a few of the things counted."""

    label: str | Promise
    count: int
    level: Level = Level.FACT
    examples: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        named = f" ({', '.join(self.examples)})" if self.examples else ""
        return f"{self.label}: {self.count}{named}"


@dataclass(frozen=True)
class Handover:
    """One agency that ends, and who takes its place. `heir` gets everything that is not assigned to another."""

    succession: Succession
    predecessor: Agency
    heir: Agency
    successors: Mapping[int, Agency]

    def heir_of_question(self, code: str) -> Agency:
        return self.successors.get(self.succession.questions.get(code, 0), self.heir)

    def heir_of_person(self, username: str) -> Agency:
        return self.successors.get(self.succession.people.get(username, 0), self.heir)

    @property
    def reason(self) -> str:
        """What stands on decisions and timelines."""
        return f"{self.succession.get_kind_display()}: {self.predecessor.name} → {self.heir.name}. {self.citation}"

    @property
    def citation(self) -> str:
        return f"{self.succession.decision} ({self.succession.decided_on:%d/%m/%Y})"


class Previewer(Protocol):
    """Counts what would be handed over and what is in the way; changes nothing."""

    def __call__(self, handover: Handover, *, now: datetime) -> Iterable[Finding]: ...


class Carrier(Protocol):
    """Hands over, inside the transaction of its step. Returns how many of each kind."""

    def __call__(self, handover: Handover, *, actor: Any, now: datetime) -> Counts: ...


@dataclass(frozen=True)
class Heir:
    name: str
    order: int
    label: str | Promise
    preview: Previewer
    carry_over: Carrier
    counts: Mapping[str, str | Promise]

    def told(self, result: Mapping[str, int]) -> str:
        """What a step handed over, in words; nothing for what was not there."""
        return ", ".join(f"{self.counts.get(name, name)}: {amount}" for name, amount in result.items() if amount)


_heirs: dict[str, Heir] = {}


def register_heir(
    name: str,
    order: int,
    *,
    label: str | Promise,
    preview: Previewer,
    carry_over: Carrier,
    counts: Mapping[str, str | Promise],
) -> None:
    """Called once by each app that has something to hand over; `order` says when, lowest first. `counts`: their words.

    10 stop, 20 people, 30 media, 40 content, 45 imports, 50 questions, 60 agencies below, 90 close.
    """
    _heirs[name] = Heir(name, order, label, preview, carry_over, counts)


def heirs() -> Iterator[Heir]:
    """In the order in which they hand over."""
    yield from sorted(_heirs.values(), key=lambda heir: (heir.order, heir.name))


def heir(name: str) -> Heir:
    return _heirs[name]
