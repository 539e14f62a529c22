"""The disclosure radar on the screen: one's own portal, and for those who answer for others, theirs."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from reporting.disclosure import STATE_LABELS, Disclosure, SectionState, disclosures
from reporting.labels import section_label, source_text, time_text
from reporting.permissions import agencies_in_reports_of, user_can_open_reports
from tenants.clock import local_now
from tenants.models import Agency

PER_PAGE = 50


@require_safe
def own(request: Any) -> HttpResponse:
    """The radar of the portal that one works on, for everybody who serves it."""
    if request.agency is None:
        raise Http404
    return _one(request, request.agency)


@require_safe
def other(request: Any, pk: int) -> HttpResponse:
    """The radar of a portal that one sees in one's reports; any other does not exist."""
    if request.agency is None:
        raise Http404
    visible = agencies_in_reports_of(request.user, request.agency).select_related("province")
    return _one(request, get_object_or_404(visible, pk=pk))


@require_safe
def overview(request: Any) -> HttpResponse:
    """All portals that one sees in one's reports, fifty a page, with how many sections want work."""
    if request.agency is None or not user_can_open_reports(request.user, request.agency):
        raise Http404
    visible = agencies_in_reports_of(request.user, request.agency).answering().select_related("province")
    page = Paginator(visible.order_by("sort_key", "pk"), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page_title": _("Required sections of all portals"),
        "page_subtitle": str(request.agency),
        "header_icon": "tasks",
        "found": page,
        "rows": [(radar, _cells(radar)) for radar in disclosures(page, local_now())],
        "states": [STATE_LABELS[state] for state in SectionState],
    }
    return render(request, "reporting/disclosures.html", context)


def _cells(radar: Disclosure) -> list[int]:
    return [radar.counts[state] for state in SectionState]


def _one(request: Any, agency: Agency) -> HttpResponse:
    (radar,) = disclosures([agency], local_now())
    regulation = agency.regulation
    rows = [
        {
            "title": section_label(regulation, line.required.key),
            "line": line,
            "label": STATE_LABELS[line.state],
            "source": source_text(line.required.requirement),
            "time": time_text(line.freshness.period) if line.freshness else "",
            "time_source": source_text(line.freshness) if line.freshness else "",
            "url": line.page.full_url if line.page else "",
        }
        for line in radar.lines
    ]
    context = {
        "page_title": _("Required sections"),
        "page_subtitle": str(agency),
        "header_icon": "tasks",
        "radar": radar,
        "rows": rows,
        "sees_others": user_can_open_reports(request.user, request.agency),
    }
    return render(request, "reporting/disclosure.html", context)
