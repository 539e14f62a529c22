"""The inbox of one agency, in its work area on the admin host. Another agency's question is a 404."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from qa_inbox.actions import DESKS
from qa_inbox.models import Question, QuestionState
from qa_inbox.permissions import capacity_of
from qa_inbox.querysets import OPEN, QuestionQuerySet
from qa_inbox.staff_forms import ActionForm
from qa_inbox.standing import standing
from qa_inbox.timelines import staff_timeline
from qa_inbox.traces import rule_text, trace_lines
from qa_inbox.transitions import Action, ActionNotAllowed, allowed_actions, may
from tenants.admin_views import not_allowed
from tenants.clock import calendar_for, local_now
from tenants.permissions import user_can_oversee

PER_PAGE = 50
View = Callable[..., HttpResponse]
SHOWN_STATES = [state for state in QuestionState if state != QuestionState.UNCONFIRMED]


def in_agency(view: View) -> View:
    """Only within an agency's work area, and only for those who may open its inbox."""

    @wraps(view)
    def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.agency is None:
            raise Http404
        try:
            request.capacity = capacity_of(request.user, request.agency, local_now())
            if not request.capacity.triage and not user_can_oversee(request.user, request.agency):
                raise PermissionDenied
            return view(request, *args, **kwargs)
        except PermissionDenied:
            return _refusal(request)

    return guarded


def _refusal(request: Any) -> HttpResponse:
    return not_allowed(
        request,
        _("The state of the question does not admit this, or it is not among your tasks. Nothing was changed."),
    )


@require_safe
@in_agency
def inbox(request: Any) -> HttpResponse:
    """Questions by due instant, the nearest first, with a light and its words; a fixed number of queries."""
    now, chosen = local_now(), request.GET.get("state", "")
    questions = Question.objects.of(request.agency)
    page = Paginator(_chosen(questions, chosen, request.user), PER_PAGE).get_page(request.GET.get("page"))
    calendar = calendar_for(request.agency)
    context = {
        "page_title": _("Questions"),
        "header_icon": "help",
        "rows": [(question, standing(question, now, calendar)) for question in page],
        "page_obj": page,
        "chosen": chosen,
        "filters": _filters(questions, now, request.user),
        "can_delegate": request.capacity.head,
    }
    return render(request, "qa_inbox/admin/inbox.html", context)


def _chosen(questions: QuestionQuerySet, chosen: str, user: Any) -> QuestionQuerySet:
    rows = questions.select_related("assigned_to")
    if chosen in QuestionState.values:
        rows = rows.filter(state=chosen)
    elif chosen == "mine":
        rows = rows.open().filter(assigned_to=user)
    elif chosen == "overdue":
        rows = rows.overdue(local_now())
    elif chosen != "all":
        rows = rows.open()
    closed = chosen in {QuestionState.ANSWERED, QuestionState.OUT_OF_FIELD, "all"}
    return rows.order_by("-received_at", "-pk") if closed else rows.order_by("due_at", "pk")


def _filters(questions: QuestionQuerySet, now: datetime, user: Any) -> list[tuple[str, str, int]]:
    """(value, label, number of questions), counted in one query."""
    is_open = Q(state__in=OPEN)
    wanted = {
        "": (_("Open"), is_open),
        "mine": (_("Mine"), is_open & Q(assigned_to=user.pk)),
        "overdue": (_("Overdue"), is_open & Q(due_at__lt=now)),
        **{state.value: (str(state.label), Q(state=state)) for state in SHOWN_STATES},
        "all": (_("All"), Q()),
    }
    counts = questions.aggregate(**{f"n{i}": Count("pk", filter=q) for i, (_l, q) in enumerate(wanted.values())})
    return [(value, label, counts[f"n{i}"]) for i, (value, (label, _q)) in enumerate(wanted.items())]


@require_safe
@in_agency
def question(request: Any, pk: int) -> HttpResponse:
    """One question: its text, clock, timeline, and the actions that the table admits."""
    return _screen(request, _found(request, pk))


def _found(request: Any, pk: int) -> Question:
    rows = Question.objects.of(request.agency).select_related("agency__province", "portal", "assigned_to", "signed_by")
    found: Question = get_object_or_404(rows, pk=pk)
    return found


@require_POST
@in_agency
def act(request: Any, pk: int, action: str) -> HttpResponse:
    """Takes one action. 403 where state or capacity does not admit it; what was typed comes back with each error."""
    found = _found(request, pk)
    if action not in DESKS:
        raise Http404
    wanted, now = Action(action), local_now()
    fresh = request.POST.get("version", str(found.version)) == str(found.version)
    if fresh and not may(found, wanted, request.capacity):
        raise ActionNotAllowed(action)
    form = DESKS[wanted].form(found, action, request.POST)
    if form.is_valid():
        try:
            changed = DESKS[wanted].serve(found, actor=request.user, now=now, **form.cleaned_data)
        except ValidationError as error:
            _tell(form, error)
        else:
            messages.success(request, _("%(action)s: done.") % {"action": wanted.label})
            if changed.agency_id != request.agency.pk:
                return redirect("qa_inbox_admin:inbox")
            return redirect("qa_inbox_admin:question", pk)
    return _screen(request, _found(request, pk), tried=(wanted, form))


def _tell(form: ActionForm, error: ValidationError) -> None:
    """The service's objection at the field that it concerns."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, problems in error.message_dict.items():
        form.add_error(name if name in form.fields else None, problems)


def _screen(request: Any, found: Question, tried: tuple[Action, ActionForm] | None = None) -> HttpResponse:
    now = local_now()
    actions = allowed_actions(found, request.capacity)
    forms = {action: DESKS[action].form(found, action) for action in actions}
    lost = None
    if tried:
        action, form = tried
        form.data = {**form.data.dict(), "version": str(found.version)}  # type: ignore[attr-defined]
        forms[action] = form
        if action not in actions:
            lost = forms.pop(action)
        messages.error(request, _("Nothing was changed. See the message at “%(action)s”.") % {"action": action.label})
    context = {
        "page_title": found.subject,
        "page_subtitle": found.code,
        "header_icon": "help",
        "question": found,
        "standing": standing(found, now, calendar_for(found.agency)),
        "rule": rule_text(found),
        "trace": trace_lines(found),
        "timeline": staff_timeline(found),
        "desks": list(forms.items()),
        "lost": lost,
        "sees_asker": request.capacity.triage,
    }
    return render(request, "qa_inbox/admin/question.html", context)
