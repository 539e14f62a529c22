"""The screens of emergency banners in an agency's work area."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portal.alerts.forms import AlertForm
from portal.alerts.services import lift_alert, raise_alert, user_can_raise_alert
from portal.models.alerts import Alert, Reach
from tenants.admin_views import agency_at_work, not_allowed

PER_PAGE = 20


@require_safe
def alerts(request: Any) -> HttpResponse:
    """The agency's banners, the newest first, with what runs now on top of its portal."""
    agency = agency_at_work(request)
    if not user_can_raise_alert(request.user, agency):
        return not_allowed(request)
    rows = Alert.objects.filter(agency=agency).select_related("raised_by", "lifted_by").prefetch_related("portals")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    now = timezone.now()
    context = {
        "page_title": _("Emergency banners"),
        "header_icon": "warning",
        "found": page,
        "rows": [(alert, alert.running(now)) for alert in page],
    }
    return render(request, "portal/alerts/alerts.html", context)


def new_alert(request: Any) -> HttpResponse:
    """Raises a banner; it stands on the portals with their next page."""
    agency = agency_at_work(request)
    if not user_can_raise_alert(request.user, agency):
        return not_allowed(request)
    form = AlertForm(request.POST or None, agency=agency, initial={"reach": Reach.OWN})
    if request.method == "POST" and form.is_valid():
        try:
            raise_alert(agency, **form.given(), actor=request.user, now=timezone.now())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The banner stands on the portals now. Tell the other channels too."))
            return redirect("alerts:alerts")
    context = {"page_title": _("Raise an emergency banner"), "header_icon": "warning", "form": form}
    return render(request, "portal/alerts/new.html", context)


@require_POST
def end_alert(request: Any, pk: int) -> HttpResponse:
    """Takes a banner off before its end."""
    found = get_object_or_404(Alert, pk=pk, agency=agency_at_work(request))
    if not user_can_raise_alert(request.user, found.agency):
        return not_allowed(request)
    lift_alert(found, actor=request.user, now=timezone.now())
    messages.success(request, _("The banner is off."))
    return redirect("alerts:alerts")
