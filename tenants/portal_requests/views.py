"""Screens of requests for portals: for those who file, the office that reviews, the technicians who name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin import messages

from tenants.models import OPEN_STATES, AgencyModelLogEntry, PortalRequest, RequestPurpose, RequestState
from tenants.portal_requests import services
from tenants.portal_requests.checks import host_of, proposed_label
from tenants.portal_requests.consents import consents
from tenants.portal_requests.forms import FORMS, ConsentForm, LabelForm, ReasonForm, kinds_below
from tenants.portal_requests.permissions import requests_visible_to, user_can_file_requests, user_can_see_requests
from tenants.portal_requests.transitions import NEED_REASON, RequestAction, allowed
from tenants.storage import deliver
from tenants.transitions import LifeError

PER_PAGE = 30
A = RequestAction
BUTTONS: dict[str, Any] = {
    A.ACCEPT: gettext_lazy("Accept the request"),
    A.APPROVE: gettext_lazy("Record the consent"),
    A.NAME: gettext_lazy("Assign the domain"),
    A.OPEN: gettext_lazy("Approve and open the portal"),
    A.RECORD: gettext_lazy("Keep the exception on record"),
    A.RETURN: gettext_lazy("Return for correction"),
    A.REFUSE: gettext_lazy("Refuse the request"),
    A.WITHDRAW: gettext_lazy("Withdraw the request"),
}
DONE: dict[str, Any] = {
    A.ACCEPT: gettext_lazy("The request is accepted. The technical agency has been told to assign the domain."),
    A.APPROVE: gettext_lazy("The consent is on record."),
    A.NAME: gettext_lazy("The domain is assigned. The office has been told to approve the request."),
    A.OPEN: gettext_lazy("The portal is set up. Its administrator has been invited by mail."),
    A.RECORD: gettext_lazy("The exception is on record."),
    A.RETURN: gettext_lazy("The request goes back to whoever filed it, with your reason."),
    A.REFUSE: gettext_lazy("The request is refused. Whoever filed it has been told why."),
    A.WITHDRAW: gettext_lazy("The request is withdrawn."),
}


def _work_area(request: Any) -> Any:
    """The agency one works in, for those who see requests there; for anybody else the screens do not exist."""
    agency = request.agency
    if agency is None or not user_can_see_requests(request.user, agency):
        raise Http404
    return agency


def _found(request: Any, request_pk: int) -> PortalRequest:
    rows = requests_visible_to(request.user, _work_area(request))
    related = ("province", "parent__province", "agency__province", "agency__parent", "filed_from__province")
    found: PortalRequest = get_object_or_404(rows.select_related(*related, "filed_by"), pk=request_pk)
    return found


@require_safe
def portal_requests(request: Any) -> HttpResponse:
    """Requests, the newest first; `state` shows those in one state, else the open ones, `all` every one."""
    agency = _work_area(request)
    wanted = request.GET.get("state", "")
    rows = requests_visible_to(request.user, agency).select_related("parent", "filed_from")
    if wanted in RequestState.values:
        rows = rows.filter(state=wanted)
    elif wanted != "all":
        wanted, rows = "", rows.filter(state__in=OPEN_STATES)
    context = {
        "page_title": _("Requests for portals"),
        "header_icon": "form",
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("p")),
        "state": wanted,
        "states": [("", _("Open requests")), *RequestState.choices, ("all", _("All requests"))],
        "may_file": user_can_file_requests(request.user, agency),
        "may_establish": bool(kinds_below(agency)),
    }
    return render(request, "tenants/portal_requests.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new_portal_request(request: Any, purpose: str) -> HttpResponse:
    """File a request: to establish the portal of a body below one's agency, or to upgrade one."""
    agency = _work_area(request)
    establishes = purpose == RequestPurpose.ESTABLISH
    if purpose not in RequestPurpose.values or (establishes and not kinds_below(agency)):
        raise Http404
    if not user_can_file_requests(request.user, agency):
        raise Http404
    draft = PortalRequest(purpose=purpose, province=agency.root, filed_from=agency)
    if establishes:
        draft.parent = agency
    return _filing(request, draft, services.file_request)


@require_http_methods(["GET", "HEAD", "POST"])
def correct_portal_request(request: Any, request_pk: int) -> HttpResponse:
    """What was returned is corrected and filed again."""
    found = _found(request, request_pk)
    if A.CORRECT not in allowed(found.state, services.situation_of(found, request.user)):
        raise Http404
    return _filing(request, found, services.correct_request)


