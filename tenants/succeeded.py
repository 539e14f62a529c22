"""The hosts of an agency that has ended: every address leads to what became of it at the successor."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, HttpResponsePermanentRedirect

from tenants.hosts import root_url
from tenants.models import Agency, AgencyHost, HostKind
from tenants.old_addresses import target_of


def to_successor(request: Any, row: AgencyHost) -> HttpResponse | None:
    """A page goes to the same page, anything else to the same path on the successor's portal; None if it has none.

    The administration of a province that has ended goes to that of its successor. What is sent, not read, is refused.
    """
    successor: Agency = row.agency.successor  # type: ignore[assignment]
    if request.method not in {"GET", "HEAD"}:
        return None
    root = _root(successor, row)
    if row.kind == HostKind.ADMIN:
        return HttpResponsePermanentRedirect(f"{root}/") if root else None
    path = request.get_full_path()
    target = target_of(row.agency, path) if request.path != "/" else None
    if target is None or target.startswith("/"):
        target = f"{root}{target or path}" if root else None
    return HttpResponsePermanentRedirect(target) if target else None


def _root(successor: Agency, row: AgencyHost) -> str:
    """Where the successor answers: in the language of the old host, else in Vietnamese."""
    owner = successor.root if row.kind == HostKind.ADMIN else successor
    kind = HostKind.ADMIN if row.kind == HostKind.ADMIN else HostKind.PORTAL
    names = dict(AgencyHost.objects.filter(agency=owner, kind=kind).values_list("language", "hostname"))
    name = names.get(row.language) or names.get("vi")
    return root_url(name) if name else ""
