from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.home import HomeView

from tenants.models import Agency
from tenants.page_views import AgencyBrowseView

FEW, SHOWN_TO_CHOOSE = 12, 200
"""Up to so many agencies are seen at a glance; so many are listed at most, the others found by name."""


@require_admin_access
def home(request: Any) -> HttpResponseBase:
    """The dashboard of the agency one works in; without one, the choice among those that one serves."""
    if request.agency is not None:
        response: HttpResponseBase = HomeView.as_view()(request)
        return response
    served = Agency.objects.of_province(request.province).served_by(request.user).order_by("sort_key")
    wanted = " ".join(request.GET.get("q", "").replace("\x00", "").split())
    found = served.filter(name__unaccent__icontains=wanted) if wanted else served
    agencies = list(found[:SHOWN_TO_CHOOSE])
    if len(agencies) == 1 and not wanted:
        return redirect(f"/a/{agencies[0].slug}/")
    context = {"agencies": agencies, "q": wanted, "many": bool(wanted) or len(agencies) > FEW}
    return render(request, "tenants/choose_agency.html", context)


def agency_at_work(request: Any) -> Agency:
    """The agency one works in. Raises Http404 outside a work area: the screen does not exist there."""
    agency: Agency | None = request.agency
    if agency is None:
        raise Http404
    return agency


def not_allowed(request: Any, message: str = "") -> HttpResponse:
    """403 with a page of its own that says why: a PermissionDenied would make Wagtail redirect instead."""
    message = message or _("This is not among your tasks in this agency. Nothing was changed.")
    context = {"page_title": _("Not allowed"), "header_icon": "warning", "message": message}
    return render(request, "tenants/not_allowed.html", context, status=403)


choose_page = require_admin_access(AgencyBrowseView.as_view())
