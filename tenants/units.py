"""The administrative units in force: provinces and their communes, wards and special zones, as units.csv lists them.

No database and no Django: the regulations read it too.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

UNITS = Path(__file__).resolve().parent / "data" / "units.csv"
HEADER = ["code", "name", "kind", "parent_code", "ascii"]
LOCAL_KINDS = frozenset({"commune", "ward", "special-zone"})
PROVINCE_DIGITS, LOCAL_DIGITS = 2, 5


class UnitsError(ValueError):
    """A list of units that cannot be used: names the file, the line and the reason."""


@dataclass(frozen=True)
class Unit:
    """One unit. `code`: official, two digits for a province, else five; `line`: where it stands in the file."""

    code: str
    name: str
    kind: str
    parent_code: str
    ascii: str
    line: int

    @property
    def label(self) -> str:
        """`hanoi`: a province's part of all its host names."""
        return self.ascii.replace("-", "")

    @property
    def is_city(self) -> bool:
        """Whether a province is a city governed centrally, whose bodies are called "of the city"."""
        return self.name.startswith("Thành phố ")

    @property
    def own_name(self) -> str:
        """The name without what the unit is: `Hà Nội`."""
        return self.name.removeprefix("Thành phố ").removeprefix("Tỉnh ")


@dataclass(frozen=True)
class Province:
    """A province with its communes, wards and special zones in the order of the file."""

    unit: Unit
    localities: tuple[Unit, ...]


def provinces() -> dict[str, Province]:
    """All provinces by label, in the order of units.csv. Raises UnitsError."""
    return read_provinces(UNITS)


@lru_cache(maxsize=4)
def read_provinces(path: Path) -> dict[str, Province]:
    """The provinces of a file. Raises UnitsError with file, line and reason."""
    units = list(_units(path))
    found = {unit.code: unit for unit in units if unit.kind == "province"}
    below: dict[str, list[Unit]] = {code: [] for code in found}
    for unit in units:
        if unit.kind != "province":
            if unit.parent_code not in below:
                raise _error(path, unit.line, f"there is no province {unit.parent_code!r}")
            below[unit.parent_code].append(unit)
    by_label: dict[str, Province] = {}
    for code, unit in found.items():
        if unit.label in by_label:
            raise _error(path, unit.line, f"the label {unit.label!r} stands twice")
        by_label[unit.label] = Province(unit, tuple(below[code]))
    return by_label


def _units(path: Path) -> Iterator[Unit]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UnitsError(f"{path.name}: {error}") from error
    rows = csv.reader(text.splitlines())
    if next(rows, []) != HEADER:
        raise _error(path, 1, f"the columns must be {', '.join(HEADER)}")
    seen: set[str] = set()
    for row in rows:
        if len(row) != len(HEADER):
            raise _error(path, rows.line_num, f"there must be {len(HEADER)} values, not {len(row)}")
        code, name, kind, parent_code, plain = (value.strip() for value in row)
        unit = Unit(code, name, kind, parent_code, plain, rows.line_num)
        _check(path, unit, seen)
        seen.add(unit.code)
        yield unit


def _check(path: Path, unit: Unit, seen: set[str]) -> None:
    is_province = unit.kind == "province"
    digits = PROVINCE_DIGITS if is_province else LOCAL_DIGITS
    if not is_province and unit.kind not in LOCAL_KINDS:
        raise _error(path, unit.line, f"{unit.kind!r} is no kind of unit")
    if not (unit.code.isdecimal() and len(unit.code) == digits):
        raise _error(path, unit.line, f"the code {unit.code!r} must have {digits} digits")
    if unit.code in seen:
        raise _error(path, unit.line, f"the code {unit.code} stands twice")
    if not unit.name:
        raise _error(path, unit.line, "the name is missing")
    if is_province and not (unit.label.isascii() and unit.label.isalnum()):
        raise _error(path, unit.line, f"no domain label can be made of {unit.ascii!r}")


def _error(path: Path, line: int, reason: str) -> UnitsError:
    return UnitsError(f"{path.name}, line {line}: {reason}")
