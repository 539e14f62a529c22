"""The board's records when the content of an agency passes to another: decisions and submissions."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from wagtail.models import Revision, WorkflowState, get_default_page_content_type

from editorial.models import Decision, DecisionKind
from tenants.models import Agency, BasePage

BATCH = 1000


def decide_merger(pages: QuerySet[BasePage], heir: Agency, *, actor: Any, now: datetime, reason: str) -> int:
    """Records for each live text that its live version passes to the successor: it stays live (docs 0003).

    A version that was approved to go live later passes likewise, and will. Returns how many decisions were recorded.
    """
    live = dict(pages.filter(live=True).values_list("pk", "live_revision_id"))
    waiting = _scheduled(pages.filter(live=False))
    rows = (
        Decision(
            agency=heir,
            page_id=page,
            revision_id=revision,
            kind=DecisionKind.MERGER,
            actor=actor,
            decided_at=now,
            reason=reason,
        )
        for page, revision in {**live, **waiting}.items()
    )
    return len(Decision.objects.bulk_create(rows, batch_size=BATCH))


def _scheduled(pages: QuerySet[BasePage]) -> dict[int, int]:
    """Text → version that goes live by itself at its time."""
    keys = [str(pk) for pk in pages.values_list("pk", flat=True)]
    rows = Revision.objects.filter(base_content_type=get_default_page_content_type(), object_id__in=keys)
    waiting = rows.filter(approved_go_live_at__isnull=False).order_by("pk").values_list("object_id", "pk")
    return {int(page): revision for page, revision in waiting}


def end_submissions(pages: QuerySet[BasePage], *, actor: Any) -> int:
    """Takes changes of texts back from the board: what is kept as it was cannot change any more."""
    keys = [str(pk) for pk in pages.values_list("pk", flat=True)]
    rows = WorkflowState.objects.active().filter(base_content_type=get_default_page_content_type(), object_id__in=keys)
    ended = list(rows)
    for state in ended:
        state.cancel(user=actor)
    return len(ended)


def waiting_for_board(pages: QuerySet[BasePage]) -> int:
    """How many of the texts lie before a board."""
    keys = [str(pk) for pk in pages.values_list("pk", flat=True)]
    rows = WorkflowState.objects.filter(base_content_type=get_default_page_content_type(), object_id__in=keys)
    return int(rows.filter(status=WorkflowState.STATUS_IN_PROGRESS).count())
