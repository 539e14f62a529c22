"""Joins Wagtail's workflow screens to our services, so that every door to the board is the same door."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from wagtail.models import TaskState

from editorial import services
from editorial.forms import FORMS, NoteForm
from editorial.permissions import allowed_actions, user_can_review_text
from editorial.querysets import waiting_for
from editorial.transitions import ACTION_LABELS, Action, NotAllowed

DECIDING = (Action.APPROVE, Action.REFUSE, Action.RETURN)
TAKING_OFF = {
    Action.UNPUBLISH: services.unpublish,
    Action.ARCHIVE: services.archive,
}


class BoardDesk:
    """The board's side of Wagtail's workflow; see `editorial.models.board.Desk`."""

    def sees(self, page: Any, user: Any) -> bool:
        return user_can_review_text(user, page)

    def actions(self, page: Any, user: Any) -> list[tuple[str, Any, bool]]:
        allowed = allowed_actions(user, page)
        return [(action.value, ACTION_LABELS[action], True) for action in DECIDING if action in allowed]

    def form(self, action: str) -> type[Any]:
        return FORMS.get(action, NoteForm)

    def act(self, task_state: TaskState, user: Any, action: str, **data: Any) -> None:
        page = task_state.workflow_state.content_object
        try:
            perform(page, Action(action), actor=user, data=data)
        except NotAllowed as refusal:
            raise PermissionDenied(str(refusal.message)) from refusal

    def waiting_for(self, user: Any) -> Any:
        return waiting_for(user)


def perform(page: Any, action: Action, *, actor: Any, data: dict[str, Any]) -> None:
    """Do one action of the table with the cleaned data of its form (editorial/forms.py). Raises NotAllowed."""
    now, note = timezone.now(), data.get("note", "")
    if action in {Action.SUBMIT, Action.RESUBMIT}:
        services.submit(page, actor=actor, now=now)
    elif action == Action.WITHDRAW:
        services.withdraw(page, actor=actor, now=now)
    elif action == Action.APPROVE:
        services.approve(page, actor=actor, now=now, note=note)
    elif action == Action.REFUSE:
        services.refuse(page, actor=actor, now=now, ground=data.get("ground", ""), note=note)
    elif action == Action.RETURN:
        services.request_clarification(page, actor=actor, now=now, note=note)
    elif action == Action.PUBLISH_URGENTLY:
        services.publish_urgently(page, actor=actor, now=now, reason=note)
    else:
        told = {name: data[name] for name in ("notice", "text", "replaced_by") if name in data}
        TAKING_OFF[action](page, actor=actor, now=now, reason=note, **told)
