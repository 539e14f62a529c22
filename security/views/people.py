"""The people of one agency, in its work area: who they are, inviting others, giving and taking roles."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin.auth import require_admin_access

from security.invitations import LIFETIME, cancel_invitation, invite, open_invitations
from security.models import Invitation
from security.people import people_of, roles_in, set_roles
from security.people_forms import InviteForm, RolesForm
from tenants.admin_views import not_allowed
from tenants.permissions import grantable_roles
from tenants.roles import Role

ON_A_PAGE = 50
View = Callable[..., HttpResponse]


def for_administrators(view: View) -> View:
    """In an agency's work area, for those who may give roles there: 404 without an agency, 403 for anyone else."""

    @wraps(view)
    def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.agency is None:
            raise Http404
        request.reach = grantable_roles(request.user, request.agency)
        if not request.reach:
            return not_allowed(request)
        return view(request, *args, **kwargs)

    guarded_view: View = never_cache(require_admin_access(guarded))
    return guarded_view


@require_safe
@for_administrators
def people(request: Any) -> HttpResponse:
    """Who serves the agency and with which roles; `q` finds by name, user name or e-mail."""
    wanted = " ".join(request.GET.get("q", "").replace("\x00", "").split())
    found = people_of(request.agency)
    if wanted:
        found = found.filter(
            Q(full_name__unaccent__icontains=wanted) | Q(username__icontains=wanted) | Q(email__icontains=wanted)
        )
    invitations = open_invitations(request.agency, timezone.now())
    context = {
        "page_title": _("People"),
        "header_icon": "group",
        "page": Paginator(found, ON_A_PAGE).get_page(request.GET.get("p")),
        "q": wanted,
        "invitations": [(each, _labels(each.roles)) for each in invitations[:ON_A_PAGE]],
    }
    return render(request, "security/people.html", context)


@for_administrators
def invite_person(request: Any) -> HttpResponse:
    """Ask somebody to work on the portal."""
    form = InviteForm(request.POST or None, reach=request.reach)
    if request.method == "POST" and form.is_valid():
        try:
            sent = invite(request.agency, **form.cleaned_data, actor=request.user, now=timezone.now())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            text = _("The invitation to %(email)s is on its way. The link works for %(days)s days.")
            messages.success(request, text % {"email": sent.email, "days": LIFETIME.days})
            return redirect("security:people")
    context = {"page_title": _("Invite a person"), "header_icon": "group", "form": form}
    return render(request, "security/invite.html", context, status=422 if form.errors else 200)


@for_administrators
def person(request: Any, pk: int) -> HttpResponse:
    """One person's roles in this agency; without any the person no longer serves it."""
    found = get_object_or_404(people_of(request.agency), pk=pk)
    present = roles_in(found, request.agency)
    form = RolesForm(request.POST or None, reach=request.reach, initial={"roles": sorted(present)})
    if request.method == "POST" and form.is_valid():
        kept = present - set(request.reach)
        try:
            wanted = kept | set(form.cleaned_data["roles"])
            set_roles(request.agency, found, wanted, actor=request.user, now=timezone.now())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            text = _("The roles of %(person)s are changed; the change holds from now on.")
            messages.success(request, text % {"person": found})
            return redirect("security:people")
    context = {
        "page_title": str(found),
        "header_icon": "user",
        "person": found,
        "form": form,
        "beyond": _labels(sorted(present - set(request.reach))),
    }
    return render(request, "security/person.html", context, status=422 if form.errors else 200)


@require_POST
@for_administrators
def cancel(request: Any, pk: int) -> HttpResponse:
    """End an invitation that nobody has accepted."""
    found = get_object_or_404(Invitation, pk=pk, agency=request.agency)
    try:
        cancel_invitation(found, actor=request.user, now=timezone.now())
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("The invitation to %(email)s has ended.") % {"email": found.email})
    return redirect("security:people")


def _labels(roles: list[str]) -> list[str]:
    return [str(Role(role).label) for role in roles if role in Role.values]
