"""The life of an agency and its planned end, for the crawl that proves isolation."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from security.isolation.registry import Things, Words, register_canary
from tenants.models import Agency, SuccessionKind
from tenants.succession.planning import SuccessionSpec, plan_succession
from tenants.succession.transitions import OPEN, SuccessionAction
from tenants.transitions import LifeAction

ARGUMENTS = {
    "tenants:succession number": "succession",
    "tenants:act_on_succession number": "succession",
    "tenants:agency pk": "agency",
    "tenants:act_on_agency pk": "agency",
    "reporting:disclosure_of pk": "agency",
    "reporting:visits_of pk": "agency",
    "reporting:visits_of_csv pk": "agency",
}
CHOICES = {
    "tenants:act_on_succession action": list(SuccessionAction),
    "tenants:act_on_agency action": list(LifeAction),
}


def register() -> None:
    """Called once at start-up."""
    register_canary("successions", make, arguments=ARGUMENTS, choices=CHOICES)


def make(agency: Agency, people: Mapping[str, Any], words: Words, now: datetime) -> Things:
    """The plan of the agency's end, or for a province of a component's; none where all are about to end already."""
    free = Agency.objects.filter(province=agency.root).exclude(ended_by__state__in=OPEN)
    ending = free.first() if agency.is_province else agency
    if ending is None:
        return {}
    today = now.date()
    spec = SuccessionSpec(
        kind=SuccessionKind.MERGE,
        predecessors=[ending],
        successors=[agency.root],
        decision=f"45/NQ {words}",
        decided_on=today,
        effective_on=today,
    )
    return {"succession": [plan_succession(spec, actor=None, now=now).pk]}
