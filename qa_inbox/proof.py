"""Proof that a form comes from a person: work done by the browser, or an answer in words."""

from __future__ import annotations

from typing import Any

from altcha_django.views import ChallengeView
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

_view = ChallengeView.as_view()


@require_safe
def challenge(request: HttpRequest) -> HttpResponse:
    """A fresh, signed task for the browser; no cookie, never cached."""
    response: Any = _view(request)
    response["Vary"] = "Host"
    return response
