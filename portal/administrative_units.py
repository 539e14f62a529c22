"""The table of an administrative map: its units in Vietnamese order, found by name, each with its portal (TN.4.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest

from portal.find.query import MAX_QUERY
from tenants.domains import plain
from tenants.hosts import root_url
from tenants.models import Agency, AgencyHost, HostKind
from tenants.sorting import sort_key

if TYPE_CHECKING:
    from portal.models import AdministrativeMapPage


def units_context(page: AdministrativeMapPage, request: HttpRequest) -> dict[str, Any]:
    """The units whose names hold the words asked for; sums are those of all units. One query, for the portals.

    What a draft has not named yet is left out.
    """
    asked = " ".join(request.GET.get("q", "").replace("\x00", "").split())[:MAX_QUERY]
    named = [block.value for block in page.units if block.value["name"]]
    rows = sorted(named, key=lambda row: sort_key(row["name"]))
    found = [row for row in rows if all(word in plain(row["name"]) for word in plain(asked).split())]
    portals = _portals(page.agency, [row["name"] for row in found])
    return {
        "query": asked,
        "units": [{"row": row, "url": portals.get(row["name"].casefold(), "")} for row in found],
        "number": len(rows),
        "with_seats": any(row["seat"] for row in rows),
        "total_area": sum(row["area"] or 0 for row in rows),
        "total_population": sum(row["population"] or 0 for row in rows),
    }


def _portals(agency: Agency | None, names: list[str]) -> dict[str, str]:
    """Small letters of a body's name: the address of its portal, for those of the province that answer."""
    if agency is None:
        return {}
    hosts = AgencyHost.objects.filter(kind=HostKind.PORTAL, language="vi", agency__province=agency.root)
    rows = hosts.filter(agency__in=Agency.objects.answering(), agency__name__in=names).select_related("agency")
    return {host.agency.name.casefold(): f"{root_url(host.hostname)}/" for host in rows}
