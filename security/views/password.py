from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from security.forms import ChangePasswordForm
from security.passwords import expires_at, in_words, rules_for
from security.services import change_password


@method_decorator([sensitive_post_parameters(), never_cache, login_required], name="dispatch")
class ChangePasswordView(View):
    """One's own password; the only page that a person with an expired one can open (VL.8.3)."""

    def get(self, request: Any) -> HttpResponse:
        return self._page(request, ChangePasswordForm(user=request.user))

    def post(self, request: Any) -> HttpResponse:
        form = ChangePasswordForm(request.POST, user=request.user)
        if not form.is_valid():
            return self._page(request, form)
        try:
            user = change_password(
                request.user, new_password=form.cleaned_data["new_password"], actor=request.user, now=timezone.now()
            )
        except ValidationError as error:
            form.add_error("new_password", error.messages)
            return self._page(request, form)
        update_session_auth_hash(request, user)
        messages.success(request, _("Your password has been changed."))
        return redirect(self._next(request) or reverse("wagtailadmin_home"))

    def _page(self, request: Any, form: ChangePasswordForm) -> HttpResponse:
        rules, now = rules_for(request.user), timezone.now()
        end = expires_at(request.user, rules)
        context = {
            "form": form,
            "rules": in_words(rules),
            "age": rules.max_age,
            "last_day": end and end - timedelta(days=1),
            "is_expired": end is not None and now >= end,
            "must_change": request.user.must_change_password,
            "next": self._next(request),
        }
        return render(request, "security/change_password.html", context, status=422 if form.errors else 200)

    @staticmethod
    def _next(request: Any) -> str:
        address = request.POST.get("next") or request.GET.get("next") or ""
        safe = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
        return address if safe else ""
