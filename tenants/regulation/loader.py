"""Reads the regulations' files and keeps what was read."""

import datetime as dt
import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any

from tenants.regulation.base import RegulationError
from tenants.regulation.model import Regulation
from tenants.regulation.parse import Place, build
from tenants.regulation.rules import check
from tenants.units import Unit, UnitsError, provinces

DIRECTORY = Path(__file__).resolve().parent.parent / "regulations"
DEFAULT = "default"
PROVINCE = "default-province"
"""What comes on top of the defaults for a province without a regulation of its own."""


def read(path: Path) -> dict[str, Any]:
    """The raw tables of a file. Raises RegulationError where it is missing or no TOML."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise RegulationError(path.name, "-", "there is no such regulation") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RegulationError(path.name, "-", f"no valid TOML: {error}") from None


def load_regulation(code: str, directory: Path = DIRECTORY) -> Regulation:
    """Reads one regulation over default.toml and checks it. Raises RegulationError with file, key and reason."""
    file = f"{code}.toml"
    base = read(directory / f"{DEFAULT}.toml")
    base_place = Place(f"{DEFAULT}.toml")
    if code == DEFAULT:
        own, place = base, base_place
    else:
        own = read(directory / file)
        for table in ("identity", "force"):
            if table not in own:
                raise RegulationError(file, table, "missing")
        prefix = own["identity"].get("abbreviation")
        if not isinstance(prefix, str) or not prefix:
            raise RegulationError(file, "identity.abbreviation", "missing")
        place = Place(file, prefix=prefix)
    regulation: Regulation = build(Regulation, own, base, place, base_place)
    if regulation.code != code:
        raise RegulationError(file, "identity.code", f"is {regulation.code!r}, but the file is named {code!r}")
    check(regulation, file)
    return regulation


def default_code(label: str) -> str:
    """The code under which a province without a regulation of its own is served: `default-hanoi`."""
    return f"{DEFAULT}-{label}"


def load_default(label: str, directory: Path = DIRECTORY) -> Regulation:
    """The default values in the name of a province that has issued no regulation. Raises RegulationError."""
    file = f"{PROVINCE}.toml"
    try:
        province = provinces().get(label)
    except UnitsError as error:
        raise RegulationError(file, "identity", str(error)) from error
    if province is None:
        raise RegulationError(f"{default_code(label)}.toml", "-", "there is no such regulation")
    own, base = read(directory / file), read(directory / f"{DEFAULT}.toml")
    own = {**own, "identity": _identity(province.unit, base["identity"])}
    if province.unit.is_city:
        own |= _in_city_words(base)
    regulation: Regulation = build(Regulation, own, base, Place(file), Place(f"{DEFAULT}.toml"))
    check(regulation, file)
    return regulation


def _identity(unit: Unit, base: dict[str, Any]) -> dict[str, Any]:
    return {
        **base,
        "code": default_code(unit.label),
        "title_vi": f"Giá trị mặc định cho {unit.name[:1].lower()}{unit.name[1:]}, nơi chưa có quy chế riêng",
        "title_en": f"Default values for {_plain_name(unit)}, which has no regulation of its own",
        "province_vi": unit.own_name,
        "province_en": _plain_name(unit),
        "host_base": f"{unit.label}.gov.vn",
    }


def _plain_name(unit: Unit) -> str:
    return unit.ascii.replace("-", " ").title()


def _in_city_words(base: dict[str, Any]) -> dict[str, Any]:
    """Bodies of a city under the central government are called "of the city", not "of the province"."""
    name = base["domains"]["official_name"]
    return {
        "parties": {key: {**row, "name_vi": _of_city(row["name_vi"])} for key, row in base["parties"].items()},
        "domains": {"official_name": {**name, "value": _of_city(name["value"])}},
    }


def _of_city(name: str) -> str:
    return name.replace("tỉnh", "thành phố")


@lru_cache(maxsize=64)
def get_regulation(code: str) -> Regulation:
    """The regulation with a code such as "vinhlong-2021", "default", or "default-hanoi". Raises RegulationError."""
    if not code.replace("-", "").isalnum():
        raise RegulationError(f"{code}.toml", "-", "there is no such regulation")
    prefix = default_code("")
    return load_default(code.removeprefix(prefix)) if code.startswith(prefix) else load_regulation(code)


def regulation_in_use(label: str, today: dt.date) -> Regulation:
    """The province's own regulation that holds today, the latest of several; else the defaults in its name.

    Raises RegulationError where nobody knows such a province.
    """
    own = [one for one in all_regulations() if one.identity.host_base.split(".")[0] == label]
    holding = [one for one in own if one.applies_on(today) and not one.repealed_on(today)]
    begun = {one.code: one.force.in_force_from.value or dt.date.min for one in holding}
    return max(holding, key=lambda one: begun[one.code]) if holding else get_regulation(default_code(label))


@lru_cache(maxsize=1)
def all_regulations() -> tuple[Regulation, ...]:
    """All provinces' regulations by code, without the defaults. Raises RegulationError."""
    codes = sorted(path.stem for path in DIRECTORY.glob("*.toml") if path.stem not in (DEFAULT, PROVINCE))
    regulations = tuple(get_regulation(code) for code in codes)
    known = {regulation.code for regulation in regulations}
    for regulation in regulations:
        successor = regulation.force.replaced_by.value
        if successor is not None and successor not in known:
            raise RegulationError(f"{regulation.code}.toml", "force.replaced_by", f"there is no {successor!r}")
    return regulations
