"""Two agencies of one province, one of which is about to end: what the tests of successions start from."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone

from tenants.models import Agency, Succession
from tenants.succession.planning import SuccessionSpec, plan_succession
from tenants.succession.running import preview, run
from tests.factories import make_agency

NUMBER = "Nghị quyết 15/NQ-HĐND"
OLD_HOST = "tttt.hungyen.localhost"
NEW_HOST = "skhcn.hungyen.localhost"


def make_old(world: Any, name: str = "Sở Thông tin và Truyền thông", **details: Any) -> Agency:
    return make_agency(province=world.hungyen, name=name, label=details.pop("label", "tttt"), **details)


def plan(kind: str, ends: list[Agency], successors: list[Agency], *, actor: Any = None, **details: Any) -> Succession:
    fields: dict[str, Any] = {"decision": NUMBER, "decided_on": date(2025, 2, 20), "effective_on": date(2025, 3, 1)}
    spec = SuccessionSpec(kind=kind, predecessors=ends, successors=successors, **(fields | details))
    return plan_succession(spec, actor=actor, now=timezone.now())


def carry_out(made: Succession, *, actor: Any = None) -> Succession:
    preview(made, actor=actor, now=timezone.now())
    return run(made, actor=actor, now=timezone.now())


def merge(old: Agency, into: Agency, **details: Any) -> Succession:
    return carry_out(plan("merge", [old], [into], **details))
