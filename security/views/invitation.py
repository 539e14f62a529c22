from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from security.invitations import accept_invitation, holders_of, invitation_of, on_offer
from security.models import Invitation
from security.passwords import in_words, rules_for
from security.people_forms import AcceptForm, newcomer
from tenants.roles import Role


@sensitive_post_parameters()
@never_cache
def invitation(request: Any, token: str) -> HttpResponse:
    """The page behind an invitation's link: accept with one's own account, or make one. 410 when it has ended."""
    found = invitation_of(token, timezone.now())
    if found is None or found.agency.root != request.province:
        return _ended(request)
    if holders_of(found.email).exists():
        return _with_account(request, token, found)
    form = AcceptForm(request.POST or None, invitation=found)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        names = {"username": data["username"], "full_name": data["full_name"], "password": data["new_password"]}
        try:
            accept_invitation(token, now=timezone.now(), **names)
        except ValidationError as error:
            _to_form(form, error)
        except PermissionDenied:
            return _ended(request)
        else:
            logout(request)
            return render(request, "security/invitation_accepted.html", {"invitation": found})
    context = {**_context(found), "form": form, "rules": in_words(rules_for(newcomer(found)))}
    return render(request, "security/invitation.html", context, status=422 if form.errors else 200)


def _with_account(request: Any, token: str, found: Invitation) -> HttpResponse:
    """Whoever has an account signs in; somebody else's session ends only when the person asks for that."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path(), resolve_url(settings.LOGIN_URL))
    if request.method == "POST" and "other" in request.POST:
        logout(request)
        return redirect(request.get_full_path())
    own = request.user.email.lower() == found.email
    if request.method == "POST" and own:
        try:
            accept_invitation(token, user=request.user, now=timezone.now())
        except PermissionDenied:
            return _ended(request)
        return redirect(f"/a/{found.agency.slug}/")
    return render(request, "security/invitation_account.html", {**_context(found), "own": own})


def _ended(request: Any) -> HttpResponse:
    return render(request, "security/invitation_ended.html", status=410)


def _to_form(form: AcceptForm, error: ValidationError) -> None:
    for field, texts in error.message_dict.items():
        form.add_error({"password": "new_password"}.get(field, field if field in form.fields else None), texts)


def _context(found: Invitation) -> dict[str, Any]:
    return {"invitation": found, "roles": [Role(role).label for role in on_offer(found)]}
