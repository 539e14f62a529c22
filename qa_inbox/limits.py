"""How often one address may send, counted in the cache. Generous, for many share one address."""

from __future__ import annotations

from typing import Any

from django_ratelimit.core import get_usage

from security.addresses import counted_address

QUESTIONS = "20/h"
LOOK_UPS = "60/h"
"""Sent questions, and tracking codes tried that do not exist, per address and agency."""


MAILS = "20/d"
"""Questions with the same mail address, on all portals together: nobody's mailbox is filled through our forms."""


def over_limit(request: Any, what: str, rate: str) -> bool:
    """Whether the address has used up its share; this request is not counted."""
    usage = _usage(request, what, rate, count=False)
    return usage is not None and bool(usage["count"] >= usage["limit"])


def count_one(request: Any, what: str, rate: str) -> None:
    """Counts this request."""
    _usage(request, what, rate, count=True)


def mails_used_up(request: Any, address: str) -> bool:
    """Whether this mail address has had its share for today; if not, one more is counted."""
    key = address.strip().lower()
    usage = get_usage(request, group="qa_inbox.mail", key=lambda group, asked: key, rate=MAILS, increment=True)
    return usage is not None and bool(usage["should_limit"])


def _usage(request: Any, what: str, rate: str, *, count: bool) -> Any:
    key = f"{request.agency.pk}:{counted_address(request) or 'unknown'}"
    return get_usage(request, group=f"qa_inbox.{what}", key=lambda group, asked: key, rate=rate, increment=count)
