"""The states of a succession as one table: state × action → guard, next state, audit name. Pure: no query."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from tenants.models import SuccessionState
from tenants.transitions import LifeError, Message

S = SuccessionState


class SuccessionAction(StrEnum):
    PREVIEW = "preview"
    REHEARSE = "rehearse"
    RUN = "run"
    RESUME = "resume"
    FAIL = "fail"
    FINISH = "finish"
    CANCEL = "cancel"


@dataclass(frozen=True)
class Situation:
    """What a guard may look at. `blocked`: what the preview found that must be settled first."""

    oversees: bool = False
    in_effect: bool = False
    blocked: tuple[str, ...] = ()


class SuccessionError(LifeError):
    """A step of the table that cannot be taken."""


Guard = Callable[[Situation], Message | None]


def overseer(who: Situation) -> Message | None:
    return None if who.oversees else _("Only the office of the provinces concerned may do that.")


def unblocked(who: Situation) -> Message | None:
    if who.blocked:
        return _("This must be settled first: %(what)s") % {"what": " ".join(who.blocked)}
    return overseer(who)


def runner(who: Situation) -> Message | None:
    if not who.in_effect:
        return _("The decision does not take effect yet. It can be rehearsed until then.")
    return unblocked(who)


@dataclass(frozen=True)
class Change:
    """One row. `then` None: the state stays."""

    guard: Guard
    then: SuccessionState | None
    audit: str


_ROWS: tuple[tuple[tuple[SuccessionState, ...], SuccessionAction, Guard, SuccessionState | None], ...] = (
    ((S.PLANNED, S.PREVIEWED), SuccessionAction.PREVIEW, overseer, S.PREVIEWED),
    ((S.PLANNED, S.PREVIEWED), SuccessionAction.REHEARSE, unblocked, None),
    ((S.PREVIEWED,), SuccessionAction.RUN, runner, S.RUNNING),
    ((S.RUNNING, S.FAILED), SuccessionAction.RESUME, overseer, S.RUNNING),
    ((S.RUNNING,), SuccessionAction.FAIL, overseer, S.FAILED),
    ((S.RUNNING,), SuccessionAction.FINISH, overseer, S.DONE),
    ((S.PLANNED, S.PREVIEWED), SuccessionAction.CANCEL, overseer, S.CANCELLED),
)
TABLE: Mapping[tuple[SuccessionState, SuccessionAction], Change] = {
    (state, action): Change(guard, then, f"tenants.succession_{action}")
    for states, action, guard, then in _ROWS
    for state in states
}
MESSAGES: Mapping[SuccessionState, Message] = {
    S.PLANNED: _("Look at the preview first."),
    S.RUNNING: _("The succession is running. Where it stopped, it can be resumed."),
    S.FAILED: _("The succession was stopped by an error. It can be resumed."),
    S.DONE: _("The succession is done."),
    S.CANCELLED: _("The plan was withdrawn."),
}
OPEN = (S.PLANNED, S.PREVIEWED, S.RUNNING, S.FAILED)


def check(state: str, action: SuccessionAction, who: Situation) -> Change:
    """The row of an action. Raises SuccessionError when the state does not know it or the guard forbids it."""
    row = TABLE.get((SuccessionState(state), action))
    if row is None:
        text = MESSAGES.get(SuccessionState(state), _("The state of the succession does not allow this."))
        raise SuccessionError(text, state=True)
    if (message := row.guard(who)) is not None:
        raise SuccessionError(message)
    return row


def allowed(state: str, who: Situation) -> list[SuccessionAction]:
    """The actions that a person may do now, in the order of the table."""
    return [action for (at, action), row in TABLE.items() if at == state and row.guard(who) is None]
