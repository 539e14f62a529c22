"""How often one address may send: per agency, counted in the cache. Generous, for many share one address."""

from __future__ import annotations

from ipaddress import ip_address, ip_network
from typing import Any

from django_ratelimit.core import get_usage

from security.addresses import client_address

QUESTIONS = "20/h"
LOOK_UPS = "60/h"
"""Sent questions, and tracking codes tried that do not exist, per address and agency."""

IPV6, IPV6_PREFIX = 6, 64


def sender_of(request: Any) -> str:
    """Who is counted: an IPv4 address, or the /64 network of an IPv6 one, all of which one connection may use."""
    address = client_address(request)
    if address is None:
        return "unknown"
    parsed = ip_address(address)
    return str(ip_network((parsed, IPV6_PREFIX), strict=False)) if parsed.version == IPV6 else address


def over_limit(request: Any, what: str, rate: str) -> bool:
    """Whether the address has used up its share; this request is not counted."""
    usage = _usage(request, what, rate, count=False)
    return usage is not None and bool(usage["count"] >= usage["limit"])


def count_one(request: Any, what: str, rate: str) -> None:
    """Counts this request."""
    _usage(request, what, rate, count=True)


def _usage(request: Any, what: str, rate: str, *, count: bool) -> Any:
    key = f"{request.agency.pk}:{sender_of(request)}"
    return get_usage(request, group=f"qa_inbox.{what}", key=lambda group, asked: key, rate=rate, increment=count)
