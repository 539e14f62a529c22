"""Pictures and files of texts that wait: for the board's decision, or approved for a later hour."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, TextField
from django.db.models.functions import Cast
from wagtail.models import Revision, TaskState, WorkflowState, get_default_page_content_type

from tenants.references import keys_of


def media_waiting(model: type[Any], keys: set[int]) -> set[int]:
    """Those images or files that a waiting version refers to; one query, and it reads only versions that may.

    The versions are asked themselves: the reference index knows what is live, not what is submitted.
    """
    submitted = TaskState.objects.filter(
        status=TaskState.STATUS_IN_PROGRESS, workflow_state__status=WorkflowState.STATUS_IN_PROGRESS
    )
    waiting = Revision.objects.filter(
        Q(pk__in=submitted.values("revision")) | Q(approved_go_live_at__isnull=False),
        base_content_type=get_default_page_content_type(),
    )
    names_one = Q(text__regex=rf"\D({'|'.join(map(str, sorted(keys)))})\D")
    found: set[int] = set()
    for revision in waiting.annotate(text=Cast("content", TextField())).filter(names_one) if keys else ():
        found |= keys & keys_of(revision.as_object(), model)
    return found
