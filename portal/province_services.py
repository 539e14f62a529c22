"""The public services of every agency of a province in one list, on the provincial portal (TN.3.1a, VL.2.6)."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib.postgres.fields import ArrayField
from django.core.paginator import Paginator
from django.db.models import F, Func, IntegerField, QuerySet, TextField, Value
from django.db.models.functions import Cast
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.filters.services import ProvinceServiceFilter
from portal.models import PublicServicePage
from tenants.hosts import learn_homes
from tenants.models import Agency
from tenants.sorting import alphabetical

PER_PAGE = 20


def services_of(province: Agency, language: str) -> QuerySet[PublicServicePage]:
    """Live services on the province's portals that answer; not those of agencies that have ended."""
    answering = Agency.objects.of_province(province).answering()
    live = PublicServicePage.objects.live().filter(came_from=None, agency__in=answering)
    listing = PublicServicePage.listing
    return live.filter(locale__language_code=language).select_related("agency__province").defer(*listing.defer)


def in_order(services: QuerySet[PublicServicePage], fields: list[str]) -> QuerySet[PublicServicePage]:
    """By the order of the fields, which the filter has read already, then by title.

    A province has tens of thousands of services in some dozens of fields: the alphabet is not asked for each row.
    """
    known = Value(fields, output_field=ArrayField(TextField()))
    place = Func(known, Cast(F("field"), TextField()), function="array_position", output_field=IntegerField())
    return services.order_by(place, alphabetical("title"), "pk")


@require_safe
def province_services(request: Any) -> HttpResponse:
    """One page of the list, narrowed by field, level, audience, words and agency; a component portal has none."""
    province: Agency = request.agency
    if not province.is_province:
        raise Http404
    found = services_of(province, request.language)
    narrowed = ProvinceServiceFilter(request.GET, queryset=found, province=province)
    fields = [value for value, _label in narrowed.filters["field"].extra["choices"]]
    paginator = Paginator(in_order(narrowed.qs, fields), PER_PAGE)
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
