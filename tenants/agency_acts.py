"""What the province's staff can do with one agency: a form for each action of the table of its life."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tenants import services
from tenants.agency_forms import ActForm, LabelForm, ParentForm, ReasonForm, RenameForm, ResumeForm
from tenants.transitions import LifeAction


@dataclass(frozen=True)
class Act:
    """`explanation` says what happens; `done` that it has; `ends`: readers lose the portal."""

    label: str | Promise
    explanation: str | Promise
    done: str | Promise
    form: type[ActForm]
    service: Callable[..., Any]
    ends: bool = False


ACTS: dict[LifeAction, Act] = {
    LifeAction.SUSPEND: Act(
        _("Suspend"),
        _("Readers see that the portal is suspended and are asked to come back. Nothing is lost."),
        _("The portal is suspended."),
        ReasonForm,
        services.suspend_agency,
        ends=True,
    ),
    LifeAction.RESUME: Act(
        _("Open again to readers"),
        _("Readers see the portal again as it was."),
        _("The portal answers again."),
        ResumeForm,
        services.resume_agency,
    ),
    LifeAction.RENAME: Act(
        _("Rename"),
        _("The portal shows the new name at once. The host name stays until the technical agency assigns another."),
        _("The agency is renamed."),
        RenameForm,
        services.rename_agency,
    ),
    LifeAction.ASSIGN_HOST: Act(
        _("Assign the host name"),
        _("The portal answers on the new name at once. Have its name entered in the DNS first."),
        _("The host name is assigned."),
        LabelForm,
        services.assign_label,
    ),
    LifeAction.NEW_PARENT: Act(
        _("Put below another agency"),
        _("Where host names contain the parent's, the technical agency then decides on the new one."),
        _("The agency stands below another now."),
        ParentForm,
        services.move_below,
    ),
    LifeAction.CLOSE: Act(
        _("Close"),
        _("Readers see that the portal has closed. Its content, questions and history stay."),
        _("The portal is closed."),
        ReasonForm,
        services.close_agency,
        ends=True,
    ),
    LifeAction.REOPEN: Act(
        _("Reopen"),
        _("Readers see the portal again as it was."),
        _("The portal is open again."),
        ReasonForm,
        services.reopen_agency,
    ),
}
