"""Jobs of the service clocks: set-based, idempotent, and catching up on what a missed run left."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef

from qa_inbox import mails
from qa_inbox.models import Notice, NoticeKind, Question
from qa_inbox.querysets import QuestionQuerySet

Send = Callable[..., int]


def remind(now: datetime) -> str:
    """Reminds of every open question whose due instant is near, once for each due instant (TN.14.4, VL.18.1ddc)."""
    return _once(Question.objects.soon_due(now), NoticeKind.REMINDER, mails.remind, now)


def escalate(now: datetime) -> str:
    """Reports every overdue question to its agency's head and the province's office, once for each due instant."""
    return _once(Question.objects.overdue(now), NoticeKind.ESCALATION, mails.escalate, now)


def _once(questions: QuestionQuerySet, kind: NoticeKind, send: Send, now: datetime) -> str:
    """Sends what was not sent before: however late the run and however often, one notice a question and due instant."""
    sent_before = Notice.objects.filter(question=OuterRef("pk"), kind=kind, due_at=OuterRef("due_at"))
    waiting = questions.exclude(Exists(sent_before)).order_by("due_at", "pk").values_list("pk", flat=True)
    count = sum(_send(questions, pk, kind, send, now) for pk in list(waiting))
    return f"{count} sent" if count else ""


@transaction.atomic
def _send(questions: QuestionQuerySet, pk: int, kind: NoticeKind, send: Send, now: datetime) -> int:
    """The condition is asked again under the lock: meanwhile it may have been answered or given a new date."""
    rows = questions.select_for_update(of=("self",), skip_locked=True)
    question = rows.select_related("agency__province").filter(pk=pk).first()
    if question is None:
        return 0
    _notice, made = Notice.objects.get_or_create(
        question=question, kind=kind, due_at=question.due_at, defaults={"agency": question.agency, "sent_at": now}
    )
    if made:
        send(question, now=now)
    return int(made)
