"""Mails at each step of a request for a portal, and the invitation of the new portal's administrator (TB.9.3)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from security.invitations import invite
from security.models import User
from security.outbox import queue_mail
from tenants.addresses import admin_url, portal_url
from tenants.hosts import root_url
from tenants.models import HostKind, PortalRequest
from tenants.portal_requests.checks import host_of
from tenants.portal_requests.signals import moved
from tenants.portal_requests.transitions import RequestAction
from tenants.roles import Role

FILER, OFFICE, TECHNICIAN = "filer", str(Role.OFFICE), str(Role.TECHNICIAN)
A = RequestAction
TOLD: Mapping[RequestAction, Mapping[str, str]] = {
    A.FILE: {
        FILER: gettext_noop("The request for a portal has been received"),
        OFFICE: gettext_noop("A request for a portal waits for review"),
    },
    A.CORRECT: {
        FILER: gettext_noop("The corrected request for a portal has been received"),
        OFFICE: gettext_noop("A corrected request for a portal waits for review"),
    },
    A.ACCEPT: {
        FILER: gettext_noop("The request for a portal has been accepted"),
        TECHNICIAN: gettext_noop("A requested portal waits for its domain"),
    },
    A.APPROVE: {FILER: gettext_noop("The consent to the requested portal is on record")},
    A.NAME: {
        FILER: gettext_noop("The requested portal has its domain"),
        OFFICE: gettext_noop("A requested portal has its domain and waits for approval"),
    },
    A.OPEN: {
        FILER: gettext_noop("The requested portal has been approved and is set up"),
        TECHNICIAN: gettext_noop("A requested portal has been approved and is set up"),
    },
    A.RECORD: {
        FILER: gettext_noop("The exception is on record"),
        TECHNICIAN: gettext_noop("A portal outside the central system is on record"),
    },
    A.RETURN: {
        FILER: gettext_noop("Please correct the request for a portal"),
        OFFICE: gettext_noop("A request for a portal was returned for correction"),
    },
    A.REFUSE: {
        FILER: gettext_noop("The request for a portal has been refused"),
        TECHNICIAN: gettext_noop("A request for a portal has been refused"),
    },
    A.WITHDRAW: {
        OFFICE: gettext_noop("A request for a portal has been withdrawn"),
        TECHNICIAN: gettext_noop("A request for a portal has been withdrawn"),
    },
}
"""Who hears what of each step."""


def connect() -> None:
    """Called once at start-up."""
    moved.connect(tell, dispatch_uid="tell-of-portal-request")
    moved.connect(invite_administrator, dispatch_uid="invite-administrator")


def invite_administrator(request: PortalRequest, action: RequestAction, actor: Any, now: datetime, **_kw: Any) -> None:
    """The administrator named in the request gets the link to the new portal's work area."""
    if action != RequestAction.OPEN or not request.establishes or request.agency is None:
        return
    invite(
        request.agency,
        email=request.admin_email,
        full_name=request.admin_name,
        position=request.admin_position,
        roles=[Role.AGENCY_ADMIN],
        actor=actor,
        now=now,
    )


def tell(request: PortalRequest, action: RequestAction, actor: Any, now: datetime, **_kw: Any) -> None:
    """One mail to each who is concerned, but not to whoever acts; the receipt goes to the filer all the same."""
    own = getattr(actor, "email", "")
    sent: set[str] = set()
    for audience, subject in TOLD[action].items():
        receipt = audience == FILER and action in {A.FILE, A.CORRECT}
        for address in _addresses(request, audience):
            if address not in sent and (receipt or address != own):
                sent.add(address)
                _send(request, action, audience, subject, address, now)


def _addresses(request: PortalRequest, audience: str) -> Iterable[str]:
    if audience == FILER:
        filer = request.filed_by
        own = filer.email if filer is not None and filer.is_active else ""
        return [address for address in (request.applicant_email or own,) if address]
    people = User.objects.filter(is_active=True, memberships__agency=request.province, memberships__role=audience)
    return people.exclude(email="").order_by("email").values_list("email", flat=True).distinct()


def _send(
    request: PortalRequest, action: RequestAction, audience: str, subject: str, address: str, now: datetime
) -> None:
    with translation.override("vi"):
        lead = _(subject)
        context = {"portal_request": request, "lead": lead, "url": _url(request, audience), "address": _portal(request)}
        body = render_to_string("security/mail/portal_request.txt", context)
    title = " ".join(f"{lead}: {request.name}".split())
    key = f"portal-request:{request.pk}:{action}:{now.isoformat()}:{address}"
    queue_mail(to=address, subject=title, body=body, agency=request.province, key=key, now=now)


def _url(request: PortalRequest, audience: str) -> str:
    if audience == FILER and request.filed_from is None:
        return portal_url(request.province, "portal:portal_request", request.link_seal)
    place = request.filed_from if audience == FILER and request.filed_from else request.province
    return admin_url(place, "tenants:portal_request", request.pk)


def _portal(request: PortalRequest) -> str:
    """Where the portal answers, or will answer."""
    if request.agency is not None and request.establishes:
        return root_url(request.agency.hosts.get(kind=HostKind.PORTAL, language="vi").hostname) + "/"
    return root_url(host_of(request, request.label)) + "/" if request.label else ""
