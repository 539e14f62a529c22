"""Lists of agencies to set up: a CSV or TOML file, or all units of a province from the data of the house."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from itertools import groupby, islice
from pathlib import Path
from typing import Any

from tenants.domains import words
from tenants.models import Agency, AgencyKind
from tenants.provisioning import AgencySpec, SpecError, provision_agencies
from tenants.regulation import Regulation
from tenants.units import provinces

DATA = Path(__file__).resolve().parent / "data"
HIGHEST_FIRST = list(AgencyKind.values)
BATCH = 60
"""Agencies that are set up at once: enough to save statements, few enough that a progress bar moves."""


class ListError(ValueError):
    """A list that cannot be used: names the file, the row and the reason."""


@dataclass(frozen=True, kw_only=True)
class UnitRow:
    """One agency of a list. `parent`: the parent's name, empty for the province; `place`: where the row stands."""

    kind: str
    name: str
    place: str
    parent: str = ""
    label: str = ""
    short_name: str = ""
    unit_code: str = ""
    head_name: str = ""
    address: str = ""
    phone: str = ""
    fax: str = ""
    email: str = ""
    owning_agency: str = ""
    managing_unit: str = ""
    operating_unit: str = ""


COLUMNS = frozenset(field.name for field in fields(UnitRow)) - {"place"}


def read_list(path: Path) -> list[UnitRow]:
    """Rows of a CSV file with a header, or of the `[[agency]]` tables of a TOML file. Raises ListError."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ListError(f"{path.name}: {error}") from error
    if path.suffix.lower() == ".toml":
        return _from_toml(path.name, text)
    lines = csv.DictReader(text.splitlines())
    return [_row(line, f"{path.name}, line {number}") for number, line in enumerate(lines, start=2)]


def _from_toml(name: str, text: str) -> list[UnitRow]:
    try:
        tables = tomllib.loads(text).get("agency", [])
    except tomllib.TOMLDecodeError as error:
        raise ListError(f"{name}: {error}") from error
    if not isinstance(tables, list) or not tables:
        raise ListError(f"{name}: there is no [[agency]]")
    return [_row(table, f"{name}, agency {number}") for number, table in enumerate(tables, start=1)]


def _row(values: Mapping[Any, Any], place: str) -> UnitRow:
    """Raises ListError for a column that nobody knows, or a row without kind or name."""
    unknown = [str(name) for name in values if name not in COLUMNS]
    if unknown:
        raise ListError(f"{place}: unknown {', '.join(unknown)}; known are {', '.join(sorted(COLUMNS))}")
    tidy = {str(name): str(value or "").strip() for name, value in values.items()}
    for name in ("kind", "name"):
        if not tidy.get(name):
            raise ListError(f"{place}: {name} is missing")
    if tidy["kind"] not in AgencyKind.values or tidy["kind"] == AgencyKind.PROVINCE:
        raise ListError(f"{place}: {tidy['kind']!r} is no kind of component; known are {', '.join(HIGHEST_FIRST[1:])}")
    return UnitRow(place=place, **tidy)


def province_rows(regulation: Regulation) -> list[UnitRow]:
    """Departments, organisations and localities of a province, as far as the data of the house knows them.

    A regulation without districts gets the units in force; one with districts, which ended in 2025, the former units
    that were written down. A province whose departments nobody wrote down gets the standard ones.
    """
    label = regulation.label
    departments = list(_departments(label)) or standard_departments(label)
    if AgencyKind.DISTRICT in regulation.kinds:
        return departments + list(_former_units(label))
    return departments + units_in_force(label)


def country_rows(label: str) -> list[UnitRow]:
    """The standard departments and the localities in force of a province, whatever its regulation says of districts."""
    return standard_departments(label) + units_in_force(label)


def standard_departments(label: str) -> list[UnitRow]:
    """The specialised agencies that every province has; a city's are called "of the city"."""
    province = provinces().get(label)
    if province is None:
        return []
    whose = "thành phố" if province.unit.is_city else "tỉnh"
    rows = _tables("standard_departments.toml").get("department", [])
    return [
        _row(
            {"kind": AgencyKind.DEPARTMENT.value, **{key: text.format(whose=whose) for key, text in row.items()}},
            f"standard_departments.toml, department {number}",
        )
        for number, row in enumerate(rows, start=1)
    ]


def _departments(label: str) -> Iterator[UnitRow]:
    table = _tables("departments.toml").get(label, {})
    for kind in (AgencyKind.DEPARTMENT, AgencyKind.ORGANISATION):
        for number, row in enumerate(table.get(kind, []), start=1):
            yield _row({"kind": kind.value, **row}, f"departments.toml, {label}.{kind} {number}")


def units_in_force(label: str) -> list[UnitRow]:
    """Communes, wards and special zones of a province; none where nobody knows the province."""
    province = provinces().get(label)
    return [
        _row(
            {"kind": AgencyKind.COMMUNE.value, "name": unit.name, "unit_code": unit.code},
            f"units.csv, line {unit.line}",
        )
        for unit in (province.localities if province else ())
    ]


def _former_units(label: str) -> Iterator[UnitRow]:
    for unit in _csv("former_units.csv"):
        if unit["province_label"] == label:
            values = {"kind": unit["kind"], "name": unit["name"], "parent": unit["parent_name"]}
            yield _row(values, f"former_units.csv, {unit['name']}")


def _tables(name: str) -> dict[str, Any]:
    return tomllib.loads((DATA / name).read_text(encoding="utf-8"))


def _csv(name: str) -> Iterator[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def provision_rows(
    province: Agency, rows: Iterable[UnitRow], *, actor: Any, now: datetime, **common: Any
) -> Iterator[Agency]:
    """Sets up the agencies of a list, parents first, and yields each as it stands. Raises ListError at a row.

    `common`: what all their specs say beyond the rows, such as `is_demo`.
    """
    known = {" ".join(words(agency.name)): agency for agency in Agency.objects.filter(province=province)}
    ordered = sorted(rows, key=lambda each: HIGHEST_FIRST.index(each.kind))
    for _kind, of_kind in groupby(ordered, key=lambda each: each.kind):
        for batch in batched(of_kind, BATCH):
            specs = [_spec(row, province, known, common) for row in batch]
            try:
                made = provision_agencies(specs, actor=actor, now=now)
            except SpecError as error:
                raise ListError(f"{batch[error.number].place}: {'; '.join(error.messages)}") from error
            known |= {" ".join(words(agency.name)): agency for agency in made}
            yield from made


def _spec(row: UnitRow, province: Agency, known: Mapping[str, Agency], common: Mapping[str, Any]) -> AgencySpec:
    values = {**common, **{name: getattr(row, name) for name in COLUMNS - {"parent"}}}
    parent = known.get(" ".join(words(row.parent)))
    if row.parent and parent is None:
        raise ListError(f"{row.place}: there is no agency “{row.parent}” in {province.name}")
    return AgencySpec(province=province, parent=parent, **values)


def batched(rows: Iterable[UnitRow], size: int) -> Iterator[list[UnitRow]]:
    """The rows in lists of at most `size`."""
    remaining = iter(rows)
    while batch := list(islice(remaining, size)):
        yield batch
