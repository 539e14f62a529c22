"""Reads a text's state off what is recorded of it: Wagtail's workflow and the decisions. Nothing is stored twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from wagtail.models import Revision, WorkflowState, get_default_page_content_type

from editorial.models import Decision, DecisionKind
from editorial.transitions import State


@dataclass(frozen=True)
class Standing:
    """Where a text stands: its state, the last decision on it, and who submitted it while the workflow is active."""

    state: State
    decision: Decision | None
    submitter_id: int | None


def standings_of(pages: Sequence[Any]) -> dict[int, Standing]:
    """The standing of each text by its key, in three queries whatever their number.

    Texts that are not loaded as their own type cost one query more each: load lists with `specific()`.
    """
    pks = [page.pk for page in pages]
    recorded = {"base_content_type": get_default_page_content_type(), "object_id__in": [str(pk) for pk in pks]}
    workflows = {
        int(workflow.object_id): workflow
        for workflow in WorkflowState.objects.filter(**recorded).active().order_by("pk")  # the last one stays
    }
    scheduled = Revision.objects.filter(**recorded, approved_go_live_at__isnull=False).values_list(
        "object_id", flat=True
    )
    waiting = {int(pk) for pk in scheduled}
    latest = Decision.objects.filter(page_id__in=pks).order_by("page_id", "-pk").distinct("page_id")
    decisions = {decision.page_id: decision for decision in latest.select_related("actor", "agency")}
    return {
        page.pk: _standing(page, workflows.get(page.pk), decisions.get(page.pk), page.pk in waiting) for page in pages
    }


def _standing(page: Any, workflow: WorkflowState | None, decision: Decision | None, scheduled: bool) -> Standing:
    state = _state(page, workflow, decision, scheduled)
    return Standing(state, decision, workflow.requested_by_id if workflow is not None else None)


def _state(page: Any, workflow: WorkflowState | None, last: Decision | None, scheduled: bool) -> State:
    if getattr(page.specific_deferred, "archived_at", None) is not None:
        return State.ARCHIVED
    if page.came_from_id is not None:
        return State.TAKEN_OVER if page.live else State.ARCHIVED
    if workflow is not None:
        if workflow.status == WorkflowState.STATUS_IN_PROGRESS:
            return State.SUBMITTED
        return State.RETURNED if last is not None and last.kind == DecisionKind.RETURNED else State.REFUSED
    if scheduled:
        return State.SCHEDULED
    if page.live:
        return State.DRAFT if page.has_unpublished_changes else State.APPROVED
    return State.UNPUBLISHED if last is not None and last.kind == DecisionKind.UNPUBLISHED else State.DRAFT


def standing_of(page: Any) -> Standing:
    return standings_of([page])[page.pk]


def state_of(page: Any) -> State:
    """The state of a text (transitions.py)."""
    return standing_of(page).state
