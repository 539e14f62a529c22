"""The contacts of an agency: its card, who answers for its portal, and its people by unit (NB.7.1i, NB.7.1k, TN.4.8).

Everything is shown from where it is kept: the card, the register of officials, the leaders' pages, the chart. Of the
register only those who answer for the portal's content are public: technical staff is named to the office alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any, cast

from django.http import HttpRequest
from django.utils.translation import gettext as _

from portal.find.query import MAX_QUERY
from tenants.domains import plain
from tenants.models import Agency, Duty, Official
from tenants.sorting import name_key, sort_key

if TYPE_CHECKING:
    from portal.models import SectionPage

PUBLIC_DUTIES = (Duty.CONTENT_OPERATOR,)


@dataclass(frozen=True)
class Contact:
    name: str
    position: str
    unit: str
    phone: str = ""
    email: str = ""
    url: str = ""
    rank: int = 0
    """0: leaders, 1: heads of units, 2: named for the portal."""
    order: int = 0
    """Among leaders: who stands first."""

    @property
    def words(self) -> str:
        return plain(f"{self.name} {self.position} {self.unit} {self.phone} {self.email}")


def contacts_context(section: SectionPage, request: HttpRequest) -> dict[str, Any]:
    """Three queries, whatever the number of people: the register, leaders, charts."""
    agency = cast(Agency, section.agency)
    asked = " ".join(request.GET.get("q", "").replace("\x00", "").split())[:MAX_QUERY]
    answerable = answerable_for(agency)
    own = {"agency": agency, "came_from": None, "locale": section.locale_id}
    people = [*_leaders(own), *_heads_of_units(own), *answerable]
    found = [one for one in _once(people) if all(word in one.words for word in plain(asked).split())]
    return {
        "query": asked,
        "answerable": answerable,
        "units": [(unit, list(rows)) for unit, rows in groupby(sorted(found, key=_place), lambda one: one.unit)],
        "there_are_people": bool(people),
        "suffices": True,
    }


def answerable_for(agency: Agency) -> list[Contact]:
    """The persons whom the agency has named for its portal's content now (NB.7.1i), in the order of their names."""
    rows = Official.objects.filter(agency=agency, duty__in=PUBLIC_DUTIES, ended_at=None)
    found = [Contact(row.full_name, row.position, row.unit, row.phone, row.email, rank=2) for row in rows]
    return sorted(found, key=lambda one: name_key(one.name))


def _leaders(own: dict[str, Any]) -> list[Contact]:
    from portal.models import LeaderPage

    pages = LeaderPage.objects.filter(**own).live()
    unit = _("Leaders")
    return [
        Contact(page.title, page.position, unit, page.phone, page.email, page.url or "", order=page.rank)
        for page in pages.defer("body", "biography")
    ]


def _heads_of_units(own: dict[str, Any]) -> list[Contact]:
    """Whom the charts name as the heads of their units."""
    from portal.models import OrganisationChartPage

    pages = OrganisationChartPage.objects.filter(**own).live()
    units = [block.value for page in pages for block in page.units if block.value["head"]]
    return [
        Contact(unit["head"], _("Head of the unit"), unit["name"], unit["phone"] or "", unit["email"] or "", rank=1)
        for unit in units
    ]


def _once(people: Iterable[Contact]) -> list[Contact]:
    """A person who stands in several places is shown where the rank is highest, known by the e-mail or the name."""
    known: set[str] = set()
    found = []
    for one in sorted(people, key=lambda contact: contact.rank):
        marks = {mark for mark in (one.email.casefold(), plain(one.name)) if mark}
        if not marks & known:
            found.append(one)
        known |= marks
    return found


def _place(one: Contact) -> tuple[Any, ...]:
    """Leaders in the order of rank, then units and their people in Vietnamese order."""
    return (one.rank > 0, sort_key(one.unit), one.order, *name_key(one.name))
