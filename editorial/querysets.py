"""Texts by where they stand, always within agencies that the person may see."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models.functions import Cast
from wagtail.models import TaskState, WorkflowState, get_default_page_content_type

from editorial.models import Decision, DecisionKind, Withdrawal
from tenants.models import Agency, BasePage, OldAddress
from tenants.old_addresses import normal_path
from tenants.permissions import agencies_reviewed_by, user_can_review_for


def _submissions() -> Any:
    """Workflows of pages that lie before a board, with the page's key as a number."""
    return WorkflowState.objects.filter(
        base_content_type=get_default_page_content_type(), status=WorkflowState.STATUS_IN_PROGRESS
    ).annotate(page_pk=Cast("object_id", models.BigIntegerField()))


def waiting_for(user: Any) -> Any:
    """The board's tasks that wait for this person, in all agencies on whose board they sit."""
    pages = BasePage.objects.filter(agency__in=agencies_reviewed_by(user))
    mine = _submissions().filter(page_pk__in=pages.values("pk"))
    return TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS, workflow_state__in=mine.values("pk"))


def visible_to(user: Any, agency: Agency) -> Any:
    """The queue of one agency's board, oldest first; empty for those who do not sit on it."""
    if not user_can_review_for(user, agency):
        return TaskState.objects.none()
    pages = BasePage.objects.filter(agency=agency)
    mine = _submissions().filter(page_pk__in=pages.values("pk"))
    return (
        TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS, workflow_state__in=mine.values("pk"))
        .select_related("workflow_state__requested_by", "revision")
        .defer("revision__content")
        .annotate(page_pk=Cast("workflow_state__object_id", models.BigIntegerField()))
        .order_by("started_at", "pk")
    )


def texts_of(user: Any, agency: Agency) -> Any:
    """The texts that a person wrote or submitted in an agency, the last changed first."""
    submitted = (
        WorkflowState.objects.filter(base_content_type=get_default_page_content_type(), requested_by=user)
        .annotate(page_pk=Cast("object_id", models.BigIntegerField()))
        .values("page_pk")
    )
    return (
        BasePage.objects.filter(models.Q(owner=user) | models.Q(pk__in=submitted), agency=agency, depth__gt=3)
        .select_related("agency__province", "content_type")
        .order_by(models.F("latest_revision_created_at").desc(nulls_last=True), "-pk")
    )


def to_review_afterwards(agency: Agency) -> Any:
    """Urgent publications that another member of the board has still to review."""
    return (
        Decision.objects.filter(agency=agency, kind=DecisionKind.URGENT, reviewed_at=None)
        .select_related("page", "actor")
        .order_by("decided_at")
    )


def withdrawal_at(home: BasePage, path: str) -> Withdrawal | None:
    """The notice that stands where a text below a home page was taken off; None for a text that is live again.

    A notice ends for good when the text is published again, whatever takes it off later: a decision without a notice
    or the hour of its expiry. What had to go because it named somebody is not named by an older notice (docs 0015).
    It stands at the text's old addresses too.
    """
    here = models.Q(page__url_path=f"{home.url_path}{path.strip('/')}/", page__path__startswith=home.path)
    earlier = OldAddress.objects.filter(
        agency=home.agency_id, path=normal_path(f"/{path}"), page__agency=home.agency_id
    )
    return _standing_notices().filter(here | models.Q(page__in=earlier.values("page"))).first()


def notice_stands(page_pk: int) -> bool:
    """Whether readers are told at a page's address that it was taken off, and why."""
    return bool(_standing_notices().filter(page=page_pk).exists())


def _standing_notices() -> Any:
    """Notices of texts that have not been published since, the latest first."""
    rows = Withdrawal.objects.filter(page__live=False, decision__decided_at__gte=models.F("page__last_published_at"))
    return rows.select_related("page", "decision", "replaced_by").order_by("-decision")
