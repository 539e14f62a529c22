"""How a section lists what stands in it: by kind, filtered by the kind's own fields, in a fixed number of queries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.http import HttpRequest, QueryDict

from portal.catalogue import listable_kinds
from portal.filters import FILTERS
from portal.queries import attach_sections, breadcrumb, live_pages, section_feeds, taken_over
from portal.section_parts import part_of
from tenants.models import BasePage

if TYPE_CHECKING:
    from portal.models import ContentPage, SectionPage


def section_context(page: SectionPage, request: HttpRequest) -> dict[str, Any]:
    """One page of a section's list; an impossible page number shows the nearest one, an unknown kind the first."""
    from portal.models import SectionPage

    counts = _counts(page)
    shown = [model for model in _in_order(page) if model in counts]
    model = next((one for one in shown if one.kind == request.GET.get("kind")), None) or _first(page, shown)
    found = live_pages(model, page)
    filtered = _filtered(model, found, page, request.GET)
    paginator = Paginator(filtered.qs if filtered is not None else found, model.listing.per_page)
    items = paginator.get_page(request.GET.get("page"))
    subsections = list(SectionPage.objects.child_of(page).live().order_by("path"))
    attach_sections(items, [page, *subsections])
    return {
        "items": items,
        "item_kind": model.kind,
        "listing_template": model.listing.template,
        "filter": filtered,
        "filtering": filtered is not None and any(request.GET.get(name) for name in filtered.filters),
        "part": part_of(page, request),
        "kinds": [_tab(one, one is model, counts.get(one, 0)) for one in shown] if len(shown) > 1 else [],
        "page_range": paginator.get_elided_page_range(items.number),
        "querystring": _without_page(request.GET),
        "feeds": section_feeds(page),
        "breadcrumb": breadcrumb(page),
        "taken_over": taken_over(page),
        "subsections": subsections,
    }


def _counts(page: SectionPage) -> dict[type[ContentPage], int]:
    """How many live pages of each kind stand below a section; in one query."""
    by_label = {model._meta.label_lower: model for model in listable_kinds().values()}
    below = BasePage.objects.descendant_of(page).live()
    own = below.filter(came_from=None) if page.came_from_id is None else below
    rows = own.order_by().values_list("content_type__app_label", "content_type__model").annotate(Count("pk"))
    return {by_label[f"{app}.{name}"]: number for app, name, number in rows if f"{app}.{name}" in by_label}


def _in_order(page: SectionPage) -> list[type[ContentPage]]:
    """First the kinds whose own section it is, then those that stand anywhere, then what may stand beside them."""

    def place(model: type[ContentPage]) -> int:
        if page.key in model.home_sections[: model.leads]:
            return 0
        return 2 if model.home_sections else 1

    return sorted(listable_kinds().values(), key=place)


def _first(page: SectionPage, shown: list[type[ContentPage]]) -> type[ContentPage]:
    """The first kind that is there; in an empty section the one that it is made for."""
    return next(iter(shown or _in_order(page)))


def _filtered(model: type[ContentPage], found: QuerySet[Any], page: SectionPage, asked: QueryDict) -> Any:
    filter_set = FILTERS.get(model.kind)
    return filter_set(asked, queryset=found, section=page) if filter_set else None


def _tab(model: type[ContentPage], current: bool, number: int) -> dict[str, Any]:
    label = model._meta.verbose_name_plural
    return {"kind": model.kind, "url": f"?kind={model.kind}", "label": label, "current": current, "number": number}


def _without_page(asked: QueryDict) -> str:
    return urlencode([(name, value) for name, value in asked.lists() if name != "page" and any(value)], doseq=True)
