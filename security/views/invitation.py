from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from security.invitations import accept_invitation, account_for, invitation_of
from security.models import Invitation, User
from security.passwords import in_words, rules_for
from security.people_forms import AcceptForm
from tenants.roles import Role


@sensitive_post_parameters()
@never_cache
def invitation(request: Any, token: str) -> HttpResponse:
    """The page behind an invitation's link: accept with one's own account, or make one."""
    found = invitation_of(token, timezone.now())
    if found is None or found.agency.root != request.province:
        return render(request, "security/invitation_ended.html", status=410)
    holder = account_for(found)
    if holder is not None:
        return _with_account(request, token, found, holder)
    form = AcceptForm(request.POST or None, initial={"full_name": found.full_name})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        names = {"username": data["username"], "full_name": data["full_name"], "password": data["new_password"]}
        if _accepted(form, token, names):
            return render(request, "security/invitation_accepted.html", {"invitation": found})
    context = {**_context(found), "form": form, "rules": in_words(rules_for(None))}
    return render(request, "security/invitation.html", context, status=422 if form.errors else 200)


def _with_account(request: Any, token: str, found: Invitation, holder: User) -> HttpResponse:
    """Whoever has an account signs in; somebody else's session ends only when the person asks for that."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path(), resolve_url(settings.LOGIN_URL))
    if request.method == "POST" and "other" in request.POST:
        logout(request)
        return redirect(request.get_full_path())
    own = request.user.pk == holder.pk
    if request.method == "POST" and own:
        try:
            accept_invitation(token, user=request.user, now=timezone.now())
        except PermissionDenied:
            raise Http404 from None
        return redirect(f"/a/{found.agency.slug}/")
    return render(request, "security/invitation_account.html", {**_context(found), "own": own})


def _accepted(form: Any, token: str, names: dict[str, str]) -> bool:
    try:
        accept_invitation(token, now=timezone.now(), **names)
    except ValidationError as error:
        for field, texts in error.message_dict.items():
            form.add_error({"password": "new_password"}.get(field, field if field in form.fields else None), texts)
        return False
    except PermissionDenied:
        raise Http404 from None
    return True


def _context(found: Invitation) -> dict[str, Any]:
    return {"invitation": found, "roles": [Role(role).label for role in found.roles if role in Role.values]}
