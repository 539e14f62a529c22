"""The directory of a province's portals: found by name, by kind, in Vietnamese order (TB.6)."""

from __future__ import annotations

import unicodedata
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.find.query import MAX_QUERY
from tenants.hosts import root_url
from tenants.models import Agency, AgencyHost, AgencyKind, HostKind

PER_PAGE = 120
ORDER = [kind for kind in AgencyKind if kind != AgencyKind.PROVINCE]


def kinds_of(province: Agency) -> list[tuple[str, str]]:
    """The kinds of body that have portals in the province, with their names, in one query."""
    there = set(
        Agency.objects.answering().filter(province=province).order_by().values_list("kind", flat=True).distinct()
    )
    return [(kind.value, str(kind.label)) for kind in ORDER if kind in there]


def find_portals(province: Agency, wanted: str = "", kind: str = "") -> QuerySet[AgencyHost]:
    """The portals of the province's other agencies that answer; `wanted`: a part of a name, diacritics optional."""
    hosts = AgencyHost.objects.filter(kind=HostKind.PORTAL, language="vi", agency__province=province)
    found = hosts.filter(agency__in=Agency.objects.answering()).select_related("agency")
    if wanted:
        wanted = unicodedata.normalize("NFC", wanted)
        names = Q(agency__name__unaccent__icontains=wanted) | Q(agency__short_name__unaccent__icontains=wanted)
        found = found.filter(names)
    if kind:
        found = found.filter(agency__kind=kind)
    return found.order_by("agency__sort_key", "pk")


@require_safe
def portals(request: Any) -> HttpResponse:
    """The directory page of a provincial portal; a component has none."""
    province: Agency = request.agency
    if not province.is_province:
        raise Http404
    query = " ".join(request.GET.get("q", "").replace("\x00", "").split())[:MAX_QUERY]
    kinds = kinds_of(province)
    kind = request.GET.get("kind", "")
    kind = kind if kind in dict(kinds) else ""
    paginator = Paginator(find_portals(province, query, kind), PER_PAGE)
    rows = paginator.get_page(request.GET.get("page"))
    rows.object_list = [{"name": host.agency.name, "url": f"{root_url(host.hostname)}/"} for host in rows.object_list]
    context = {
        "page_title": _("Portals in the province"),
        "query": query,
        "kinds": kinds,
        "kind": kind,
        "rows": rows,
        "total": paginator.count,
        "page_range": paginator.get_elided_page_range(rows.number),
        "querystring": urlencode({"q": query, "kind": kind}),
    }
    return render(request, "portal/directory.html", context)
