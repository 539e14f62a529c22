"""A mail in the outbox and a planned succession, for the crawl that proves isolation."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from security.isolation.registry import Things, Words, register_canary
from security.outbox import queue_mail
from tenants.models import Agency, SuccessionKind
from tenants.succession.planning import SuccessionSpec, plan_succession
from tenants.succession.transitions import OPEN, SuccessionAction
from tenants.transitions import LifeAction

ARGUMENTS = {
    "security:mail pk": "mail",
    "security:resend pk": "mail",
    "tenants:succession number": "succession",
    "tenants:act_on_succession number": "succession",
    "tenants:agency pk": "agency",
    "tenants:act_on_agency pk": "agency",
}
CHOICES = {
    "tenants:act_on_succession action": list(SuccessionAction),
    "tenants:act_on_agency action": list(LifeAction),
}


def register() -> None:
    """Called once at start-up."""
    register_canary("security", make, arguments=ARGUMENTS, choices=CHOICES)


def make(agency: Agency, people: Mapping[str, Any], words: Words, now: datetime) -> Things:
    """A mail that the agency has sent, and the plan of its end, or for a province of a component's."""
    to, subject = f"{words.secret}@example.vn", f"Thư {words}"
    mail = queue_mail(to=to, subject=subject, body=subject, agency=agency, key=None, now=now)
    return {"mail": [mail.pk], "succession": _succession(agency, words, now)}


def _succession(agency: Agency, words: Words, now: datetime) -> list[int]:
    """Nobody's, where every component is about to end already."""
    free = Agency.objects.of_province(agency.root).filter(province=agency.root).exclude(ended_by__state__in=OPEN)
    ending = free.first() if agency.is_province else agency
    if ending is None:
        return []
    today = now.date()
    spec = SuccessionSpec(
        kind=SuccessionKind.MERGE,
        predecessors=[ending],
        successors=[agency.root],
        decision=f"45/NQ {words}",
        decided_on=today,
        effective_on=today,
    )
    return [plan_succession(spec, actor=None, now=now).pk]
