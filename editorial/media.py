"""Pictures and files of texts that wait: for the board's decision, or approved for a later hour (VL.20.1b)."""

from __future__ import annotations

import re
from typing import Any

from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast
from wagtail.models import Revision, TaskState, WorkflowState, get_default_page_content_type

from tenants.current import working_in
from tenants.references import refers_to

NUMBER = re.compile("[0-9]+")
FEW = 100
"""So many keys the database looks for in the waiting versions; more are looked for here."""


def media_waiting(model: type[Any], keys: set[int]) -> set[int]:
    """Those images or files that a waiting version refers to; it costs what waits, not what was ever saved.

    The versions are asked themselves: the reference index knows what is live, not what is submitted. They are read for
    all agencies, whichever one works in, and without looking for what they refer to.
    """
    found: set[int] = set()
    written = set(map(str, keys))
    for text, revision in _that_may_name(written) if keys else ():
        if not written.isdisjoint(NUMBER.findall(text)):
            with working_in(None):
                page = revision.content_type.model_class().from_serializable_data(revision.content, check_fks=False)
                found |= refers_to(page, model, keys)
    return found


def _that_may_name(keys: set[str]) -> list[tuple[str, Revision]]:
    rows = _waiting().annotate(text=Cast("content", TextField())).select_related("content_type")
    if len(keys) <= FEW:
        rows = rows.filter(text__regex=rf"\D({'|'.join(sorted(keys))})\D")
    return [(row.text, row) for row in rows]


def _waiting() -> QuerySet[Revision]:
    """Both kinds by an index of their own: a condition with OR would read every version that there ever was."""
    active = WorkflowState.objects.filter(
        status=WorkflowState.STATUS_IN_PROGRESS, current_task_state__status=TaskState.STATUS_IN_PROGRESS
    )
    submitted = active.values_list("current_task_state__revision", flat=True)
    scheduled = Revision.objects.filter(approved_go_live_at__isnull=False).values_list("pk", flat=True)
    keys = {*submitted, *scheduled}
    return Revision.objects.filter(pk__in=keys, base_content_type=get_default_page_content_type())
