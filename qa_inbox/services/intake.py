from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction

from qa_inbox import mails
from qa_inbox.codes import new_code
from qa_inbox.models import EventKind, Question, QuestionState
from qa_inbox.permissions import Capacity
from qa_inbox.services.base import locked, record, start_clock
from qa_inbox.transitions import Action, take
from tenants.models import Agency


@dataclass(frozen=True)
class Asked:
    """What a person typed. E-mail or telephone is there; the others may be empty."""

    name: str
    subject: str
    body: str
    email: str = ""
    phone: str = ""
    address: str = ""


@transaction.atomic
def ask(agency: Agency, asked: Asked, *, human: bool, language: str = "vi", now: datetime, code: str = "") -> Question:
    """Takes in a question at any hour of any day (TN.14.1, TB.7.1a, NB.7.3b).

    `human`: the form was proven to come from a person, and the clock starts at once; otherwise the question waits until
    the link that is mailed is followed. `code`: the tracking code, where the asker has one already.
    Raises ValueError for a question that waits without an e-mail address.
    """
    if not human and not asked.email:
        raise ValueError("a question without proof waits for a mailed link, so it needs an e-mail address")
    question = Question(
        agency=agency,
        portal=agency,
        language=language,
        consent_at=now,
        received_at=now,
        code=code or new_code(),
        regulation_code=agency.regulation.code,
        **asdict(asked),
    )
    record(question, EventKind.ASKED, actor=None, now=now, public=True, audit="qa_inbox.ask")
    if human:
        question.state = QuestionState.RECEIVED
        start_clock(question)
        return _receive(question, now)
    mails.ask_to_confirm(question, now=now)
    return question


@transaction.atomic
def confirm(question: Question, *, actor: None = None, now: datetime) -> Question:
    """The asker followed the mailed link: the agency receives the question now, and its clock starts.

    A second time changes nothing.
    """
    question = locked(question)
    if question.state != QuestionState.UNCONFIRMED:
        return question
    step = take(question, Action.CONFIRM, Capacity(False, False, False, False))
    question.confirmed_at = question.received_at = now
    question.regulation_code = question.agency.regulation.code
    start_clock(question)
    record(question, EventKind.CONFIRMED, actor=None, now=now, public=True, audit=step.audit)
    return _receive(question, now)


def _receive(question: Question, now: datetime) -> Question:
    """Tells the asker and the handlers that the agency has the question."""
    record(question, EventKind.RECEIVED, actor=None, now=now, public=True)
    mails.received(question, now=now)
    return question
