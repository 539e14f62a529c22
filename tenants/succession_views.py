"""The province's screens of successions: the list, a new plan, the preview, and the run. For its office alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin import messages

from tenants.models import Agency, Succession, SuccessionState
from tenants.permissions import user_can_oversee
from tenants.succession import running
from tenants.succession.heirs import heir
from tenants.succession.planning import plan_succession
from tenants.succession.transitions import SuccessionAction, allowed
from tenants.succession_forms import ConfirmForm, SuccessionForm
from tenants.transitions import LifeError

PER_PAGE = 50
SECONDS = 20.0
"""No further step begins after that time in one request: the rest follows when it is resumed."""


def user_can_run_successions(user: Any, agency: Agency) -> bool:
    """The province's office, in the province's work area."""
    return agency.is_province and user_can_oversee(user, agency)


def _province(request: Any) -> Agency:
    """The province one works in; for anybody else the screen does not exist."""
    agency: Agency | None = request.agency
    if agency is None or not user_can_run_successions(request.user, agency):
        raise Http404
    return agency


def _plan(request: Any, number: int) -> Succession:
    found: Succession = get_object_or_404(Succession.objects.filter(province=_province(request)), pk=number)
    return found


@require_safe
def successions(request: Any) -> HttpResponse:
    """What is planned, runs and was done."""
    rows = Succession.objects.filter(province=_province(request)).select_related("heir")
    plans = Paginator(rows.prefetch_related("predecessors", "successors"), PER_PAGE)
    context = {
        "page_title": _("Successions of agencies"),
        "header_icon": "group",
        "plans": plans.get_page(request.GET.get("page")),
    }
    return render(request, "tenants/successions.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new_succession(request: Any) -> HttpResponse:
    """Write down a decision; nothing moves yet."""
    form = SuccessionForm(request.POST if request.method == "POST" else None, province=_province(request))
    if request.method == "POST" and form.is_valid():
        try:
            plan = plan_succession(form.spec(), actor=request.user, now=timezone.now())
        except ValidationError as error:
            for field, texts in error.message_dict.items():
                form.add_error(field if field in form.fields else None, texts)
        except PermissionDenied:
            form.add_error(None, _("Only the office of the provinces concerned may do that."))
        else:
            messages.success(request, _("The plan is written down. Look at the preview before it runs."))
            return redirect("tenants:succession", plan.pk)
    context = {"page_title": _("Plan a succession"), "header_icon": "group", "form": form}
    return render(request, "tenants/new_succession.html", context)


@require_safe
def succession(request: Any, number: int) -> HttpResponse:
    return _page(request, _plan(request, number), ConfirmForm())


@require_POST
def act_on_succession(request: Any, number: int, action: str) -> HttpResponse:
    """One action of the table; what the state or the person does not allow is said, and nothing changes."""
    plan = _plan(request, number)
    if action not in DOERS:
        raise Http404
    try:
        shown = DOERS[action](request, plan)
    except LifeError as error:
        messages.error(request, str(error.message))
    except running.SuccessionStopped:
        text = _("A step has failed; what was done before it stays. Have the cause seen to, then resume.")
        messages.error(request, text)
    else:
        if shown is not None:
            return shown
    return redirect("tenants:succession", plan.pk)


BUTTONS = {
    SuccessionAction.PREVIEW: gettext_lazy("Preview"),
    SuccessionAction.REHEARSE: gettext_lazy("Rehearse"),
    SuccessionAction.RESUME: gettext_lazy("Resume"),
    SuccessionAction.CANCEL: gettext_lazy("Withdraw the plan"),
}


def _preview(request: Any, plan: Succession) -> None:
    running.preview(plan, actor=request.user, now=timezone.now())


def _rehearse(request: Any, plan: Succession) -> HttpResponse:
    steps = running.rehearse(plan, actor=request.user, now=timezone.now())
    return _page(request, plan, ConfirmForm(), rehearsed=steps)


def _run(request: Any, plan: Succession) -> HttpResponse | None:
    form = ConfirmForm(request.POST)
    if not form.is_valid():
        return _page(request, plan, form)
    _tell(request, running.run(plan, actor=request.user, now=timezone.now(), seconds=SECONDS))
    return None


def _resume(request: Any, plan: Succession) -> None:
    _tell(request, running.resume(plan, actor=request.user, now=timezone.now(), seconds=SECONDS))


def _cancel(request: Any, plan: Succession) -> None:
    running.cancel(plan, actor=request.user, now=timezone.now())
    messages.success(request, _("The plan was withdrawn."))


DOERS: dict[str, Callable[[Any, Succession], HttpResponse | None]] = {
    SuccessionAction.PREVIEW: _preview,
    SuccessionAction.REHEARSE: _rehearse,
    SuccessionAction.RUN: _run,
    SuccessionAction.RESUME: _resume,
    SuccessionAction.CANCEL: _cancel,
}


def _tell(request: Any, plan: Succession) -> None:
    if plan.state == SuccessionState.DONE:
        messages.success(request, _("The succession is done."))
    else:
        messages.warning(request, _("Part of it is done. Resume it to go on."))


def _page(request: Any, plan: Succession, form: ConfirmForm, rehearsed: Any = None) -> HttpResponse:
    now = timezone.now()
    previewed = plan.state == SuccessionState.PREVIEWED
    found = running.findings_of(plan, now=now) if previewed else []
    actions = allowed(plan.state, running.situation_of(plan, request.user, now, found))
    seen = {SuccessionAction.PREVIEW} if previewed else set()
    steps = list(rehearsed if rehearsed is not None else plan.steps.select_related("predecessor"))
    context = {
        "page_title": str(plan),
        "header_icon": "group",
        "plan": plan,
        "found": found,
        "blocked": running.blocking(found),
        "steps": [(step, heir(step.name).label, heir(step.name).told(step.result)) for step in steps],
        "rehearsed": rehearsed is not None,
        "actions": [str(action) for action in actions],
        "buttons": [(str(action), BUTTONS[action]) for action in actions if action in BUTTONS and action not in seen],
        "form": form,
    }
    return render(request, "tenants/succession.html", context)
