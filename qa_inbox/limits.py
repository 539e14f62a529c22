"""How often one address may send, counted in the cache. Generous, for many share one address."""

from __future__ import annotations

from typing import Any

from security import limits

QUESTIONS = "20/h"
LOOK_UPS = "60/h"
"""Sent questions, and tracking codes tried that do not exist, per address and agency."""


MAILS = "20/d"
"""Questions with the same mail address, on all portals together: nobody's mailbox is filled through our forms."""


def over_limit(request: Any, what: str, rate: str) -> bool:
    """Whether the address has used up its share; this request is not counted."""
    return limits.over_limit(request, f"qa_inbox.{what}", rate)


def count_one(request: Any, what: str, rate: str) -> None:
    """Counts this request."""
    limits.count_one(request, f"qa_inbox.{what}", rate)


def mails_used_up(request: Any, address: str) -> bool:
    """Whether this mail address has had its share for today; if not, one more is counted."""
    return limits.mails_used_up(request, "qa_inbox.mail", MAILS, address)
