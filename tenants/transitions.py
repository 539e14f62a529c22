"""The life of a portal as one table: state × action → next state, guard, audit name. Pure: no query.

`manage.py succession states` prints it; docs/decisions/0013-succession.md is held to it by a test.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tenants.models import AgencyState

Message = str | Promise


class LifeAction(StrEnum):
    SUSPEND = "suspend"
    RESUME = "resume"
    RENAME = "rename"
    ASSIGN_HOST = "assign_host"
    NEW_PARENT = "new_parent"
    CLOSE = "close"
    REOPEN = "reopen"


@dataclass(frozen=True)
class Standing:
    """What a guard may look at: who acts, what hangs on the agency, and whether another has taken its place."""

    oversees: bool = False
    operates: bool = False
    is_province: bool = False
    has_members: bool = False
    has_successor: bool = False
    in_succession: bool = False


class LifeError(Exception):
    """The action cannot be done; `message` says why. `state`: it is the agency's state that forbids it."""

    def __init__(self, message: Message, *, state: bool = False) -> None:
        super().__init__(str(message))
        self.message, self.state = message, state


Guard = Callable[[Standing], Message | None]


def overseer(who: Standing) -> Message | None:
    return None if who.oversees else _("Only the province's office may do that.")


def free(who: Standing) -> Message | None:
    """While a succession runs, it alone changes the agency's state."""
    if who.in_succession:
        return _("A succession of this agency is under way.")
    return overseer(who)


def operator(who: Standing) -> Message | None:
    """Host names are assigned by the technical agency; the province's own is the regulation's (TB.4.2)."""
    if who.is_province:
        return _("The province's own host name is the one that its regulation gives.")
    return None if who.operates else _("Only the province's technical agency may do that.")


def mover(who: Standing) -> Message | None:
    return _("A province stands below no other agency.") if who.is_province else free(who)


def closer(who: Standing) -> Message | None:
    if who.has_members:
        return _("Other agencies still stand below this one. Close them first, or hand them over in a merger.")
    return free(who)


def reopener(who: Standing) -> Message | None:
    if who.has_successor:
        return _("Another agency has taken over this portal: it cannot open again.")
    return free(who)


@dataclass(frozen=True)
class Change:
    """One row. `then` None: the state stays."""

    guard: Guard
    then: AgencyState | None
    audit: str


_A, _D, _S, _C = AgencyState.ACTIVE, AgencyState.DOMAIN_PENDING, AgencyState.SUSPENDED, AgencyState.CLOSED
_ROWS: tuple[tuple[tuple[AgencyState, ...], LifeAction, Guard, AgencyState | None], ...] = (
    ((_A, _D), LifeAction.SUSPEND, free, _S),
    ((_S,), LifeAction.RESUME, free, _A),
    ((_A, _D, _S), LifeAction.RENAME, overseer, None),
    ((_D,), LifeAction.ASSIGN_HOST, operator, _A),
    ((_A, _S), LifeAction.ASSIGN_HOST, operator, None),
    ((_A, _D, _S), LifeAction.NEW_PARENT, mover, None),
    ((_A, _D, _S), LifeAction.CLOSE, closer, _C),
    ((_C,), LifeAction.REOPEN, reopener, _A),
)
TABLE: Mapping[tuple[AgencyState, LifeAction], Change] = {
    (state, action): Change(guard, then, f"tenants.{action}")
    for states, action, guard, then in _ROWS
    for state in states
}


def check(state: str, action: LifeAction, who: Standing) -> Change:
    """The row of an action. Raises LifeError when the state does not know it or the guard forbids it."""
    row = TABLE.get((AgencyState(state), action))
    if row is None:
        raise LifeError(_("The portal is not in a state that allows this."), state=True)
    if (message := row.guard(who)) is not None:
        raise LifeError(message)
    return row


def allowed(state: str, who: Standing) -> list[LifeAction]:
    """The actions that a person may do now, in the order of the table."""
    return [action for (at, action), row in TABLE.items() if at == state and row.guard(who) is None]
