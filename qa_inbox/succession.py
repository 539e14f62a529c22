"""Open questions of an agency that ends go on at the successor, with the clock that they have (TN.14.4, NB.7.3b).

What was answered stays as it was signed; the successor's portal shows it (QuestionQuerySet.published_by).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qa_inbox.models import EventKind, Question, QuestionEvent, QuestionState
from qa_inbox.queries import handlers_of
from qa_inbox.querysets import OPEN, QuestionQuerySet
from tenants.models import Agency
from tenants.succession.heirs import Counts, Finding, Handover, Level, register_heir

SOON = timedelta(days=3)
EXAMPLES = 5


def unfinished(agency: Agency) -> QuestionQuerySet:
    """Questions that somebody must still see to, those included that their asker has not confirmed yet."""
    return Question.objects.filter(agency=agency, state__in=[*OPEN, QuestionState.UNCONFIRMED])


def preview(handover: Handover, *, now: datetime) -> Iterator[Finding]:
    rows = unfinished(handover.predecessor)
    yield Finding(_("Open questions, with their due dates as they are"), rows.count())
    soon = rows.open().filter(due_at__gte=now, due_at__lte=now + SOON)
    for label, late in ((_("Questions overdue"), rows.overdue(now)), (_("Questions due within three days"), soon)):
        codes = list(late.order_by("due_at").values_list("code", flat=True))
        if codes:
            yield Finding(label, len(codes), Level.WARNING, tuple(codes[:EXAMPLES]))
    unknown = set(handover.succession.questions) - set(rows.values_list("code", flat=True))
    if unknown:
        label = _("Assigned tracking codes that are no open question of this agency")
        yield Finding(label, len(unknown), Level.WARNING, tuple(sorted(unknown)[:EXAMPLES]))
    yield Finding(
        _("Answered questions, which stay readable"),
        Question.objects.filter(agency=handover.predecessor, published=True).count(),
    )


def carry_over(handover: Handover, *, actor: Any, now: datetime) -> Counts:
    """Changes the answering agency and nothing of the clock: due date, class and rule stay. The asker reads of it."""
    by_heir: dict[int, list[Question]] = defaultdict(list)
    for question in unfinished(handover.predecessor).select_for_update(of=("self",)).order_by("pk"):
        by_heir[handover.heir_of_question(question.code).pk].append(question)
    for pk, questions in by_heir.items():
        _hand_over(questions, handover.successors[pk], handover, actor=actor, now=now)
    return {"questions": sum(len(questions) for questions in by_heir.values())}


def _hand_over(questions: list[Question], heir: Agency, handover: Handover, *, actor: Any, now: datetime) -> None:
    rows = Question.objects.filter(pk__in=[question.pk for question in questions])
    rows.exclude(assigned_to=None).exclude(assigned_to__in=handlers_of(heir)).update(assigned_to=None)
    rows.update(agency=heir, version=F("version") + 1)
    note = f"{handover.predecessor.name} → {heir.name}. {handover.citation}"
    QuestionEvent.objects.bulk_create(
        QuestionEvent(
            question=question,
            agency=handover.predecessor,
            at=now,
            kind=EventKind.TAKEN_OVER,
            actor=actor,
            public=True,
            note=note,
        )
        for question in questions
    )


def register() -> None:
    """Called when the app is ready."""
    counts = {"questions": gettext_lazy("open questions")}
    label = gettext_lazy("Questions")
    register_heir("questions", 50, label=label, preview=preview, carry_over=carry_over, counts=counts)
