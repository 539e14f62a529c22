"""What Wagtail tells us: a submission through any of its screens; and what it must not do: mail by itself."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from wagtail.models import TaskState, WorkflowState
from wagtail.signals import page_published, task_submitted, workflow_approved, workflow_rejected, workflow_submitted

from editorial import signals
from editorial.models import BoardTask, EditorialPage
from editorial.services import submission_started

WAGTAIL_MAILS = (
    (workflow_submitted, "workflow_state_submitted_email_notification"),
    (workflow_rejected, "workflow_state_rejected_email_notification"),
    (workflow_approved, "workflow_state_approved_email_notification"),
)


def on_task_submitted(instance: TaskState, user: Any, **_: Any) -> None:
    if isinstance(instance.task.specific, BoardTask):
        submission_started(instance, actor=user, now=timezone.now())


def on_page_published(instance: Any, **_: Any) -> None:
    if isinstance(instance, EditorialPage):
        signals.published.send(type(instance), pages=[instance], now=instance.last_published_at)


def no_mail(**_: Any) -> None:
    """Stands where Wagtail would put its own mails: ours go through the outbox, in the transaction of the decision."""


def connect() -> None:
    """Taking Wagtail's dispatch ids first keeps its receivers out, whatever the order of the apps."""
    task_submitted.connect(on_task_submitted, sender=TaskState, dispatch_uid="editorial-submission")
    page_published.connect(on_page_published, dispatch_uid="editorial-published")
    for signal, uid in WAGTAIL_MAILS:
        signal.connect(no_mail, sender=WorkflowState, dispatch_uid=uid)
