"""Which text applies in the place of a law that a regulation cites and that was amended or replaced (TB.18.1)."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from tenants.regulation.base import RegulationError, Sourced

FILE = Path(__file__).resolve().parent.parent / "data" / "newer_laws.toml"


@dataclass(frozen=True)
class NewerLaw:
    """`by` applies instead of `cited` since a day. Laws are named as in `cites`, without their articles."""

    cited: str
    by: str
    since: dt.date


@lru_cache(maxsize=4)
def newer_laws(path: Path) -> Mapping[str, NewerLaw]:
    """All known, by the law that they replace. Raises RegulationError with the file, the place and the reason."""
    try:
        rows = tomllib.loads(path.read_text(encoding="utf-8")).get("law", [])
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise RegulationError(path.name, "-", str(error)) from None
    found: dict[str, NewerLaw] = {}
    for number, row in enumerate(rows, start=1):
        law = _law(path, f"law {number}", row)
        if law.cited in found:
            raise RegulationError(path.name, f"law {number}", f"{law.cited!r} stands twice")
        found[law.cited] = law
    for law in found.values():
        seen = {law.cited}
        while law.by in found:
            if law.by in seen:
                raise RegulationError(path.name, law.cited, "the texts replace each other in a circle")
            seen.add(law.by)
            law = found[law.by]
    return found


def _law(path: Path, place: str, row: Any) -> NewerLaw:
    if not isinstance(row, dict) or set(row) != {"cited", "by", "since"}:
        raise RegulationError(path.name, place, "needs exactly cited, by and since")
    if type(row["since"]) is not dt.date or not all(isinstance(row[key], str) and row[key] for key in ("cited", "by")):
        raise RegulationError(path.name, place, "needs two laws by name and a date such as 2022-08-15")
    return NewerLaw(**row)


def in_place_of(cites: Iterable[str], day: dt.date) -> list[NewerLaw]:
    """What applies on a day instead of the laws cited, each followed to the last text that replaced it."""
    known = newer_laws(FILE)
    found = {}
    for name in dict.fromkeys(law.partition(",")[0] for law in cites):
        last = name
        since = None
        while (newer := known.get(last)) is not None and newer.since <= day:
            last, since = newer.by, newer.since
        if since is not None:
            found[name] = NewerLaw(name, last, since)
    return list(found.values())


def outdated(fact: Sourced, today: dt.date) -> bool:
    """Whether a law that a value rests on was replaced after the value was last compared with it (TB.18.1)."""
    newer = in_place_of(fact.cites, today)
    return any(fact.checked_on is None or law.since > fact.checked_on for law in newer)
