"""The life of a question, as one table: which action is open in which state, to whom, and where it leads.

The menu of a question's screen and the actions that its address accepts follow from it; the diagram in
docs/decisions/0006-questions.md is held to it by a test.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import models
from django.utils.translation import gettext_lazy as _

from qa_inbox.models import Question, QuestionState
from qa_inbox.permissions import Capacity


class Action(models.TextChoices):
    CONFIRM = "confirm", _("Confirm")
    CLASSIFY = "classify", _("Classify")
    ASSIGN = "assign", _("Assign")
    FORWARD = "forward", _("Forward to another agency")
    TELL_OUT_OF_FIELD = "tell_out_of_field", _("Tell that it is outside the field")
    DRAFT = "draft", _("Save the draft")
    REQUEST_SIGNOFF = "request_signoff", _("Submit for signature")
    RETURN_TO_DRAFT = "return_to_draft", _("Return the draft")
    SIGN_AND_PUBLISH = "sign_and_publish", _("Sign and publish")
    SIGN_AND_MAIL = "sign_and_mail", _("Sign and send to the asker")
    APPOINT_DATE = "appoint_date", _("Appoint the date of the answer")
    PROGRESS_NOTICE = "progress_notice", _("Send a progress notice")


class ActionNotAllowed(PermissionDenied):
    """The state does not admit the action, or the person may not take it."""


Guard = Callable[[Question, Capacity], bool]
S = QuestionState
ANYONE = "anyone"


def _always(question: Question, who: Capacity) -> bool:
    return True


def _asks_for_appointment(question: Question, who: Capacity) -> bool:
    """The class is one whose asker must be given a date (TN.14.4c)."""
    return bool(question.regulation.question_rule(question.klass).appointment)


def _notice_suffices(question: Question, who: Capacity) -> bool:
    """The regulation lets a progress notice keep the time; a further one may need the head (VL.18.1ddc)."""
    if not question.regulation.question_rule(question.klass).notice_suffices:
        return False
    needs_head = "head" in question.regulation.questions.further_notice_needs.value
    return who.sign if question.notices_sent and needs_head else True


def _has_text(question: Question, who: Capacity) -> bool:
    return bool(question.answer.strip())


@dataclass(frozen=True)
class Step:
    """One row: from which states, to which (None: it stays), who (a field of Capacity), and what else must hold."""

    action: Action
    sources: tuple[QuestionState, ...]
    target: QuestionState | None
    by: str
    guard: Guard = _always

    @property
    def audit(self) -> str:
        """Name of the action in the audit trail."""
        return f"qa_inbox.{self.action.value}"


BEFORE_SIGNATURE = (S.RECEIVED, S.ASSIGNED, S.DRAFTED)
OPEN = (*BEFORE_SIGNATURE, S.AWAITING_SIGNOFF)

STEPS: Mapping[Action, Step] = {
    step.action: step
    for step in (
        Step(Action.CONFIRM, (S.UNCONFIRMED,), S.RECEIVED, ANYONE),
        Step(Action.CLASSIFY, BEFORE_SIGNATURE, None, "triage"),
        Step(Action.ASSIGN, (S.RECEIVED, S.ASSIGNED), S.ASSIGNED, "triage"),
        Step(Action.FORWARD, BEFORE_SIGNATURE, S.RECEIVED, "triage"),
        Step(Action.TELL_OUT_OF_FIELD, BEFORE_SIGNATURE, S.OUT_OF_FIELD, "triage"),
        Step(Action.DRAFT, BEFORE_SIGNATURE, S.DRAFTED, "handle"),
        Step(Action.REQUEST_SIGNOFF, (S.DRAFTED,), S.AWAITING_SIGNOFF, "handle", _has_text),
        Step(Action.RETURN_TO_DRAFT, (S.AWAITING_SIGNOFF,), S.DRAFTED, "sign"),
        Step(Action.SIGN_AND_PUBLISH, (S.AWAITING_SIGNOFF,), S.ANSWERED, "sign", _has_text),
        Step(Action.SIGN_AND_MAIL, (S.AWAITING_SIGNOFF,), S.ANSWERED, "sign", _has_text),
        Step(Action.APPOINT_DATE, BEFORE_SIGNATURE, None, "handle", _asks_for_appointment),
        Step(Action.PROGRESS_NOTICE, OPEN, None, "handle", _notice_suffices),
    )
}


def may(question: Question, action: Action, who: Capacity) -> bool:
    """Whether a person of this capacity may take the action now."""
    step = STEPS[action]
    if question.state not in step.sources:
        return False
    return (step.by == ANYONE or getattr(who, step.by)) and step.guard(question, who)


def allowed_actions(question: Question, who: Capacity) -> list[Action]:
    """The actions that a question's screen offers a member of staff, in the table's order."""
    return [action for action, step in STEPS.items() if step.by != ANYONE and may(question, action, who)]


def take(question: Question, action: Action, who: Capacity) -> Step:
    """Moves the question (unsaved) along the table. Raises ActionNotAllowed where the table has no such step."""
    if not may(question, action, who):
        raise ActionNotAllowed(f"{action.value} in {question.state}")
    step = STEPS[action]
    if step.target is not None:
        question.state = step.target
    question.version += 1
    return step
