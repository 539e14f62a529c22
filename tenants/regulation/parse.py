"""From TOML tables to frozen dataclasses, by their type hints; every error names the file, the key and the reason."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import MISSING, Field, dataclass, fields
from types import MappingProxyType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from tenants.calendar import Period, Unit
from tenants.regulation.base import DueDate, Fact, RegulationError, Sourced

Table = dict[str, Any]


@dataclass(frozen=True)
class Place:
    """Where a value stands: file and dotted key. `prefix`: how clause ids of the file begin; "" in default.toml."""

    file: str
    key: str = ""
    prefix: str = ""

    def at(self, part: str) -> "Place":
        return Place(self.file, f"{self.key}.{part}" if self.key else part, self.prefix)

    def error(self, reason: str) -> RegulationError:
        return RegulationError(self.file, self.key, reason)


def build(hint: Any, own: Any, base: Any, place: Place, base_place: Place) -> Any:
    """A group, a table of rows, a row or a fact: `own` is the regulation's table, `base` the default's, or None."""
    for raw, where in ((own, place), (base, base_place)):
        if raw is not None and not isinstance(raw, dict):
            raise where.error("must be a table")
    if get_origin(hint) is Mapping:
        return _rows(get_args(hint)[1], own or {}, base or {}, place, base_place)
    if issubclass(get_origin(hint) or hint, Sourced):
        if own is None and base is None:
            raise place.error("missing, and default.toml has none")
        return _sourced(hint, own, place) if own is not None else _sourced(hint, base, base_place)
    return _group(hint, own or {}, base or {}, place, base_place)


def _group(hint: type, own: Table, base: Table, place: Place, base_place: Place) -> Any:
    hints = get_type_hints(hint)
    for table, where in ((own, place), (base, base_place)):
        for key in table.keys() - hints.keys():
            raise where.at(key).error("unknown key")
    closed = own.get("closed_list", {})
    if isinstance(closed, dict) and closed.get("value") is True:
        base = {key: value for key, value in base.items() if get_origin(hints[key]) is not Mapping}
    return hint(
        **{key: build(h, own.get(key), base.get(key), place.at(key), base_place.at(key)) for key, h in hints.items()}
    )


def _rows(hint: type, own: Table, base: Table, place: Place, base_place: Place) -> Mapping[str, Any]:
    keys = [*base, *(key for key in own if key not in base)]
    rows = {key: build(hint, own.get(key), base.get(key), place.at(key), base_place.at(key)) for key in keys}
    return MappingProxyType(rows)


def _sourced(hint: Any, raw: Table, place: Place) -> Any:
    """A fact (`value`, `unit`) or a row with fields of its own, with where it comes from."""
    kind = get_origin(hint) or hint
    hints = get_type_hints(kind)
    if kind is Fact:
        hints["value"] = get_args(hint)[0]
        raw = _with_unknown(raw, place)
    for key in raw.keys() - hints.keys():
        raise place.at(key).error("unknown key")
    values = {}
    for field in fields(kind):
        if field.name in raw:
            values[field.name] = convert(hints[field.name], raw[field.name], place.at(field.name))
        elif _has_no_default(field):
            raise place.at(field.name).error("missing")
    result = kind(**values)
    _check_provenance(result, place)
    return result


def _has_no_default(field: Field[Any]) -> bool:
    return field.default is MISSING and field.default_factory is MISSING


def _with_unknown(raw: Table, place: Place) -> Table:
    if raw.get("value") != "unknown":
        return raw
    if not raw.get("note"):
        raise place.error('an unknown value needs a "note" that says why')
    return {**raw, "value": "none", "unknown": True}


def _check_provenance(fact: Sourced, place: Place) -> None:
    _check_default(fact, place) if not place.prefix else _check_own(fact, place)
    if isinstance(fact, Fact) and type(fact.value) is int and not fact.unit:
        raise place.error('a number needs a "unit"')


def _check_default(fact: Sourced, place: Place) -> None:
    if fact.basis != "default" or fact.clauses:
        raise place.error('a value of default.toml has the basis "default" and no clause')


def _check_own(fact: Sourced, place: Place) -> None:
    if fact.basis == "default":
        raise place.error("a regulation's file holds its own values only; a default belongs in default.toml")
    if not (fact.clause or fact.source):
        raise place.error('needs a "clause", or a "source" for a place outside the list of clauses')
    for clause in fact.clauses:
        if not clause.startswith(f"{place.prefix}."):
            raise place.error(f"clause {clause!r} is not one of this regulation ({place.prefix}.…)")
    if fact.basis == "reading" and not fact.note:
        raise place.error('a reading needs a "note" that says how the text was read')


def convert(hint: Any, raw: Any, place: Place) -> Any:
    """A plain value of the hinted type. Raises RegulationError."""
    origin, args = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        return None if raw == "none" else convert(next(a for a in args if a is not type(None)), raw, place)
    if origin is tuple:
        if not isinstance(raw, list):
            raise place.error("must be a list")
        return tuple(convert(args[0], item, place.at(str(number))) for number, item in enumerate(raw))
    if origin is Literal:
        return _choice(args, raw, place)
    if hint is dt.time:
        return _time(raw, place)
    if hint in (Period, DueDate):
        return _table_value(hint, raw, place)
    if type(raw) is not hint:
        raise place.error(f"must be {hint.__name__}, not {type(raw).__name__}")
    return raw


def _choice(allowed: tuple[Any, ...], raw: Any, place: Place) -> Any:
    if raw not in allowed:
        raise place.error(f"{raw!r} is none of {', '.join(map(str, allowed))}")
    return raw


def _time(raw: Any, place: Place) -> dt.time:
    try:
        return dt.time.fromisoformat(raw)
    except (TypeError, ValueError):
        raise place.error(f"{raw!r} is no time of day such as 07:30") from None


def _table_value(hint: type, raw: Any, place: Place) -> Any:
    """A Period or a DueDate, written as an inline table."""
    if not isinstance(raw, dict):
        raise place.error("must be a table")
    hints = {field.name for field in fields(hint)}
    for key in raw.keys() - hints:
        raise place.at(key).error("unknown key")
    values = dict(raw)
    if hint is Period:
        values["unit"] = Unit(_choice(tuple(unit.value for unit in Unit), raw.get("unit"), place.at("unit")))
        if "day_one_until" in raw:
            values["day_one_until"] = _time(raw["day_one_until"], place.at("day_one_until"))
    numbers = {"amount", "day", "month", "months_after"}
    for key in numbers & values.keys():
        convert(int, values[key], place.at(key))
    try:
        return hint(**values)
    except (TypeError, ValueError) as error:
        raise place.error(str(error)) from None
