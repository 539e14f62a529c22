"""The one table of a text's states: state × action → guard, next state, audit name.

Menus, allowed POST actions and the diagram in docs/ come from it (`manage.py editorial_states`). Pure: no Django model.
A text is one version on its way to the portal; an earlier version may be live meanwhile (`Situation.live`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Message = str | Promise


class State(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    REFUSED = "refused"
    RETURNED = "returned"
    SCHEDULED = "scheduled"
    APPROVED = "approved"
    UNPUBLISHED = "unpublished"
    ARCHIVED = "archived"
    TAKEN_OVER = "taken_over"


class Action(StrEnum):
    SUBMIT = "submit"
    RESUBMIT = "resubmit"
    WITHDRAW = "withdraw"
    APPROVE = "approve"
    REFUSE = "refuse"
    RETURN = "return"
    PUBLISH_URGENTLY = "publish_urgently"
    UNPUBLISH = "unpublish"
    ARCHIVE = "archive"


STATE_LABELS: dict[State, Message] = {
    State.DRAFT: _("Draft"),
    State.SUBMITTED: _("Waiting for review"),
    State.REFUSED: _("Refused"),
    State.RETURNED: _("Returned for clarification"),
    State.SCHEDULED: _("Approved, goes live later"),
    State.APPROVED: _("Live"),
    State.UNPUBLISHED: _("Taken off the portal"),
    State.ARCHIVED: _("Archived"),
    State.TAKEN_OVER: _("Taken over, kept as it was"),
}
ACTION_LABELS: dict[Action, Message] = {
    Action.SUBMIT: _("Submit for review"),
    Action.RESUBMIT: _("Submit again"),
    Action.WITHDRAW: _("Withdraw"),
    Action.APPROVE: _("Approve and publish"),
    Action.REFUSE: _("Refuse"),
    Action.RETURN: _("Return for clarification"),
    Action.PUBLISH_URGENTLY: _("Publish urgently"),
    Action.UNPUBLISH: _("Take off the portal"),
    Action.ARCHIVE: _("Archive"),
}


@dataclass(frozen=True)
class Situation:
    """What a guard may look at: who acts on which text."""

    writes: bool = False
    reviews: bool = False
    heads: bool = False
    submitted_it: bool = False
    contributed: bool = False
    live: bool = False


class NotAllowed(Exception):
    """The action cannot be done; `message` says why. `state`: it is the text's state that forbids it."""

    def __init__(self, message: Message, *, state: bool = False) -> None:
        super().__init__(str(message))
        self.message, self.state = message, state


Guard = Callable[[Situation], Message | None]


def writer(who: Situation) -> Message | None:
    return None if who.writes or who.reviews else _("Only those who write for this agency may do that.")


def submitter(who: Situation) -> Message | None:
    return None if who.submitted_it else _("Only the person who submitted the text may withdraw it.")


def reviewer(who: Situation) -> Message | None:
    return None if who.reviews else _("Only members of this agency's editorial board may decide.")


def other_eyes(who: Situation) -> Message | None:
    """Whoever wrote or submitted the text does not approve it (TB.16.3, VL.20.1b: a review is somebody else's)."""
    if who.contributed:
        return _(
            "You have worked on this text since its last live version: another member of the board must approve it."
        )
    return reviewer(who)


def head(who: Situation) -> Message | None:
    return None if who.heads else _("Only the head of the board may publish urgently.")


def taker_off(who: Situation) -> Message | None:
    return reviewer(who) if who.live else _("The text is not on the portal.")


def archiver(who: Situation) -> Message | None:
    return reviewer(who) if who.live else writer(who)


@dataclass(frozen=True)
class Transition:
    guard: Guard
    next: State
    audit: str


def _each(states: tuple[State, ...], action: Action, guard: Guard, then: State | None) -> dict[Key, Transition]:
    return {(state, action): Transition(guard, then or state, f"editorial.{action}") for state in states}


Key = tuple[State, Action]
_D, _S, _R, _B = State.DRAFT, State.SUBMITTED, State.REFUSED, State.RETURNED
_L, _A, _U = State.SCHEDULED, State.APPROVED, State.UNPUBLISHED

TABLE: dict[Key, Transition] = {
    **_each((_D, _U), Action.SUBMIT, writer, _S),
    **_each((_R, _B), Action.RESUBMIT, writer, _S),
    **_each((_S,), Action.WITHDRAW, submitter, _D),
    **_each((_S,), Action.APPROVE, other_eyes, _A),
    **_each((_S,), Action.REFUSE, reviewer, _R),
    **_each((_S,), Action.RETURN, reviewer, _B),
    **_each((_D, _S, _U), Action.PUBLISH_URGENTLY, head, _A),
    **_each((_D, _A), Action.UNPUBLISH, taker_off, _U),
    **_each((_L,), Action.UNPUBLISH, reviewer, _U),
    **_each((_S, _R, _B), Action.UNPUBLISH, taker_off, None),
    **_each((_D, _R, _B, _A, _U), Action.ARCHIVE, archiver, State.ARCHIVED),
    **_each((_L,), Action.ARCHIVE, reviewer, State.ARCHIVED),
    **_each((State.TAKEN_OVER,), Action.ARCHIVE, taker_off, State.ARCHIVED),
}


def check(state: State, action: Action, who: Situation) -> Transition:
    """The transition of an action. Raises NotAllowed when the state does not know it or the guard forbids it."""
    transition = TABLE.get((state, action))
    if transition is None:
        raise NotAllowed(
            _STATE_MESSAGES.get(state, _("The text is no longer in a state that allows this.")), state=True
        )
    if (message := transition.guard(who)) is not None:
        raise NotAllowed(message)
    return transition


_STATE_MESSAGES: dict[State, Message] = {
    State.SUBMITTED: _("The text is with the editorial board."),
    State.ARCHIVED: _("The text is archived."),
    State.TAKEN_OVER: _("The text came from an agency that has ended. It is kept as it was."),
}


def allowed(state: State, who: Situation) -> list[Action]:
    """The actions that a person may do now, in the order of the table."""
    return [action for (at, action), row in TABLE.items() if at == state and row.guard(who) is None]
