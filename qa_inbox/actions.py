"""Which form and which service stand behind each action of a question's screen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from qa_inbox import services
from qa_inbox.staff_forms import (
    ActionForm,
    AssignForm,
    ClassifyForm,
    DayForm,
    DraftForm,
    ForwardForm,
    NoticeForm,
    OutOfFieldForm,
    PublishForm,
    ReasonForm,
)
from qa_inbox.transitions import Action


@dataclass(frozen=True)
class Desk:
    """`serve(question, **values of the form, actor, now, version)`."""

    form: type[ActionForm]
    serve: Callable[..., Any]


def _publish(question: Any, **values: Any) -> Any:
    return services.sign(question, publish=True, **values)


def _mail(question: Any, **values: Any) -> Any:
    return services.sign(question, publish=False, **values)


DESKS: Mapping[Action, Desk] = {
    Action.CLASSIFY: Desk(ClassifyForm, services.classify),
    Action.ASSIGN: Desk(AssignForm, services.assign),
    Action.FORWARD: Desk(ForwardForm, services.forward),
    Action.TELL_OUT_OF_FIELD: Desk(OutOfFieldForm, services.tell_out_of_field),
    Action.DRAFT: Desk(DraftForm, services.save_draft),
    Action.REQUEST_SIGNOFF: Desk(ActionForm, services.request_signoff),
    Action.RETURN_TO_DRAFT: Desk(ReasonForm, services.return_to_draft),
    Action.SIGN_AND_PUBLISH: Desk(PublishForm, _publish),
    Action.SIGN_AND_MAIL: Desk(ActionForm, _mail),
    Action.APPOINT_DATE: Desk(DayForm, services.appoint_date),
    Action.PROGRESS_NOTICE: Desk(NoticeForm, services.send_progress_notice),
}
