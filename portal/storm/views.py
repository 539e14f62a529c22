"""The screen of storm mode in an agency's work area: how it stands, and one step on or off."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portal.alerts.services import user_can_raise_alert
from portal.storm.manifest import MANIFEST
from portal.storm.places import folder_of
from portal.storm.switch import hosts_of, is_on, switch_storm
from tenants.admin_views import agency_at_work, not_allowed


@require_safe
def storm(request: Any) -> HttpResponse:
    """Each host name of the portal: whether storm mode is on, and from when its copy is."""
    agency = agency_at_work(request)
    if not user_can_raise_alert(request.user, agency):
        return not_allowed(request)
    rows = [(host, is_on(host), _written_at(host)) for host in hosts_of(agency, everywhere=False)]
    switched = sum(map(is_on, hosts_of(agency, everywhere=True))) if agency.is_province else 0
    context = {"page_title": _("Storm mode"), "header_icon": "warning", "rows": rows, "switched": switched}
    context |= {"on": any(on for _host, on, _at in rows), "ready": any(at for _host, _on, at in rows)}
    return render(request, "portal/storm/storm.html", context)


def _written_at(host: str) -> datetime | None:
    try:
        return datetime.fromtimestamp((folder_of(host) / MANIFEST).stat().st_mtime, UTC)
    except OSError:
        return None


@require_POST
def switch(request: Any) -> HttpResponse:
    """Turns storm mode on or off; readers meet it with their next page."""
    agency = agency_at_work(request)
    if not user_can_raise_alert(request.user, agency):
        return not_allowed(request)
    on, everywhere = request.POST.get("turn") == "on", request.POST.get("where") == "all"
    try:
        hosts = switch_storm(agency, on=on, everywhere=everywhere, actor=request.user, now=timezone.now())
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        said = _("Storm mode is on. Portals: %(n)d") if on else _("Storm mode is off. Portals: %(n)d")
        messages.success(request, said % {"n": len(hosts)})
    return redirect("storm:storm")
