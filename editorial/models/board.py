from __future__ import annotations

from typing import Any, ClassVar, Protocol

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.locks import WorkflowLock
from wagtail.models import Task, TaskState


class Desk(Protocol):
    """What Wagtail's screens ask about a text that lies before the board (editorial/workflow.py answers)."""

    def sees(self, page: Any, user: Any) -> bool: ...

    def actions(self, page: Any, user: Any) -> list[tuple[str, Any, bool]]: ...

    def form(self, action: str) -> type[Any]: ...

    def act(self, task_state: TaskState, user: Any, action: str, **data: Any) -> None: ...

    def waiting_for(self, user: Any) -> Any: ...


class BoardLock(WorkflowLock):  # type: ignore[misc]
    """Says why a text that waits for the board cannot be edited, and what its author can do."""

    def get_message(self, user: Any) -> str:
        return gettext("The text is with the editorial board. Whoever submitted it can withdraw it to change it.")


class BoardTask(Task):  # type: ignore[misc]
    """The board's review: the one step of the one workflow that every page inherits from the root.

    Who sits on which board comes from the agency's permissions, never from this row. While a text waits, nobody
    changes it: the version that was submitted is the version that is decided on.
    """

    lock_class = BoardLock
    desk: ClassVar[Desk]

    class Meta:
        verbose_name = _("review by the editorial board")
        verbose_name_plural = _("reviews by the editorial board")

    def user_can_access_editor(self, obj: Any, user: Any) -> bool:
        return self.desk.sees(obj, user)

    def locked_for_user(self, obj: Any, user: Any) -> bool:
        return True

    def user_can_lock(self, obj: Any, user: Any) -> bool:
        return False

    def user_can_unlock(self, obj: Any, user: Any) -> bool:
        return False

    def get_actions(self, obj: Any, user: Any) -> list[tuple[str, Any, bool]]:
        return self.desk.actions(obj, user)

    def get_form_for_action(self, action: str) -> type[Any]:
        return self.desk.form(action)

    def on_action(self, task_state: TaskState, user: Any, action_name: str, **kwargs: Any) -> None:
        self.desk.act(task_state, user, action_name, **kwargs)

    def get_task_states_user_can_moderate(self, user: Any, **kwargs: Any) -> Any:
        return self.desk.waiting_for(user)

    @classmethod
    def get_description(cls) -> Any:
        return _("The editorial board of the agency reviews the text.")
