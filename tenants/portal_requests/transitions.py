"""The states of a request for a portal as one table: state × action → guard, next state, audit name. Pure: no query.

The body files; the province's office accepts; the technical agency assigns the domain; the office opens (TB.9.3).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from tenants.models import RequestState
from tenants.transitions import LifeError, Message

S = RequestState


class RequestAction(StrEnum):
    FILE = "file"
    CORRECT = "correct"
    ACCEPT = "accept"
    APPROVE = "approve"
    NAME = "name"
    OPEN = "open"
    RECORD = "record"
    RETURN = "return"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"


@dataclass(frozen=True)
class Situation:
    """What a guard may look at: who acts, and what the request needs.

    `elsewhere`: it asks for a portal outside the central system; `needs_consent`: the regulation names somebody who
    must consent; `lacking`: whose consent is not recorded yet.
    """

    files: bool = False
    oversees: bool = False
    operates: bool = False
    elsewhere: bool = False
    needs_consent: bool = False
    lacking: tuple[str, ...] = ()


class RequestError(LifeError):
    """A step of the table that cannot be taken."""


Guard = Callable[[Situation], Message | None]


def filer(who: Situation) -> Message | None:
    return None if who.files else _("Only whoever filed the request may do that.")


def office(who: Situation) -> Message | None:
    return None if who.oversees else _("Only the province's office may do that.")


def reviewer(who: Situation) -> Message | None:
    """The technical agency too sends back what does not meet the technical requirements (TB.9.3)."""
    return None if who.operates else office(who)


def approver(who: Situation) -> Message | None:
    return office(who) if who.needs_consent else _("The regulation asks for no consent here.")


def namer(who: Situation) -> Message | None:
    """Host names are assigned by the technical agency alone (TB.4.2)."""
    if who.elsewhere:
        return _("A portal outside the central system gets no domain here.")
    return None if who.operates else _("Only the technical agency assigns domains.")


def consented(who: Situation) -> Message | None:
    if who.lacking:
        return _("The consent of %(who)s is missing. Record it first.") % {"who": ", ".join(who.lacking)}
    return office(who)


def recorder(who: Situation) -> Message | None:
    """What runs elsewhere with the consent that the regulation asks for is put on record (VL.4)."""
    return consented(who) if who.elsewhere else _("This request is for a portal on the central system.")


@dataclass(frozen=True)
class Change:
    """One row. `then` None: the state stays."""

    guard: Guard
    then: RequestState | None
    audit: str


_ROWS: tuple[tuple[tuple[RequestState, ...], RequestAction, Guard, RequestState | None], ...] = (
    ((S.FILED,), RequestAction.ACCEPT, office, S.ACCEPTED),
    ((S.FILED, S.ACCEPTED, S.NAMED), RequestAction.APPROVE, approver, None),
    ((S.ACCEPTED, S.NAMED), RequestAction.NAME, namer, S.NAMED),
    ((S.NAMED,), RequestAction.OPEN, consented, S.OPENED),
    ((S.ACCEPTED,), RequestAction.RECORD, recorder, S.RECORDED),
    ((S.FILED,), RequestAction.RETURN, office, S.RETURNED),
    ((S.ACCEPTED, S.NAMED), RequestAction.RETURN, reviewer, S.RETURNED),
    ((S.RETURNED,), RequestAction.CORRECT, filer, S.FILED),
    ((S.FILED, S.ACCEPTED, S.NAMED), RequestAction.REFUSE, office, S.REFUSED),
    ((S.FILED, S.RETURNED, S.ACCEPTED, S.NAMED), RequestAction.WITHDRAW, filer, S.WITHDRAWN),
)
FILED_AUDIT = f"tenants.request_{RequestAction.FILE}"
TABLE: Mapping[tuple[RequestState, RequestAction], Change] = {
    (state, action): Change(guard, then, f"tenants.request_{action}")
    for states, action, guard, then in _ROWS
    for state in states
}
ENDS = (S.OPENED, S.RECORDED, S.REFUSED, S.WITHDRAWN)
NEED_REASON = frozenset({RequestAction.RETURN, RequestAction.REFUSE})


def check(state: str, action: RequestAction, who: Situation) -> Change:
    """The row of an action. Raises RequestError when the state does not know it or the guard forbids it."""
    row = TABLE.get((RequestState(state), action))
    if row is None:
        raise RequestError(
            _("The request is “%(state)s” now, which does not allow this.") % {"state": RequestState(state).label},
            state=True,
        )
    if (message := row.guard(who)) is not None:
        raise RequestError(message)
    return row


def allowed(state: str, who: Situation) -> list[RequestAction]:
    """The actions that a person may do now, in the order of the table."""
    return [action for (at, action), row in TABLE.items() if at == state and row.guard(who) is None]
