from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from security.passwords import must_change

# All that a person with an expired password can reach: the change itself, what its page loads, and the way out.
STILL_OPEN = frozenset(
    {
        "security:change_password",
        "wagtailadmin_logout",
        "wagtailadmin_login",
        "wagtailadmin_javascript_catalog",
        "wagtailadmin_sprite",
    }
)


class PasswordAgeMiddleware:
    """On the admin host an expired password, or one that somebody else set, can only be changed (VL.8.3).

    Every other address leads to the change of the password; what a script asked for gets 403.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: Any, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        if not request.is_admin_host or request.resolver_match.view_name in STILL_OPEN:
            return None
        if not request.user.is_authenticated or not must_change(request.user, timezone.now()):
            return None
        address = reverse("security:change_password")
        if not _asks_for_page(request):
            text = _("Your password has to be changed first.")
            return JsonResponse({"error": text, "change_password": address}, status=403)
        if request.method == "GET":
            address += "?" + urlencode({"next": request.get_full_path()})
        return redirect(address)


def _asks_for_page(request: Any) -> bool:
    if request.headers.get("x-requested-with") == "XMLHttpRequest":
        return False
    return request.headers.get("sec-fetch-dest", "document") in {"document", "iframe", ""} and request.accepts(
        "text/html"
    )
