from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone, translation

from security.accounts import link_is_good
from security.views.first_administrator import first_administrator

PREFIX = "/first-administrator/"


class FirstAdministratorMiddleware:
    """Answers `/first-administrator/<token>/` on any host while the link is good; a new site has no host yet.

    The token is the right to do it, so neither a session nor a form token is needed.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path_info.startswith(PREFIX):
            token = request.path_info[len(PREFIX) :].strip("/")
            if link_is_good(token, timezone.now()):
                with translation.override(settings.LANGUAGE_CODE):
                    return first_administrator(request, token)
        return self.get_response(request)
