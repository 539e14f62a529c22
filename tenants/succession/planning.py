"""Plans a succession: everything that can be wrong with it is said before anything is touched (TB.2, HY.2.1)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from tenants.models import Agency, AgencyState, Succession, SuccessionKind
from tenants.permissions import user_can_oversee
from tenants.succession.transitions import OPEN


@dataclass(frozen=True, kw_only=True)
class SuccessionSpec:
    """What a decision says. `heir`: the main successor, needed where there are several."""

    kind: str
    predecessors: Sequence[Agency]
    successors: Sequence[Agency]
    decision: str
    decided_on: date
    effective_on: date
    heir: Agency | None = None
    across_provinces: bool = False
    questions: Mapping[str, Agency] = field(default_factory=dict)
    people: Mapping[str, Agency] = field(default_factory=dict)


@transaction.atomic
def plan_succession(spec: SuccessionSpec, *, actor: Any, now: datetime) -> Succession:
    """Writes down who takes whose place. Raises PermissionDenied, or ValidationError by field."""
    concerned = [*spec.predecessors, *spec.successors]
    list(Agency.objects.select_for_update(of=("self",)).filter(pk__in=[each.pk for each in concerned]).order_by("pk"))
    if actor is not None and not all(user_can_oversee(actor, agency) for agency in concerned):
        raise PermissionDenied
    heir = _checked_numbers(spec)
    for predecessor in spec.predecessors:
        _check_predecessor(predecessor, spec)
    for successor in spec.successors:
        _check_successor(successor, spec)
    _check_provinces(spec)
    _check_loop(spec)
    plan = Succession(
        kind=spec.kind,
        province=heir.root,
        heir=heir,
        across_provinces=spec.across_provinces,
        decision=spec.decision.strip(),
        decided_on=spec.decided_on,
        effective_on=spec.effective_on,
        questions=_assigned(spec, "questions"),
        people=_assigned(spec, "people"),
        planned_by=actor,
        planned_at=now,
    )
    plan.full_clean(exclude={"planned_by", "run_by"})
    plan.save()
    plan.predecessors.set(spec.predecessors)
    plan.successors.set(spec.successors)
    log(heir, "tenants.succession_plan", user=actor, timestamp=now, data={"succession": plan.pk, "text": str(plan)})
    return plan


def _checked_numbers(spec: SuccessionSpec) -> Agency:
    """The main successor, when the numbers of agencies fit the kind of succession."""
    if spec.kind not in SuccessionKind.values:
        raise ValidationError({"kind": _("There is no such kind of succession.")})
    if not spec.predecessors:
        raise ValidationError({"predecessors": _("Name the agency that ends.")})
    if not spec.successors:
        raise ValidationError({"successors": _("Name the successor.")})
    if spec.kind == SuccessionKind.MERGE and len(spec.successors) != 1:
        raise ValidationError({"successors": _("A merger has exactly one successor.")})
    if spec.kind != SuccessionKind.MERGE and len(spec.predecessors) != 1:
        raise ValidationError({"predecessors": _("Exactly one agency is divided or dissolved.")})
    if spec.kind == SuccessionKind.SPLIT and len(spec.successors) < 2:
        raise ValidationError({"successors": _("A division has at least two successors.")})
    heir = spec.heir or (spec.successors[0] if len(spec.successors) == 1 else None)
    if heir is None or heir not in spec.successors:
        raise ValidationError(
            {"heir": _("Name which of the successors gets what is not assigned: the content and the archive.")}
        )
    return heir


def _check_predecessor(agency: Agency, spec: SuccessionSpec) -> None:
    if agency in spec.successors:
        raise ValidationError({"successors": _("“%(name)s” cannot be its own successor.") % {"name": agency}})
    if agency.state == AgencyState.CLOSED:
        raise ValidationError({"predecessors": _("“%(name)s” has closed already.") % {"name": agency}})
    others = Succession.objects.filter(state__in=OPEN)
    if (others.filter(predecessors=agency) | others.filter(successors=agency)).exists():
        raise ValidationError({"predecessors": _("Another succession of “%(name)s” is open.") % {"name": agency}})


def _check_successor(agency: Agency, spec: SuccessionSpec) -> None:
    if agency.state == AgencyState.CLOSED:
        raise ValidationError({"successors": _("“%(name)s” has closed: it can take over nothing.") % {"name": agency}})
    if Succession.objects.filter(state__in=OPEN, predecessors=agency).exists():
        raise ValidationError({"successors": _("Another succession of “%(name)s” is open.") % {"name": agency}})
    if agency.home_page_id is None:
        raise ValidationError({"successors": _("“%(name)s” has no portal yet.") % {"name": agency}})


def _check_provinces(spec: SuccessionSpec) -> None:
    provinces = [agency for agency in spec.predecessors if agency.is_province]
    if provinces and not all(agency.is_province for agency in spec.successors):
        raise ValidationError({"successors": _("Only another province takes the place of a province.")})
    roots = {agency.root.pk for agency in (*spec.predecessors, *spec.successors)}
    if len({agency.root.pk for agency in spec.successors}) > 1:
        raise ValidationError({"successors": _("The successors belong to several provinces.")})
    if len(roots) > 1 and not spec.across_provinces:
        raise ValidationError(
            {"across_provinces": _("The agencies belong to different provinces. Confirm that this is meant.")}
        )


def _check_loop(spec: SuccessionSpec) -> None:
    """What stood below an agency that ends comes below its successor, which therefore cannot stand below that."""
    if spec.kind == SuccessionKind.DISSOLVE:
        return
    ends = {agency.pk for agency in spec.predecessors}
    for successor in spec.successors:
        between, above = successor, successor.parent
        while above is not None:
            if above.pk in ends and between != successor:
                raise ValidationError(
                    {
                        "successors": _("“%(name)s” stands below “%(between)s”, which would come below it: a loop.")
                        % {"name": successor, "between": between}
                    }
                )
            between, above = above, above.parent


def _assigned(spec: SuccessionSpec, name: str) -> dict[str, int]:
    """Assignments by key, each to one of the successors."""
    found: dict[str, int] = {}
    for key, agency in getattr(spec, name).items():
        if agency not in spec.successors:
            raise ValidationError(
                {name: _("“%(key)s” is assigned to “%(name)s”, which is no successor.") % {"key": key, "name": agency}}
            )
        found[key] = agency.pk
    return found
