"""Visits on the screen and as CSV: one's own portal, and for those who answer for others, theirs."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from reporting.charts import column_chart
from reporting.labels import date_text
from reporting.permissions import agencies_in_reports_of, user_can_open_reports
from reporting.visits import Step, Sums, course, first_day, most_read, sums_of
from tenants.admin_views import agency_at_work
from tenants.clock import local_now
from tenants.csv_files import csv_download
from tenants.models import Agency
from tenants.querysets import AgencyQuerySet

PER_PAGE = 50


@require_safe
def visits(request: Any, pk: int | None = None) -> HttpResponse:
    """One portal's visits by day or by month, and its pages that are read most; for everybody who serves it."""
    agency, step, today = _agency(request, pk), _step(request), local_now().date()
    rows = course(agency, step, today)
    told = [(_label(day, step), number) for day, number in rows]
    context = {
        "page_title": _("Visits"),
        "page_subtitle": str(agency),
        "header_icon": "view",
        "shown": agency,
        "is_own": pk is None,
        "by_month": step is Step.MONTH,
        "total": sum(number for _day, number in rows),
        "chart": column_chart(told),
        "rows": told[::-1],
        "most_read": most_read(agency, first_day(step, today), today),
        "sees_others": user_can_open_reports(request.user, request.agency),
    }
    return render(request, "reporting/visits.html", context)


@require_safe
def visits_csv(request: Any, pk: int | None = None) -> HttpResponse:
    """The same course as a table for a spreadsheet."""
    agency, step = _agency(request, pk), _step(request)
    head = [_("Month") if step is Step.MONTH else _("Day"), _("Visits")]
    rows = ((_label(day, step), number) for day, number in course(agency, step, local_now().date()))
    return csv_download(f"luot-xem-{agency.slug}.csv", [head, *rows])


@require_safe
def portals(request: Any) -> HttpResponse:
    """All portals that one sees in one's reports, fifty a page, with their visits."""
    found = _visible(request)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    sums = sums_of(page, local_now().date())
    context = {
        "page_title": _("Visits of all portals"),
        "page_subtitle": str(request.agency),
        "header_icon": "view",
        "found": page,
        "rows": [(agency, sums.get(agency.pk, Sums())) for agency in page],
    }
    return render(request, "reporting/portal_visits.html", context)


@require_safe
def portals_csv(request: Any) -> HttpResponse:
    """The same list, whole, as a table for a spreadsheet."""
    found = list(_visible(request))
    sums = sums_of(found, local_now().date())
    head = [_("Portal"), _("Last 30 days"), _("Last 12 months")]
    rows = [(agency.name, sums.get(agency.pk, Sums())) for agency in found]
    return csv_download("luot-xem-cac-cong.csv", [head, *((name, shown.days, shown.months) for name, shown in rows)])


def _agency(request: Any, pk: int | None) -> Agency:
    """The agency one works in, or one that one sees in one's reports; any other does not exist."""
    own = agency_at_work(request)
    if pk is None:
        return own
    return get_object_or_404(agencies_in_reports_of(request.user, own).select_related("province"), pk=pk)


def _visible(request: Any) -> AgencyQuerySet:
    own = agency_at_work(request)
    if not user_can_open_reports(request.user, own):
        raise Http404
    return agencies_in_reports_of(request.user, own).answering().order_by("sort_key", "pk")


def _step(request: Any) -> Step:
    return Step.MONTH if request.GET.get("by") == Step.MONTH else Step.DAY


def _label(day: dt.date, step: Step) -> str:
    return f"{day:%m/%Y}" if step is Step.MONTH else date_text(day)
