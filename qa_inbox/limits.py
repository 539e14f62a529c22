"""How often one address may send: per agency, counted in the cache. Generous, for many share one address."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django_ratelimit.core import get_usage

QUESTIONS = "20/h"
LOOK_UPS = "60/h"
"""Sent questions, and tracking codes tried that do not exist, per address and agency."""


def client_address(request: Any) -> str:
    """The sender's address; behind trusted proxies the one that the outermost of them saw."""
    forwarded = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    proxies = settings.TRUSTED_PROXIES
    if proxies and len(forwarded) >= proxies:
        return str(forwarded[-proxies])
    return str(request.META.get("REMOTE_ADDR", ""))


def over_limit(request: Any, what: str, rate: str) -> bool:
    """Whether the address has used up its share; this request is not counted."""
    usage = _usage(request, what, rate, count=False)
    return usage is not None and bool(usage["count"] >= usage["limit"])


def count_one(request: Any, what: str, rate: str) -> None:
    """Counts this request."""
    _usage(request, what, rate, count=True)


def _usage(request: Any, what: str, rate: str, *, count: bool) -> Any:
    key = f"{request.agency.pk}:{client_address(request)}"
    return get_usage(request, group=f"qa_inbox.{what}", key=lambda group, asked: key, rate=rate, increment=count)
