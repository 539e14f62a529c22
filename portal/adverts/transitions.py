"""The one table of an advert's states: state × action → guard, next state, audit name. Pure: no query."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from editorial.transitions import Message, NotAllowed
from portal.models.adverts import AdvertState


class Action(StrEnum):
    APPROVE = "approve"
    TURN_DOWN = "turn_down"
    END = "end"


ACTION_LABELS: dict[Action, Message] = {
    Action.APPROVE: _("Approve: show it to readers"),
    Action.TURN_DOWN: _("Do not show it"),
    Action.END: _("Take it off now"),
}


@dataclass(frozen=True)
class Situation:
    """Who acts on which advert."""

    reviews: bool = False
    proposed_it: bool = False


Guard = Callable[[Situation], Message | None]


def reviewer(who: Situation) -> Message | None:
    return None if who.reviews else _("Only members of this agency's editorial board may decide.")


def other_eyes(who: Situation) -> Message | None:
    """As for texts: whoever proposed an advert does not approve it (TB.16.3, VL.20.1b)."""
    if who.proposed_it:
        return _("You have proposed this advert: another member of the board must approve it.")
    return reviewer(who)


def reviewer_or_proposer(who: Situation) -> Message | None:
    return None if who.proposed_it else reviewer(who)


@dataclass(frozen=True)
class Transition:
    guard: Guard
    next: AdvertState
    audit: str


TABLE: dict[tuple[AdvertState, Action], Transition] = {
    (AdvertState.PROPOSED, Action.APPROVE): Transition(other_eyes, AdvertState.APPROVED, "portal.approve_advert"),
    (AdvertState.PROPOSED, Action.TURN_DOWN): Transition(
        reviewer_or_proposer, AdvertState.ENDED, "portal.turn_down_advert"
    ),
    (AdvertState.APPROVED, Action.END): Transition(reviewer, AdvertState.ENDED, "portal.end_advert"),
}


def check(state: AdvertState, action: Action, who: Situation) -> Transition:
    """The transition of an action. Raises NotAllowed when the state does not know it or the guard forbids it."""
    transition = TABLE.get((state, action))
    if transition is None:
        raise NotAllowed(_("The advert is no longer in a state that allows this."), state=True)
    if (message := transition.guard(who)) is not None:
        raise NotAllowed(message)
    return transition


def allowed(state: AdvertState, who: Situation) -> list[Action]:
    """The actions that a person may do now, in the order of the table."""
    return [action for (at, action), row in TABLE.items() if at == state and row.guard(who) is None]
