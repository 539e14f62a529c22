"""What happened to a question and what is still to come: for its asker, and for those who handle it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from qa_inbox.models import EventKind, Question, QuestionEvent, QuestionState

SAME_AS_BEFORE = {EventKind.CONFIRMED}


def public_timeline(question: Question) -> list[dict[str, Any]]:
    """Lines for the tracking page: label, time, detail, done (NB.7.3b). Names of officials do not stand there."""
    events = QuestionEvent.objects.filter(question=question, public=True)
    lines = [
        {"label": event.get_kind_display(), "at": event.at, "detail": event.note, "done": True}
        for event in events
        if event.kind not in SAME_AS_BEFORE
    ]
    if question.state == QuestionState.UNCONFIRMED:
        lines.append(_coming(_("You confirm with the link that we sent you")))
    if question.is_open or question.state == QuestionState.UNCONFIRMED:
        lines.append(_coming(_("Answer")))
    return lines


def _coming(label: str) -> dict[str, Any]:
    return {"label": label, "at": None, "detail": "", "done": False}


def staff_timeline(question: Question) -> list[QuestionEvent]:
    """Every line with the person and the agency, for those who handle the question."""
    return list(question.events.select_related("actor", "agency"))
