"""What a request to the API asks for: every parameter checked, each mistake told at its name."""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.http import QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from portal.api.answers import Problem
from portal.catalogue import listable_kinds

LIMIT, MOST = 20, 100
LONGEST = 200
PROVINCE = "province"
NAMES = ("kind", "section", "year", "from", "to", "updated_since", "q", "scope", "limit", "cursor")
FIRST_YEAR, LAST_YEAR = 1900, 2999


@dataclass(frozen=True)
class Asked:
    kind: str = ""
    section: str = ""
    year: int | None = None
    start: date | None = None
    end: date | None = None
    updated_since: datetime | None = None
    q: str = ""
    province: bool = False
    limit: int = LIMIT
    after: tuple[datetime, int] | None = None


def asked_of(query: QueryDict, *, is_province: bool) -> Asked:
    """Raises Problem 400 that names each parameter that is unknown or wrong."""
    errors = {name: _("There is no such parameter.") for name in query if name not in NAMES}
    values = {name: query.get(name, "").replace("\x00", "").strip() for name in NAMES}
    found: dict[str, Any] = {}
    for field, (name, read) in READERS.items():
        if values[name]:
            try:
                found[field] = read(values[name])
            except ValueError as error:
                errors[name] = str(error)
    if found.get("province") and not is_province:
        errors["scope"] = _("Only the provincial portal answers for the whole province.")
    if errors:
        raise Problem(400, _("The request has parameters that cannot be understood."), errors)
    return Asked(**found)


def cursor_of(moment: datetime, key: int) -> str:
    """A place in a list: behind what was published then under that key."""
    return base64.urlsafe_b64encode(json.dumps([moment.isoformat(), key]).encode()).decode().rstrip("=")


def _cursor(value: str) -> tuple[datetime, int]:
    try:
        moment, key = json.loads(base64.urlsafe_b64decode(value + "=" * (-len(value) % 4)))
        place = datetime.fromisoformat(moment), int(key)
    except (ValueError, TypeError, binascii.Error) as error:
        raise ValueError(_("Use the address in “next” of the page before.")) from error
    if not (timezone.is_aware(place[0]) and 0 < place[1] < 2**63):
        raise ValueError(_("Use the address in “next” of the page before."))
    return place


def _kind(value: str) -> str:
    if value not in listable_kinds():
        raise ValueError(_("There is no such kind; see “kinds”."))
    return value


def _number(value: str, least: int, most: int) -> int:
    if not (value.isascii() and value.isdecimal() and len(value) < 6 and least <= int(value) <= most):
        raise ValueError(_("Give a number from %(least)d to %(most)d.") % {"least": least, "most": most})
    return int(value)


def _day(value: str) -> date:
    found = _parsed(parse_date, value)
    if found is None:
        raise ValueError(_("Give a day as YYYY-MM-DD."))
    return found


def _instant(value: str) -> datetime:
    found = _parsed(parse_datetime, value.replace(" ", "+"))
    day = _parsed(parse_date, value) if found is None else None
    if day is not None:
        found = datetime(day.year, day.month, day.day)  # noqa: DTZ001  (made aware below)
    if found is None:
        raise ValueError(_("Give an instant such as 2026-01-31T08:00:00+07:00, or a day as YYYY-MM-DD."))
    return found if timezone.is_aware(found) else timezone.make_aware(found)


def _parsed(parse: Any, value: str) -> Any:
    try:
        return parse(value)
    except ValueError:
        return None


def _scope(value: str) -> bool:
    if value not in ("agency", PROVINCE):
        raise ValueError(_("The scope is “agency” or “province”."))
    return value == PROVINCE


READERS: dict[str, tuple[str, Any]] = {
    "kind": ("kind", _kind),
    "section": ("section", lambda value: value.strip("/")[:LONGEST]),
    "year": ("year", lambda value: _number(value, FIRST_YEAR, LAST_YEAR)),
    "start": ("from", _day),
    "end": ("to", _day),
    "updated_since": ("updated_since", _instant),
    "q": ("q", lambda value: value[:LONGEST]),
    "province": ("scope", _scope),
    "limit": ("limit", lambda value: _number(value, 1, MOST)),
    "after": ("cursor", _cursor),
}
"""Field of `Asked`: the parameter's name, and what reads it (ValueError says what is wrong)."""
