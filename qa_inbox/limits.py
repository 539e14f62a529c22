"""How often one address may send: per agency, counted in the cache. Generous, for many share one address."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django_ratelimit.core import is_ratelimited

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


def over_limit(request: Any, what: str, rate: str, *, count: bool = True) -> bool:
    """Whether the address has used up its share; `count` counts this request."""
    return bool(
        is_ratelimited(
            request,
            group=f"qa_inbox.{what}",
            key=lambda group, asked: f"{asked.agency.pk}:{client_address(asked)}",
            rate=rate,
            increment=count,
        )
    )
