from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render

OURS = frozenset({"same-origin", "none"})


class FetchMetadataMiddleware:
    """The admin host refuses what another site, or one of the portals beside it, makes a browser send.

    Every portal is same-site with the admin host, so a cookie's SameSite protects nothing here. A link that a person
    follows (a GET that opens a page in its own tab) is let through; so are browsers too old to tell, whose forms still
    need their token.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponseBase:
        if request.is_admin_host and not is_ours(request) and not is_followed_link(request):
            return render(request, "security/refused_origin.html", status=403)
        return self.get_response(request)


def is_ours(request: Any) -> bool:
    return request.headers.get("sec-fetch-site", "none") in OURS


def is_followed_link(request: Any) -> bool:
    headers = request.headers
    return bool(
        request.method == "GET"
        and headers.get("sec-fetch-mode") == "navigate"
        and headers.get("sec-fetch-dest") == "document"
    )
