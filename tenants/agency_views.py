"""The province's screens of its agencies: the list, one agency's card, and what can be done with it.

For the province's office and its technical agency, in the province's work area; for anybody else they do not exist.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages

from tenants.admin_views import not_allowed
from tenants.agency_acts import ACTS
from tenants.agency_forms import ActForm, AgencyFilterForm
from tenants.agency_lists import agencies_like, with_standing
from tenants.csv_files import csv_download
from tenants.hosts import root_url
from tenants.life import standing_of
from tenants.models import Agency, AgencyModelLogEntry, AgencyState, Succession
from tenants.permissions import user_can_list_agencies, user_can_oversee
from tenants.roles import Role
from tenants.transitions import LifeAction, LifeError, allowed, check

PER_PAGE, HISTORY_PER_PAGE, MEMBERS_SHOWN = 50, 30, 200
TOLD = ("old", "new", "username", "role", "reason")


def _province(request: Any) -> Agency:
    """The province one works in; for anybody else the screen does not exist."""
    agency: Agency | None = request.agency
    if agency is None or not user_can_list_agencies(request.user, agency):
        raise Http404
    return agency


def _agency(request: Any, pk: int) -> Agency:
    found = Agency.objects.of_province(_province(request)).select_related("province", "parent", "successor")
    agency: Agency = get_object_or_404(found, pk=pk)
    return agency


@require_safe
def agencies(request: Any) -> HttpResponse:
    """All agencies of the province, narrowed by kind, district and state, found by name, host name or code."""
    province = _province(request)
    form = AgencyFilterForm(request.GET, province=province)
    found = Paginator(with_standing(agencies_like(province, form.wanted())), PER_PAGE)
    context = {
        "page_title": _("Agencies of the province"),
        "header_icon": "list-ul",
        "form": form,
        "found": found.get_page(request.GET.get("page")),
    }
    return render(request, "tenants/agencies.html", context)


@require_safe
def agencies_csv(request: Any) -> HttpResponse:
    """The same list, whole, as a table for a spreadsheet."""
    province = _province(request)
    rows = with_standing(agencies_like(province, AgencyFilterForm(request.GET, province=province).wanted()))
    heads = [_("Name"), _("Unit code"), _("Kind"), _("Parent"), _("Host name"), _("State"), _("People")]
    table: list[list[Any]] = [[*heads, _("Last publication")]]
    for row in rows:
        cells = [row.name, row.unit_code, row.get_kind_display(), row.parent or "", row.portal_host or ""]
        day = f"{timezone.localtime(row.last_text_at):%d/%m/%Y}" if row.last_text_at else ""
        table.append([*cells, row.get_state_display(), row.people or 0, day])
    return csv_download(f"{province.slug}-agencies.csv", table)


@require_safe
def agency(request: Any, pk: int) -> HttpResponse:
    """Everything that is on record of one agency, and what the person may do with it now."""
    found = _agency(request, pk)
    entries = AgencyModelLogEntry.objects.for_instance(found).select_related("user")
    history = Paginator(entries.order_by("-timestamp", "-pk"), HISTORY_PER_PAGE)
    history_page = history.get_page(request.GET.get("page"))
    below = Agency.objects.filter(parent=found).order_by("sort_key", "pk")
    successions = Succession.objects.filter(Q(predecessors=found) | Q(successors=found), province=found.root)
    context = {
        "page_title": found.name,
        "header_icon": "site",
        "shown": found,
        "hosts": [(host, root_url(host.hostname)) for host in found.hosts.order_by("kind", "language", "hostname")],
        "members": [] if found.is_province else list(below[:MEMBERS_SHOWN]),
        "successions": successions.distinct(),
        "runs_successions": user_can_oversee(request.user, found),
        "history": history_page,
        "entries": [(entry, *_told(entry.data)) for entry in history_page],
        "acts": [(action, ACTS[action]) for action in allowed(found.state, standing_of(found, request.user))],
    }
    return render(request, "tenants/agency.html", context)


def _told(data: dict[str, Any]) -> tuple[str, str]:
    """What a log entry says beside its action: what changed into what or who got which role, and why."""
    words: dict[Any, Any] = dict(AgencyState.choices) | dict(Role.choices)
    pairs = {name: str(words.get(data[name], data[name])) for name in TOLD if isinstance(data.get(name), str)}
    change = " → ".join(pairs[name] or "–" for name in ("old", "new") if name in pairs)
    person = ": ".join(pairs[name] for name in ("username", "role") if name in pairs)
    return change or person, pairs.get("reason", "")


@require_http_methods(["GET", "HEAD", "POST"])
def act_on_agency(request: Any, pk: int, action: str) -> HttpResponse:
    """One action of the table, with its form; what state or person does not allow is 403 and changes nothing."""
    found = _agency(request, pk)
    if action not in set(LifeAction):
        raise Http404
    wanted = LifeAction(action)
    try:
        check(found.state, wanted, standing_of(found, request.user))
        form = ACTS[wanted].form(request.POST if request.method == "POST" else None, agency=found)
        if _done(request, found, wanted, form):
            return redirect("tenants:agency", found.pk)
    except LifeError as error:
        return not_allowed(request, str(error.message))
    context = {
        "page_title": ACTS[wanted].label,
        "page_subtitle": found.name,
        "header_icon": "site",
        "shown": found,
        "action": wanted,
        "act": ACTS[wanted],
        "form": form,
    }
    return render(request, "tenants/act_on_agency.html", context)


def _done(request: Any, found: Agency, wanted: LifeAction, form: ActForm) -> bool:
    """Whether the action was asked for and done; what is wrong stands at the form's fields."""
    if not form.is_valid():
        return False
    try:
        ACTS[wanted].service(found, **form.given(), actor=request.user, now=timezone.now())
    except ValidationError as error:
        form.add_errors(error)
        return False
    except PermissionDenied:
        form.add_error(None, _("Your rights have changed. Nothing was done."))
        return False
    messages.success(request, ACTS[wanted].done)
    return True
