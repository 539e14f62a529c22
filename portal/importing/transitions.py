"""The one table of an import's states: state × action → next state, audit name. Pure: no Django model."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class State(StrEnum):
    READING = "reading"
    READY = "ready"
    CLOSED = "closed"


class Action(StrEnum):
    CONTINUE = "continue"
    END = "end"
    ACCEPT = "accept"
    DISCARD = "discard"
    CLOSE = "close"


STATE_LABELS: dict[State, str | Promise] = {
    State.READING: _("Being read, or stopped before its end"),
    State.READY: _("Waiting for the board"),
    State.CLOSED: _("Decided"),
}


@dataclass(frozen=True)
class Transition:
    """`state`: None leaves the batch in the state it is in."""

    state: State | None
    audit: str


TABLE: dict[tuple[State, Action], Transition] = {
    (State.READING, Action.CONTINUE): Transition(None, "portal.import_read"),
    (State.READY, Action.CONTINUE): Transition(State.READING, "portal.import_read"),
    (State.READING, Action.END): Transition(State.READY, "portal.import_read"),
    (State.READING, Action.ACCEPT): Transition(None, "portal.import_accept"),
    (State.READY, Action.ACCEPT): Transition(None, "portal.import_accept"),
    (State.READING, Action.DISCARD): Transition(None, "portal.import_discard"),
    (State.READY, Action.DISCARD): Transition(None, "portal.import_discard"),
    (State.READY, Action.CLOSE): Transition(State.CLOSED, "portal.import_close"),
    (State.READING, Action.CLOSE): Transition(State.CLOSED, "portal.import_close"),
}
"""The board may decide on pages while the rest is still being read."""


def allowed(state: str) -> list[Action]:
    """Actions of the state, in the table's order."""
    return [action for was, action in TABLE if was == state]
