"""How the API answers: JSON that anybody's page may read, with ETag, limits, and problems as RFC 9457 writes them."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page

from security.limits import seconds_to_wait

RATE = "120/m"
"""Requests of one address to one portal. A harvester with pages of 100 gets 12,000 texts a minute."""
METHODS = "GET, HEAD, OPTIONS"
OPEN = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "Link, ETag, Retry-After",
    "Cross-Origin-Resource-Policy": "cross-origin",
    # Whoever keeps a copy asks each time whether it still holds: what is withdrawn is gone at once.
    "Cache-Control": "public, no-cache",
}
PREFLIGHT = {
    "Access-Control-Allow-Methods": METHODS,
    "Access-Control-Allow-Headers": "Accept, If-None-Match, If-Modified-Since",
    "Access-Control-Max-Age": "86400",
}

View = Callable[..., tuple[Any, dict[str, str]]]


class Problem(Exception):
    """An answer that says what is wrong with the request. `errors`: what is wrong with which parameter."""

    def __init__(self, status: int, detail: str, errors: dict[str, str] | None = None, **headers: str) -> None:
        super().__init__(detail)
        self.status, self.detail, self.errors = status, detail, errors or {}
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}


def endpoint(view: View) -> Callable[..., HttpResponse]:
    """A view of the API returns (data, links by relation); no session, no cookie, no log-in stands before it."""

    @wraps(view)
    def answer(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "OPTIONS":
            return HttpResponse(status=204, headers=OPEN | PREFLIGHT | {"Allow": METHODS})
        try:
            _admit(request)
            data, links = view(request, *args, **kwargs)
        except Problem as problem:
            return _problem(problem)
        except Http404:
            return _problem(Problem(404, _("There is nothing published at this address.")))
        headers = {"Link": ", ".join(f'<{url}>; rel="{name}"' for name, url in links.items())} if links else {}
        return _json(data, 200, headers)

    checked: Callable[..., HttpResponse] = conditional_page(answer)
    return checked


def _admit(request: Any) -> None:
    if request.method not in {"GET", "HEAD"}:
        raise Problem(405, _("This API is for reading alone."), Allow=METHODS)
    seconds = seconds_to_wait(request, "api", RATE)
    if seconds:
        raise Problem(429, _("Too many requests. Wait as long as Retry-After says."), Retry_After=str(seconds))


def _problem(problem: Problem) -> HttpResponse:
    data = {"type": "about:blank", "status": problem.status, "detail": problem.detail, "errors": problem.errors}
    response = _json(data, problem.status, problem.headers)
    response.headers["Content-Type"] = "application/problem+json"
    response.headers["Cache-Control"] = "no-store"
    return response


def _json(data: Any, status: int, headers: dict[str, str]) -> HttpResponse:
    return JsonResponse(data, status=status, headers=OPEN | headers, json_dumps_params={"ensure_ascii": False})
