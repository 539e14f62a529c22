"""The read-only API of a portal, under its own host: /api/v1/ (VL.9.3, HY.9.2, TN.3.2f)."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.db.models import Count
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.api import content
from portal.api.answers import RATE, endpoint
from portal.api.asked import asked_of, cursor_of
from portal.api.openapi import description
from portal.catalogue import listable_kinds
from portal.context_processors import citation
from portal.models import SectionPage
from tenants.hosts import root_url
from tenants.models import AgencyHost, HostKind

Answer = tuple[Any, dict[str, str]]
COLLECTIONS = ("content", "agency", "sections", "kinds")


@endpoint
def start(request: Any) -> Answer:
    """Where everything else is."""
    links = {name: _address(request, name) for name in COLLECTIONS}
    return {"links": links | {"openapi": _address(request, "openapi")}}, {}


@endpoint
def listed(request: Any) -> Answer:
    """A page of the portal's content that fits the filters, with the address of the next one."""
    asked = asked_of(request.GET, is_province=request.agency.is_province)
    entries = list(content.found(request, asked)[: asked.limit + 1])
    shown, more = entries[: asked.limit], len(entries) > asked.limit
    following = None
    if more:
        last = shown[-1].page
        place = cursor_of(getattr(last, content.order_of(asked)), last.pk)
        kept = [(name, value) for name, value in request.GET.items() if name != "cursor"]
        following = f"{_address(request, 'content')}?{urlencode([*kept, ('cursor', place)])}"
    links = {"next": following} if following else {}
    return {"items": content.rows(shown), "next": following}, links


@endpoint
def one(request: Any, pk: int) -> Answer:
    """One text; of another agency, or not live, it does not exist."""
    province = request.agency.is_province and request.GET.get("scope") == "province"
    entry = content.in_reach(request, province=province).defer(None).filter(pk=pk).first()
    if entry is None:
        raise Http404
    return content.whole(entry), {}


@endpoint
def agency(request: Any) -> Answer:
    """The agency whose portal this is, as its footer says it."""
    own, row = request.agency, request.host_row
    hosts = AgencyHost.objects.filter(agency=own.pk, kind=HostKind.PORTAL).order_by("-language")
    fields = ("name", "short_name", "kind", "address", "phone", "fax", "email", "head_name", "owning_agency")
    data = {name: str(getattr(own, name)) for name in (*fields, "managing_unit", "operating_unit", "unit_code")}
    portals = [{"language": host.language, "url": f"{root_url(host.hostname)}/"} for host in hosts]
    return {
        "id": own.slug,
        **data,
        "province": own.root.name,
        "portals": portals,
        "reuse": citation(own, row),
    }, {}


@endpoint
def sections(request: Any) -> Answer:
    """The portal's sections in the order of its menu."""
    home = request.host_row.site.root_page
    found = SectionPage.objects.descendant_of(home).live().filter(came_from=None).order_by("path")
    rows = [
        {
            "id": section.pk,
            "key": section.key,
            "path": section.url_path[len(home.url_path) :].strip("/"),
            "title": section.title,
            "summary": section.summary,
            "url": section.full_url,
        }
        for section in found
    ]
    return {"items": rows}, {}


@endpoint
def kinds(request: Any) -> Answer:
    """The kinds of content, with how many texts the portal has of each."""
    counted = content.in_reach(request, province=False).order_by().values_list("kind").annotate(number=Count("pk"))
    numbers = dict(counted.values_list("kind", "number"))
    rows = [
        {
            "kind": kind,
            "name": capfirst(str(model._meta.verbose_name)),
            "schema_type": model.schema_type,
            "number": numbers.get(kind, 0),
        }
        for kind, model in listable_kinds().items()
    ]
    return {"items": rows}, {}


@endpoint
def openapi(request: Any) -> Answer:
    return description(
        request.agency, root_url(request.host_row.hostname), citation(request.agency, request.host_row)
    ), {}


@require_safe
def about(request: Any) -> HttpResponse:
    """The API's page for people, written from the description that machines read."""
    told = description(request.agency, root_url(request.host_row.hostname), "")
    paths = [(address, item["get"]) for address, item in told["paths"].items()]
    context = {
        "paths": paths,
        "root": root_url(request.host_row.hostname),
        "rate": RATE.split("/")[0],
        "openapi_url": _address(request, "openapi"),
        "example": f"{_address(request, 'content')}?limit=3",
        "page_title": _("Open data for programs"),
    }
    return render(request, "portal/api.html", context)


def _address(request: Any, name: str) -> str:
    return root_url(request.host_row.hostname) + reverse(f"api:{name}")
