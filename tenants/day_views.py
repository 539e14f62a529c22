"""The screen of official days: what counts as a working day, by which decision, and which years are confirmed."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin import messages

from tenants.admin_views import not_allowed
from tenants.days import confirm_year, record_official_day
from tenants.forms import CalendarYearForm, OfficialDayForm
from tenants.models import Agency, CalendarYear, OfficialDayRow
from tenants.models.days import Scope
from tenants.permissions import user_can_administer_agency, user_can_oversee

PER_PAGE = 50


def user_can_record_days(user: Any, agency: Agency) -> bool:
    """The province's office for everybody, an agency's administrator for that agency."""
    return user_can_oversee(user, agency) if agency.is_province else user_can_administer_agency(user, agency)


def official_days(request: Any) -> HttpResponse:
    """List the days that hold for the agency, and record one more."""
    agency: Agency = request.agency
    if not user_can_record_days(request.user, agency):
        return not_allowed(request)
    form = OfficialDayForm(request.POST or None, agency=agency, actor=request.user)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        record_official_day(
            agency,
            day=data["date"],
            kind=data["kind"],
            name=data["name"],
            scope=data["scope"],
            decision=data["decision"],
            announced_on=data["announced_on"],
            actor=request.user,
            now=timezone.now(),
        )
        messages.success(request, _("The day is recorded. Deadlines that start from now on count by it."))
        return redirect("tenants:official_days")
    return _page(request, agency, form, CalendarYearForm(province=agency))


def confirmed_years(request: Any) -> HttpResponse:
    """Confirm that a year's official days are complete: the province's office alone."""
    agency: Agency = request.agency
    if not agency.is_province or not user_can_record_days(request.user, agency):
        return not_allowed(request)
    form = CalendarYearForm(request.POST or None, province=agency)
    if request.method == "POST" and form.is_valid():
        confirm_year(agency, **form.cleaned_data, actor=request.user, now=timezone.now())
        messages.success(request, _("The year is confirmed."))
        return redirect("tenants:official_days")
    return _page(request, agency, OfficialDayForm(agency=agency, actor=request.user), form)


def _page(request: Any, agency: Agency, form: Any, year_form: Any) -> HttpResponse:
    here = Q(scope=Scope.NATIONAL) | Q(agency__in={agency.pk, agency.root.pk})
    days = Paginator(OfficialDayRow.objects.filter(here).order_by("-date", "-pk"), PER_PAGE)
    context = {
        "page_title": _("Official days"),
        "header_icon": "date",
        "form": form,
        "year_form": year_form if agency.is_province else None,
        "days": days.get_page(request.GET.get("page")),
        "years": CalendarYear.objects.filter(province=agency.root),
    }
    return render(request, "tenants/official_days.html", context)
