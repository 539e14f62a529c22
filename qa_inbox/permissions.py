"""Who receives, handles and signs the questions of an agency. What the roles are is tenants/roles.py."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from qa_inbox.models import Delegation, Question
from qa_inbox.querysets import QuestionQuerySet
from tenants.models import Agency
from tenants.permissions import user_can_answer_for, user_can_oversee, user_can_review_for, user_can_sign_for


@dataclass(frozen=True)
class Capacity:
    """What one person may do with an agency's questions: receive and classify, handle, sign, delegate as the head.

    Who signs handles too, and who handles receives. Only the head or a recorded delegate signs (TN.14.3).
    """

    triage: bool
    handle: bool
    sign: bool
    head: bool


def capacity_of(user: Any, agency: Agency, now: datetime) -> Capacity:
    """Everything that a person may do for an agency's questions (at most four queries)."""
    head = user_can_sign_for(user, agency)
    signs = head or is_delegate(user, agency, now)
    handles = signs or user_can_answer_for(user, agency)
    receives = handles or _sits_on_receiving_board(user, agency)
    return Capacity(triage=receives, handle=handles, sign=signs, head=head)


def _sits_on_receiving_board(user: Any, agency: Agency) -> bool:
    """The board receives and classifies where it is the contact point (TB.16.6, HY.10.2cc, HY.11.4, VL.18.1dda)."""
    questions = agency.regulation.questions
    received_by_board = "board" in (questions.triage_by.value, questions.contact_point.value)
    return received_by_board and user_can_review_for(user, agency)


def is_delegate(user: Any, agency: Agency, now: datetime) -> bool:
    """Whether a recorded delegation lets the person sign at this instant, while he serves the agency (TN.14.3)."""
    return Delegation.objects.signing_for(agency, now).filter(delegate_id=user.pk).exists()


def user_can_open_inbox(user: Any, agency: Agency, now: datetime) -> bool:
    """See the agency's questions: who receives, handles or signs them, and the office that oversees the province."""
    return capacity_of(user, agency, now).triage or user_can_oversee(user, agency)


def visible_to(user: Any, agency: Agency, now: datetime) -> QuestionQuerySet:
    """The agency's questions, for those who may open its inbox; none for anybody else."""
    questions = Question.objects.of(agency)
    return questions if user_can_open_inbox(user, agency, now) else questions.none()
