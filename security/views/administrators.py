"""The province's office and technical agency name the administrators of agencies; other roles are each agency's own."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from wagtail.admin.auth import require_admin_access

from security.invitations import invite, open_invitations
from security.people import people_of, roles_in, set_roles
from security.people_forms import GuestForm
from tenants.models import Agency
from tenants.permissions import grantable_roles
from tenants.roles import Role

ADMINISTRATOR = str(Role.AGENCY_ADMIN)


def _agency(request: Any, pk: int) -> Agency:
    """An agency of the province in which one works, whose administrators one may name; else it does not exist."""
    province: Agency | None = request.agency
    if province is None or not province.is_province:
        raise Http404
    members = Agency.objects.filter(province=province).select_related("province")
    agency: Agency = get_object_or_404(members, pk=pk)
    if ADMINISTRATOR not in grantable_roles(request.user, agency):
        raise Http404
    return agency


@never_cache
@require_admin_access
def administrators(request: Any, pk: int) -> HttpResponse:
    """Who administers an agency's portal, and the invitation of another."""
    agency = _agency(request, pk)
    form = GuestForm(request.POST or None)
    now = timezone.now()
    if request.method == "POST" and form.is_valid():
        try:
            sent = invite(agency, **form.cleaned_data, roles=[ADMINISTRATOR], actor=request.user, now=now)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The invitation to %(email)s is on its way.") % {"email": sent.email})
            return redirect("security:administrators", pk=agency.pk)
    context = {
        "page_title": _("Administrators of %(agency)s") % {"agency": agency},
        "header_icon": "group",
        "agency": agency,
        "people": people_of(agency).filter(memberships__agency=agency, memberships__role=ADMINISTRATOR),
        "invitations": [row for row in open_invitations(agency, now) if ADMINISTRATOR in row.roles],
        "form": form,
    }
    return render(request, "security/administrators.html", context, status=422 if form.errors else 200)


@require_POST
@require_admin_access
def take_administrator(request: Any, pk: int, person_pk: int) -> HttpResponse:
    """Somebody no longer administers an agency's portal; the last one stays."""
    agency = _agency(request, pk)
    person = get_object_or_404(people_of(agency), pk=person_pk)
    kept = roles_in(person, agency) - {ADMINISTRATOR}
    try:
        set_roles(agency, person, kept, actor=request.user, now=timezone.now())
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("%(person)s no longer administers the portal.") % {"person": person})
    return redirect("security:administrators", pk=agency.pk)