def _filing(request: Any, draft: PortalRequest, keep: Callable[..., PortalRequest]) -> HttpResponse:
    data = (request.POST, request.FILES) if request.method == "POST" else ()
    form = FORMS[draft.purpose](*data, instance=draft, agency=draft.filed_from)
    if data and form.is_valid():
        try:
            kept = keep(form.instance, actor=request.user, now=timezone.now())
        except ValidationError as error:
            form.add_errors(error)
        except LifeError as error:
            form.add_error(None, str(error.message))
        else:
            messages.success(request, _("The request is filed. The province's office has been told."))
            return redirect("tenants:portal_request", kept.pk)
    context = {
        "page_title": draft.get_purpose_display(),
        "header_icon": "form",
        "form": form,
        "reason": draft.reason if draft.pk else "",
        "below": draft.filed_from if draft.establishes else None,
    }
    return render(request, "tenants/portal_request_form.html", context, status=422 if form.errors else 200)


@require_safe
def portal_request(request: Any, request_pk: int) -> HttpResponse:
    return _page(request, _found(request, request_pk))


@require_safe
def portal_request_scan(request: Any, request_pk: int) -> HttpResponseBase:
    """The scan, for those alone who may see the request."""
    return deliver(_found(request, request_pk).scan.name or "", "private, no-cache")


@require_POST
def act_on_portal_request(request: Any, request_pk: int, action: str) -> HttpResponse:
    """One action of the table; what the state or the person does not allow is said, and nothing changes."""
    found = _found(request, request_pk)
    if action not in DONE:
        raise Http404
    form = _form_of(action, found, request.POST)
    if form is None or form.is_valid():
        _try(request, found, action, form)
    if form is not None and form.errors:
        return _page(request, found, {_key(action, request.POST): form}, status=422)
    return redirect("tenants:portal_request", found.pk)


def _try(request: Any, found: PortalRequest, action: str, form: forms.Form | None) -> None:
    """Does it, and says what came of it: at the field where there is one."""
    try:
        _act(found, action, form.cleaned_data if form is not None else {}, request)
    except LifeError as error:
        messages.error(request, str(error.message))
    except PermissionDenied:
        messages.error(request, _("You may not invite this portal's administrator. Nothing was changed."))
    except ValidationError as error:
        if form is None:
            messages.error(request, " ".join(error.messages))
        else:
            form.add_error(None, error)
    else:
        messages.success(request, DONE[action])


def _act(found: PortalRequest, action: str, data: dict[str, Any], request: Any) -> None:
    who = {"actor": request.user, "now": timezone.now()}
    match action:
        case A.RETURN:
            services.return_request(found, data["reason"], **who)
        case A.REFUSE:
            services.refuse_request(found, data["reason"], **who)
        case A.NAME:
            services.name_request(found, data["label"], **who)
        case A.APPROVE:
            services.record_consent(found, request.POST.get("consent", ""), **data, **who)
        case _:
            PLAIN[action](found, **who)


PLAIN: dict[str, Callable[..., Any]] = {
    A.ACCEPT: services.accept_request,
    A.OPEN: services.open_request,
    A.RECORD: services.record_request,
    A.WITHDRAW: services.withdraw_request,
}


def _form_of(action: str, found: PortalRequest, data: Any = None) -> forms.Form | None:
    if action in NEED_REASON:
        return ReasonForm(data, auto_id=f"id_{action}_%s")
    if action == A.NAME:
        return LabelForm(data, initial={"label": proposed_label(found)} if data is None else None)
    if action == A.APPROVE:
        return ConsentForm(data, auto_id=f"id_{data.get('consent', '') if data else ''}_%s")
    return None


def _key(action: str, data: Any) -> str:
    return f"{action}-{data.get('consent', '')}" if action == A.APPROVE else action


def _page(
    request: Any, found: PortalRequest, sent: dict[str, forms.Form] | None = None, status: int = 200
) -> HttpResponse:
    """`sent`: a form that came back with its mistakes."""
    sent = sent or {}
    actions = allowed(found.state, services.situation_of(found, request.user))
    needed = consents(found)
    steps: list[tuple[Any, ...]] = []
    for action in actions:
        if action == A.APPROVE:
            for consent in needed:
                form = sent.get(f"{action}-{consent.field}") or ConsentForm(auto_id=f"id_{consent.field}_%s")
                steps += [] if consent.given else [(action, BUTTONS[action], form, consent)]
        elif action in BUTTONS:
            steps.append((action, BUTTONS[action], sent.get(action) or _form_of(action, found), None))
    context = {
        "page_title": found.name,
        "header_icon": "form",
        "portal_request": found,
        "consents": needed,
        "host": _host(found),
        "steps": steps,
        "folded": NEED_REASON,
        "may_correct": A.CORRECT in actions,
        "history": AgencyModelLogEntry.objects.for_instance(found).select_related("user").order_by("timestamp"),
    }
    return render(request, "tenants/portal_request.html", context, status=status)


def _host(found: PortalRequest) -> str:
    """The name that was assigned; of a portal that is open, the one on which it answers."""
    if found.agency is not None and found.state == RequestState.OPENED:
        row = found.agency.hosts.filter(kind="portal", language="vi").first()
        return row.hostname if row else ""
    try:
        return host_of(found, found.label) if found.label else ""
    except ValidationError:
        return found.label
