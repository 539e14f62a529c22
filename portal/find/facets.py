"""What a reader can narrow results by: kinds, agencies and years with their numbers, as links that need no script."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from portal.catalogue import kinds
from portal.find.results import Asked, Counts
from tenants.models import Agency

ANSWERS = "answers"
"""`in=answers`: answered questions, which nothing narrows."""
SHOWN = 15
"""Agencies of the facet before "all"."""


@dataclass(frozen=True)
class Choice:
    """One value of a facet. `url` chooses it, or takes it back where it is chosen."""

    label: str
    number: int
    url: str
    chosen: bool


@dataclass(frozen=True)
class Facet:
    name: str
    label: str
    choices: list[Choice]
    all_url: str = ""
    all_number: int = 0


class Address:
    """The address of a search, with something changed in it; empty values are left out, and so is the page."""

    def __init__(self, asked: Asked) -> None:
        self.values = {
            "q": asked.query.typed,
            "scope": "province" if asked.province else "",
            "kind": asked.kind,
            "agency": asked.body,
            "year": asked.year or "",
            "sort": "date" if asked.newest else "",
            "in": ANSWERS if asked.answers else "",
        }

    def query(self, **changes: Any) -> str:
        return urlencode({name: value for name, value in (self.values | changes).items() if value})

    def __call__(self, **changes: Any) -> str:
        return f"?{self.query(**changes)}"


def bodies(asked: Asked, keys: Counter[int], *, all_of_them: bool) -> list[Agency]:
    """The agencies that the facet shows, and the chosen one; never of another province. In alphabetical order."""
    shown = list(keys) if all_of_them else [key for key, _number in keys.most_common(SHOWN)]
    there = Agency.objects.of_province(asked.portal.root).answering().filter(Q(pk__in=shown) | Q(slug=asked.body))
    return list(there.only("pk", "name", "slug").order_by("sort_key", "pk"))


def facets(asked: Asked, counts: Counts, agencies: list[Agency], *, all_of_them: bool) -> list[Facet]:
    """Those among which there is something to choose."""
    address = Address(asked)
    made = [_kinds(asked, counts, address)]
    if asked.province:
        made.append(_agencies(asked, counts, agencies, address, all_of_them=all_of_them))
    made.append(_years(asked, counts, address))
    return [facet for facet in made if len(facet.choices) > 1 or any(choice.chosen for choice in facet.choices)]


def chips(asked: Asked, made: list[Facet]) -> list[Choice]:
    """What narrows the results now; the link of each takes it back."""
    return [choice for facet in made for choice in facet.choices if choice.chosen]


def _kinds(asked: Asked, counts: Counts, address: Address) -> Facet:
    names = {kind: capfirst(str(model._meta.verbose_name_plural)) for kind, model in kinds().items()}
    values = [kind for kind, number in counts.kinds.most_common() if kind in names and (number or kind == asked.kind)]
    if asked.kind and asked.kind not in values:
        values.append(asked.kind)
    choices = [_choice(names[kind], counts.kinds[kind], address, "kind", kind, asked.kind) for kind in values]
    return Facet("kind", _("Kind of content"), choices)


def _agencies(asked: Asked, counts: Counts, agencies: list[Agency], address: Address, *, all_of_them: bool) -> Facet:
    shown = [body for body in agencies if counts.bodies[body.pk] or body.slug == asked.body]
    if not all_of_them:
        shown.sort(key=lambda body: -counts.bodies[body.pk])
    choices = [_choice(body.name, counts.bodies[body.pk], address, "agency", body.slug, asked.body) for body in shown]
    number = sum(1 for found in counts.bodies.values() if found)
    more = address(all="agency") if number > len(choices) else ""
    return Facet("agency", _("Agency"), choices, more, number)


def _years(asked: Asked, counts: Counts, address: Address) -> Facet:
    values = {year for year, number in counts.years.items() if number} | ({asked.year} if asked.year else set())
    newest = sorted(values, reverse=True)
    choices = [_choice(str(year), counts.years[year], address, "year", year, asked.year) for year in newest]
    return Facet("year", _("Year"), choices)


def _choice(label: str, number: int, address: Address, name: str, value: Any, chosen: Any) -> Choice:
    is_chosen = value == chosen
    return Choice(label, number, address(**{name: "" if is_chosen else value}), is_chosen)
