"""The public pages of requests for portals, on the provincial portal alone. No session; a link is the key."""

from __future__ import annotations

import hashlib
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from portal.portal_request_forms import CorrectForm, PublicRequestForm, new_draft
from security.limits import count_one, mails_used_up, over_limit
from security.sealed import new_seal, secret_of
from tenants.clock import local_now
from tenants.hosts import root_url
from tenants.models import Agency, HostKind, PortalRequest, RequestState
from tenants.portal_requests import services
from tenants.portal_requests.transitions import RequestAction, allowed
from tenants.transitions import LifeError

REQUESTS, MAILS = "10/h", "5/d"
"""Requests from one connection, and with one mail address."""


def _province(request: Any) -> Agency:
    """The province on its own Vietnamese portal; elsewhere the pages do not exist."""
    agency: Agency = request.agency
    if not agency.is_province or request.language != "vi":
        raise Http404
    return agency


@require_http_methods(["GET", "HEAD", "POST"])
def request_portal(request: Any) -> HttpResponse:
    """The form for bodies that have no portal, and so no administration to file from (TB.9.3, TN.1.3)."""
    draft = new_draft(_province(request))
    posted = request.method == "POST"
    form = PublicRequestForm(request.POST if posted else None, request.FILES if posted else None, instance=draft)
    status = 200
    if posted:
        status, done = _filed(request, form)
        if done is not None:
            return done
    response = render(request, "portal/requests/form.html", {"form": form}, status=status)
    response.csp_extra = {"worker-src": "blob:"}  # type: ignore[attr-defined]
    return response


def _filed(request: Any, form: PublicRequestForm) -> tuple[int, HttpResponse | None]:
    """The status of the form that comes back, or the way to the request that was filed."""
    if over_limit(request, "portal.request", REQUESTS):
        form.add_error(None, _("Too many requests have come from your connection. Try again in an hour."))
        return 429, None
    if not form.is_valid():
        return 422, None
    draft = form.instance
    if mails_used_up(request, "portal.request_mail", MAILS, draft.applicant_email):
        form.add_error("applicant_email", _("Too many requests came with this address today. Try again tomorrow."))
        return 429, None
    count_one(request, "portal.request", REQUESTS)
    draft.link_seal = new_seal()
    secret = secret_of(draft.link_seal, draft.applicant_email)
    draft.link_digest = _digest(secret)
    try:
        services.file_request(draft, actor=None, now=local_now())
    except ValidationError as error:
        form.add_errors(error)
        return 422, None
    return 302, redirect("portal:portal_request", secret)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def portal_request(request: Any, token: str) -> HttpResponse:
    """What has become of a request; a returned one is corrected here, an open one can be withdrawn."""
    found = _by_link(_province(request), token)
    actions = allowed(found.state, services.situation_of(found, None, by_link=True))
    form = CorrectForm(instance=found) if RequestAction.CORRECT in actions else None
    told = ""
    if request.method == "POST":
        form, told = _answered(request, found, form)
        if not told and (form is None or not form.errors):
            return redirect("portal:portal_request", token)
    context = {
        "portal_request": found,
        "form": form,
        "told": told,
        "may_withdraw": RequestAction.WITHDRAW in actions,
        "address": _address(found),
    }
    bad = bool(told or (form is not None and form.errors))
    response = render(request, "portal/requests/request.html", context, status=422 if bad else 200)
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _answered(request: Any, found: PortalRequest, form: CorrectForm | None) -> tuple[CorrectForm | None, str]:
    """The form with its mistakes, and what could not be done."""
    try:
        if "withdraw" in request.POST:
            services.withdraw_request(found, actor=None, now=local_now(), by_link=True)
        elif form is not None:
            form = CorrectForm(request.POST, request.FILES, instance=found)
            if form.is_valid():
                services.correct_request(form.instance, actor=None, now=local_now(), by_link=True)
    except ValidationError as error:
        assert form is not None
        form.add_errors(error)
    except LifeError as error:
        return form, str(error.message)
    return form, ""


def _by_link(province: Agency, token: str) -> PortalRequest:
    rows = PortalRequest.objects.select_related("province", "parent__province", "agency", "filed_from")
    found = rows.filter(link_digest=_digest(token), province=province).first()
    if found is None:
        raise Http404
    return found


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _address(found: PortalRequest) -> str:
    """Where the portal answers, once it does."""
    if found.state != RequestState.OPENED or found.agency is None:
        return ""
    row = found.agency.hosts.filter(kind=HostKind.PORTAL, language="vi").first()
    return root_url(row.hostname) + "/" if row else ""
