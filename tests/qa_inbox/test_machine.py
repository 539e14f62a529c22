"""The table of steps under random walks: no way leads around it, and no way breaks what must always hold."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qa_inbox import services
from qa_inbox.models import Question, QuestionClass, QuestionState
from qa_inbox.permissions import Capacity
from qa_inbox.querysets import OPEN
from qa_inbox.transitions import STEPS, Action, ActionNotAllowed, allowed_actions, may, take
from tests.qa_inbox.factories import MONDAY, make_question

NOBODY = Capacity(False, False, False, False)
CAPACITIES = st.sampled_from(
    [NOBODY, Capacity(True, False, False, False), Capacity(True, True, False, False), Capacity(True, True, True, True)]
)
REGULATIONS = st.sampled_from(["thainguyen-2012", "vinhlong-2021", "hungyen-2025"])
MOVES = st.lists(st.tuples(st.sampled_from(Action), CAPACITIES), max_size=25)
END = {QuestionState.ANSWERED, QuestionState.OUT_OF_FIELD}
DECISION = Path(__file__).parents[2] / "docs/decisions/0006-questions.md"


@given(regulation=REGULATIONS, klass=st.sampled_from(["in_competence", "special_study"]), moves=MOVES)
def test_random_walks_stay_on_the_table(regulation: str, klass: str, moves: Any) -> None:
    question = Question(state="unconfirmed", klass=klass, regulation_code=regulation, answer="Có")
    seen_signature = False
    for action, who in moves:
        before, version = question.state, question.version
        if not may(question, action, who):
            with pytest.raises(ActionNotAllowed):
                take(question, action, who)
            assert (question.state, question.version) == (before, version)
            continue
        take(question, action, who)
        assert question.version == version + 1
        assert before not in END, "what has ended does not move"
        if question.state == QuestionState.ANSWERED:
            assert before == QuestionState.AWAITING_SIGNOFF and who.sign
            seen_signature = True
    assert (question.state == QuestionState.ANSWERED) is seen_signature


@given(state=st.sampled_from(QuestionState), regulation=REGULATIONS)
def test_who_may_nothing_is_offered_nothing(state: str, regulation: str) -> None:
    question = Question(state=state, klass=QuestionClass.IN_COMPETENCE, regulation_code=regulation)
    assert allowed_actions(question, NOBODY) == []


def test_every_state_is_reached_and_every_open_one_can_be_left() -> None:
    reached = {step.target for step in STEPS.values()} - {None}
    assert reached | {QuestionState.UNCONFIRMED} == set(QuestionState)
    left = {source for step in STEPS.values() if step.target for source in step.sources}
    assert set(OPEN) <= left and not END & left
    assert set(STEPS) == set(Action)


def test_the_diagram_is_that_of_the_table() -> None:
    drawn = set(re.findall(r"^    (\w+) --> (\w+): (\w+)$", DECISION.read_text(encoding="utf-8"), re.M))
    table = {
        (str(source), str(step.target or source), step.action.value)
        for step in STEPS.values()
        for source in step.sources
    }
    assert drawn == table


VERBS: dict[str, Any] = {
    "assign": lambda q, who, now: services.assign(q, who.handler, actor=who.handler, now=now),
    "draft": lambda q, who, now: services.save_draft(q, "Trả lời", actor=who.handler, now=now),
    "request_signoff": lambda q, who, now: services.request_signoff(q, actor=who.handler, now=now),
    "return": lambda q, who, now: services.return_to_draft(q, reason="Sửa", actor=who.head, now=now),
    "publish": lambda q, who, now: services.sign(
        q, publish=True, public_body="Xin hỏi thủ tục.", actor=who.head, now=now
    ),
    "mail": lambda q, who, now: services.sign(q, publish=False, actor=who.head, now=now),
    "out": lambda q, who, now: services.tell_out_of_field(q, reason="Khác", actor=who.handler, now=now),
    "forward": lambda q, who, now: services.forward(q, who.other, reason="", actor=who.handler, now=now),
}


def staff(world: Any, question: Question) -> SimpleNamespace:
    """Who answers a question where it lies now, and the agency that it could be forwarded to."""
    here, there = ("skhcn", "commune") if question.agency_id == world.skhcn.pk else ("commune", "skhcn")
    people = world.users
    return SimpleNamespace(
        handler=people[f"responder_{here}"], head=people[f"signer_{here}"], other=getattr(world, there)
    )


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(walk=st.lists(st.sampled_from(sorted(VERBS)), max_size=9))
def test_random_walks_through_the_services_keep_the_record_whole(world: Any, walk: list[str]) -> None:
    question = make_question(world.skhcn)
    for number, name in enumerate(walk, start=1):
        before = (question.state, question.events.count())
        try:
            with transaction.atomic():
                question = VERBS[name](question, staff(world, question), MONDAY + timedelta(minutes=number))
        except PermissionDenied:
            question = Question.objects.select_related("agency").get(pk=question.pk)
            assert (question.state, question.events.count()) == before
        else:
            assert question.events.count() == before[1] + 1
    assert (question.state == "answered") == (question.signed_by_id is not None)
    assert question.due_at is not None
    assert not question.published or question.state == "answered"
