"""The public services of every agency of a province in one list, on the provincial portal (TN.3.1a, VL.2.6)."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.filters.services import ProvinceServiceFilter
from portal.models import PublicServicePage
from tenants.hosts import learn_homes
from tenants.models import Agency

PER_PAGE = 20


def services_of(province: Agency, language: str) -> QuerySet[PublicServicePage]:
    """Live services on the province's portals that answer, by field; not those of agencies that have ended."""
    answering = Agency.objects.of_province(province).answering()
    live = PublicServicePage.objects.live().filter(came_from=None, agency__in=answering)
    listing = PublicServicePage.listing
    found = live.filter(locale__language_code=language).select_related("agency__province").defer(*listing.defer)
    return found.order_by(*listing.order)


@require_safe
def province_services(request: Any) -> HttpResponse:
    """One page of the list, narrowed by field, level, audience, words and agency; a component portal has none."""
    province: Agency = request.agency
    if not province.is_province:
        raise Http404
    found = services_of(province, request.language)
    narrowed = ProvinceServiceFilter(request.GET, queryset=found, province=province)
    paginator = Paginator(narrowed.qs, PER_PAGE)
    items = paginator.get_page(request.GET.get("page"))
    learn_homes(service.home_path for service in items)
    asked = [(name, value) for name, value in request.GET.items() if name != "page" and value]
    context = {
        "items": items,
        "filter": narrowed,
        "filtering": any(request.GET.get(name) for name in narrowed.filters),
        "page_range": paginator.get_elided_page_range(items.number),
        "querystring": urlencode(asked),
    }
    return render(request, "portal/province_services.html", context)
