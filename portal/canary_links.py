"""Broken links of an agency, for the crawl that proves isolation (security/isolation)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from portal.models import LinkKind, LinkProblem, LinkState, PageLink
from security.isolation import Things, Words, register_canary
from tenants.models import Agency, BasePage

ARGUMENTS = {"link_pk": "link"}


def register() -> None:
    """Called once by the composition root."""
    register_canary("links", make, arguments=ARGUMENTS)


def make(agency: Agency, people: Mapping[str, Any], words: Words, now: datetime) -> Things:
    """One that is broken, one that cannot be judged, one that was left."""
    page = BasePage.objects.get(pk=agency.home_page_id)
    kinds: tuple[dict[str, Any], ...] = (
        {"state": LinkState.BROKEN, "problem": LinkProblem.GONE, "failing_since": now},
        {"state": LinkState.UNCERTAIN, "problem": LinkProblem.REFUSED},
        {"state": LinkState.BROKEN, "problem": LinkProblem.GONE, "left_reason": str(words), "left_at": now},
    )
    made = [
        PageLink.objects.create(
            page=page,
            kind=LinkKind.OUTSIDE,
            address=f"https://{words.secret}.example.vn/{number}",
            host=f"{words.secret}.example.vn".lower(),
            place="body",
            words=str(words),
            **known,
        )
        for number, known in enumerate(kinds)
    ]
    return {"link": [link.pk for link in made]}
