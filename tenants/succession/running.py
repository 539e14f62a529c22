"""Previews, rehearses, runs and resumes a succession: step by step, each in its own transaction, none twice."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils.timezone import localdate
from wagtail.log_actions import log
from wagtail.models import Site

from tenants.hosts import forget_hosts
from tenants.models import Agency, Succession, SuccessionState, SuccessionStep
from tenants.permissions import user_can_oversee
from tenants.succession.heirs import Finding, Handover, Level, heir, heirs
from tenants.succession.transitions import Situation, SuccessionAction, SuccessionError, check

OnStep = Callable[[SuccessionStep], None]


@dataclass(frozen=True)
class Found:
    """What one app finds of one agency that ends."""

    predecessor: Agency
    label: str
    findings: tuple[Finding, ...]


class SuccessionStopped(Exception):
    """A step failed; what was done before it stays, and the succession can be resumed. `step`: where."""

    def __init__(self, step: SuccessionStep, cause: Exception) -> None:
        super().__init__(f"{step.name}, {step.predecessor}: {cause}")
        self.step = step


def handovers(plan: Succession) -> list[Handover]:
    """One for each agency that ends, in a fixed order."""
    successors = {agency.pk: agency for agency in plan.successors.select_related("province", "parent", "home_page")}
    ends = plan.predecessors.select_related("province", "parent", "home_page").order_by("pk")
    return [Handover(plan, agency, successors[plan.heir_id], successors) for agency in ends]


def findings_of(plan: Succession, *, now: datetime) -> list[Found]:
    """What would be handed over and what is in the way; what is not there is not listed. Changes nothing."""
    return [
        Found(handover.predecessor, str(each.label), found)
        for handover in handovers(plan)
        for each in heirs()
        if (found := tuple(one for one in each.preview(handover, now=now) if one.count))
    ]


def blocking(found: Sequence[Found]) -> tuple[str, ...]:
    return tuple(one.text for each in found for one in each.findings if one.level == Level.BLOCKING)


def situation_of(plan: Succession, actor: Any, now: datetime, found: Sequence[Found] = ()) -> Situation:
    """What the guards of the table look at."""
    concerned = [*plan.predecessors.all(), *plan.successors.all()]
    return Situation(
        oversees=actor is None or all(user_can_oversee(actor, agency) for agency in concerned),
        in_effect=plan.effective_on <= localdate(now),
        blocked=blocking(found),
    )


@transaction.atomic
def preview(plan: Succession, *, actor: Any, now: datetime) -> list[Found]:
    """The preview, and that it was looked at: nothing runs without it."""
    plan = _locked(plan)
    _take(plan, SuccessionAction.PREVIEW, actor, now)
    return findings_of(plan, now=now)


def rehearse(plan: Succession, *, actor: Any, now: datetime) -> list[SuccessionStep]:
    """Runs every step, with every check of the database, and undoes it all. Returns the steps with their results."""
    try:
        with transaction.atomic():
            plan = _locked(plan)
            check(plan.state, SuccessionAction.REHEARSE, situation_of(plan, actor, now, findings_of(plan, now=now)))
            _set_out(plan)
            done = list(_steps_taken(plan, actor, now))
            connection.check_constraints()
            transaction.set_rollback(True)
    finally:
        Site.clear_site_root_paths_cache()
        forget_hosts()
    return done


def run(
    plan: Succession, *, actor: Any, now: datetime, on_step: OnStep | None = None, seconds: float | None = None
) -> Succession:
    """Carries out a previewed succession. Raises SuccessionError, or SuccessionStopped when a step fails.

    With `seconds` no further step begins after that time; the succession is still running then and can be resumed.
    """
    with transaction.atomic():
        plan = _locked(plan)
        _take(plan, SuccessionAction.RUN, actor, now, findings_of(plan, now=now))
        _set_out(plan)
    return _finish(plan, actor, now, on_step, seconds)


def resume(
    plan: Succession, *, actor: Any, now: datetime, on_step: OnStep | None = None, seconds: float | None = None
) -> Succession:
    """Goes on behind the last step that was done: after an error, or when the process was killed."""
    with transaction.atomic():
        plan = _locked(plan)
        _take(plan, SuccessionAction.RESUME, actor, now)
    return _finish(plan, actor, now, on_step, seconds)


@transaction.atomic
def cancel(plan: Succession, *, actor: Any, now: datetime) -> Succession:
    """Withdraws a plan that has not begun."""
    plan = _locked(plan)
    _take(plan, SuccessionAction.CANCEL, actor, now)
    return plan


def _locked(plan: Succession) -> Succession:
    return Succession.objects.select_for_update(of=("self",)).select_related("heir__province").get(pk=plan.pk)


def _take(
    plan: Succession, action: SuccessionAction, actor: Any, now: datetime, found: Sequence[Found] = (), error: str = ""
) -> None:
    change = check(plan.state, action, situation_of(plan, actor, now, found))
    plan.state, plan.error = change.then or plan.state, error
    if action in {SuccessionAction.RUN, SuccessionAction.RESUME}:
        plan.run_by = actor
    if action == SuccessionAction.FINISH:
        plan.finished_at = now
    plan.save(update_fields=["state", "error", "run_by", "finished_at"])
    data = {"succession": plan.pk, "text": str(plan)} | ({"error": error} if error else {})
    log(plan.heir, change.audit, user=actor, timestamp=now, data=data)


def _set_out(plan: Succession) -> None:
    """Writes down all steps, in their order."""
    ends = handovers(plan)
    rows = [(each.name, handover.predecessor) for each in heirs() for handover in ends]
    SuccessionStep.objects.bulk_create(
        SuccessionStep(succession=plan, number=number, name=name, predecessor=agency)
        for number, (name, agency) in enumerate(rows, start=1)
    )


def _finish(plan: Succession, actor: Any, now: datetime, on_step: OnStep | None, seconds: float | None) -> Succession:
    end = None if seconds is None else time.monotonic() + seconds
    for step in _steps_taken(plan, actor, now):
        if on_step is not None:
            on_step(step)
        if end is not None and time.monotonic() > end and plan.steps.filter(done_at=None).exists():
            return _fresh(plan)
    with transaction.atomic():
        plan = _locked(plan)
        if plan.state == SuccessionState.RUNNING:
            _take(plan, SuccessionAction.FINISH, actor, now)
    return plan


def _fresh(plan: Succession) -> Succession:
    return Succession.objects.get(pk=plan.pk)


def _steps_taken(plan: Succession, actor: Any, now: datetime) -> Iterator[SuccessionStep]:
    while (step := _next_step(plan, actor, now)) is not None:
        yield step


def _next_step(plan: Succession, actor: Any, now: datetime) -> SuccessionStep | None:
    """Takes the first step that is not done. Two processes wait for each other and never take the same one."""
    step = None
    try:
        with transaction.atomic():
            plan = _locked(plan)
            step = plan.steps.filter(done_at=None).select_related("predecessor").first()
            if step is None:
                return None
            handover = next(each for each in handovers(plan) if each.predecessor.pk == step.predecessor_id)
            step.result = heir(step.name).carry_over(handover, actor=actor, now=now)
            step.done_at = now
            step.save(update_fields=["result", "done_at"])
        return step
    except SuccessionError:
        raise
    except Exception as error:
        if step is None:
            raise
        _stop(plan, actor, now, f"{step.name}, {step.predecessor}: {error}")
        raise SuccessionStopped(step, error) from error


@transaction.atomic
def _stop(plan: Succession, actor: Any, now: datetime, error: str) -> None:
    plan = _locked(plan)
    if plan.state == SuccessionState.RUNNING:
        _take(plan, SuccessionAction.FAIL, actor, now, error=error)
