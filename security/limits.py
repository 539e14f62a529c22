"""How often one address may send a public form, counted in the cache. Generous, for many share one address."""

from __future__ import annotations

from typing import Any

from django_ratelimit.core import get_usage

from security.addresses import counted_address


def over_limit(request: Any, group: str, rate: str) -> bool:
    """Whether the address has used up its share on this portal; this request is not counted."""
    usage = _usage(request, group, rate, count=False)
    return usage is not None and bool(usage["count"] >= usage["limit"])


def count_one(request: Any, group: str, rate: str) -> None:
    """Counts this request."""
    _usage(request, group, rate, count=True)


def seconds_to_wait(request: Any, group: str, rate: str) -> int:
    """Counts this request; 0 while the address has something left, else when its share on this portal is full again."""
    usage = _usage(request, group, rate, count=True)
    return max(1, int(usage["time_left"])) if usage is not None and usage["should_limit"] else 0


def mails_used_up(request: Any, group: str, rate: str, address: str) -> bool:
    """Whether a mail address has had its share, on all portals together; if not, one more is counted."""
    key = address.strip().lower()
    usage = get_usage(request, group=group, key=lambda group, asked: key, rate=rate, increment=True)
    return usage is not None and bool(usage["should_limit"])


def _usage(request: Any, group: str, rate: str, *, count: bool) -> Any:
    key = f"{request.agency.pk}:{counted_address(request) or 'unknown'}"
    return get_usage(request, group=group, key=lambda group, asked: key, rate=rate, increment=count)
