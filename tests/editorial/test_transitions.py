"""The table of states itself: complete, closed, and without a way round the board."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editorial.transitions import (
    ACTION_LABELS,
    STATE_LABELS,
    TABLE,
    Action,
    NotAllowed,
    Situation,
    State,
    allowed,
    check,
)

flags = st.booleans()
situations = st.builds(
    Situation, writes=flags, reviews=flags, heads=flags, submitted_it=flags, contributed=flags, live=flags
)


def test_every_state_and_action_has_a_name_and_a_use() -> None:
    assert set(STATE_LABELS) == set(State)
    assert set(ACTION_LABELS) == set(Action)
    assert {action for _, action in TABLE} == set(Action)
    assert {row.next for row in TABLE.values()} | {State.DRAFT, State.SCHEDULED, State.TAKEN_OVER} == set(State)


@given(st.sampled_from(State), situations)
def test_the_menu_offers_what_the_check_allows_and_nothing_else(state: State, who: Situation) -> None:
    offered = set(allowed(state, who))
    for action in Action:
        try:
            check(state, action, who)
        except NotAllowed as refusal:
            assert action not in offered
            assert refusal.state == ((state, action) not in TABLE)
        else:
            assert action in offered


@pytest.mark.clause("TB.16.3", "HY.8.2", "TN.6.3")
@given(st.lists(st.tuples(st.sampled_from(Action), situations), max_size=12))
def test_no_path_goes_live_but_through_the_board_or_its_head(path: list[tuple[Action, Situation]]) -> None:
    state = State.DRAFT
    for action, who in path:
        if action not in allowed(state, who):
            continue
        before, state = state, TABLE[state, action].next
        if state == State.APPROVED:
            assert (action == Action.APPROVE and before == State.SUBMITTED and who.reviews and not who.contributed) or (
                action == Action.PUBLISH_URGENTLY and who.heads
            )


@given(situations)
def test_nothing_leaves_the_archive(who: Situation) -> None:
    assert allowed(State.ARCHIVED, who) == []


MATRIX = {
    "nobody": (Situation(), set()),
    "author": (Situation(writes=True, submitted_it=True, contributed=True), {Action.WITHDRAW}),
    "another author": (Situation(writes=True), set()),
    "board": (Situation(reviews=True), {Action.APPROVE, Action.REFUSE, Action.RETURN}),
    "board, own text": (Situation(reviews=True, contributed=True), {Action.REFUSE, Action.RETURN}),
    "head": (
        Situation(reviews=True, heads=True),
        {Action.APPROVE, Action.REFUSE, Action.RETURN, Action.PUBLISH_URGENTLY},
    ),
}


@pytest.mark.clause("VL.20.1b", "TN.6.3")
@pytest.mark.parametrize("name", MATRIX)
def test_who_may_do_what_with_a_submitted_text(name: str) -> None:
    who, expected = MATRIX[name]
    assert set(allowed(State.SUBMITTED, who)) == expected


def test_what_the_board_approved_for_later_is_not_an_authors_to_stop() -> None:
    assert allowed(State.SCHEDULED, Situation(writes=True, contributed=True)) == []
    assert set(allowed(State.SCHEDULED, Situation(reviews=True))) == {Action.UNPUBLISH, Action.ARCHIVE}
