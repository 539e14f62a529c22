"""Reads the regulations' files and keeps what was read."""

import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any

from tenants.regulation.base import RegulationError
from tenants.regulation.model import Regulation
from tenants.regulation.parse import Place, build
from tenants.regulation.rules import check

DIRECTORY = Path(__file__).resolve().parent.parent / "regulations"
DEFAULT = "default"


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


@lru_cache(maxsize=64)
def get_regulation(code: str) -> Regulation:
    """The regulation with a code such as "vinhlong-2021", or "default". Raises RegulationError."""
    if not code.replace("-", "").isalnum():
        raise RegulationError(f"{code}.toml", "-", "there is no such regulation")
    return load_regulation(code)


@lru_cache(maxsize=1)
def all_regulations() -> tuple[Regulation, ...]:
    """All provinces' regulations by code, without the defaults. Raises RegulationError."""
    codes = sorted(path.stem for path in DIRECTORY.glob("*.toml") if path.stem != DEFAULT)
    regulations = tuple(get_regulation(code) for code in codes)
    known = {regulation.code for regulation in regulations}
    for regulation in regulations:
        successor = regulation.force.replaced_by.value
        if successor is not None and successor not in known:
            raise RegulationError(f"{regulation.code}.toml", "force.replaced_by", f"there is no {successor!r}")
    return regulations
