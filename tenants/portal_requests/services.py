"""What is done with requests for portals. Each takes the acting person (None: by the public form) and the instant.

All run under locks on the province and the request, and raise RequestError with a message when the state or the person
does not allow it, ValidationError by field for what is wrong. `by_link`: the person holds the mailed link of a request
that was filed on the public form.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from tenants.calendar import ZONE
from tenants.host_names import assign_label
from tenants.models import Agency, Duty, PortalException, PortalRequest, RequestState
from tenants.officials import name_official
from tenants.permissions import user_can_assign_host, user_can_operate, user_can_oversee
from tenants.portal_requests.checks import check_request, check_still_possible, host_of, present_label, spec_of
from tenants.portal_requests.consents import consents
from tenants.portal_requests.permissions import user_can_file_requests
from tenants.portal_requests.signals import moved
from tenants.portal_requests.transitions import (
    ENDS,
    FILED_AUDIT,
    NEED_REASON,
    Change,
    RequestAction,
    RequestError,
    Situation,
    check,
)
from tenants.provisioning import provision_agency

OFFICIAL = {"full_name": "name", "email": "email", "phone": "phone"}
"""Details of an official, and the columns of the request that hold them."""


def situation_of(request: PortalRequest, actor: Any, *, by_link: bool = False) -> Situation:
    """What the guards of the table look at."""
    needed = consents(request)
    own = request.filed_from is not None and actor is not None and user_can_file_requests(actor, request.filed_from)
    return Situation(
        files=own or (by_link and request.filed_from is None),
        oversees=actor is not None and user_can_oversee(actor, request.province),
        operates=actor is not None and user_can_operate(actor, request.province),
        elsewhere=request.exception == PortalException.ELSEWHERE,
        needs_consent=bool(needed),
        lacking=tuple(each.who for each in needed if not each.given),
    )


@transaction.atomic
def file_request(draft: PortalRequest, *, actor: Any, now: datetime) -> PortalRequest:
    """Keeps a new request and tells the office (TB.9.3). Raises PermissionDenied, ValidationError by field."""
    if draft.filed_from is not None and not user_can_file_requests(actor, draft.filed_from):
        raise PermissionDenied
    _lock_province(draft)
    _fill_from_agency(draft)
    check_request(draft, now.astimezone(ZONE).date())
    draft.state, draft.filed_by, draft.filed_at = RequestState.FILED, actor, now
    draft.full_clean(exclude={"filed_by", "named_by"}, validate_constraints=False)
    draft.save()
    return _told(draft, RequestAction.FILE, FILED_AUDIT, actor, now)


@transaction.atomic
def correct_request(draft: PortalRequest, *, actor: Any, now: datetime, by_link: bool = False) -> PortalRequest:
    """Files a returned request anew, with what was changed; it is looked at from the beginning."""
    _lock_province(draft)
    kept, change = _checked(draft, RequestAction.CORRECT, actor, by_link)
    draft.purpose, draft.filed_from, draft.province = kept.purpose, kept.filed_from, kept.province
    _fill_from_agency(draft)
    check_request(draft, now.astimezone(ZONE).date())
    draft.state, draft.label, draft.named_by, draft.reason = RequestState.FILED, "", None, ""
    draft.full_clean(exclude={"filed_by", "named_by"}, validate_constraints=False)
    draft.save()
    return _told(draft, RequestAction.CORRECT, change.audit, actor, now)


@transaction.atomic
def accept_request(request: PortalRequest, *, actor: Any, now: datetime) -> PortalRequest:
    """The office finds the request in order; the technical agency is next."""
    return _moved(request, RequestAction.ACCEPT, actor, now)


@transaction.atomic
def return_request(request: PortalRequest, reason: str, *, actor: Any, now: datetime) -> PortalRequest:
    return _moved(request, RequestAction.RETURN, actor, now, reason=reason)


@transaction.atomic
def refuse_request(request: PortalRequest, reason: str, *, actor: Any, now: datetime) -> PortalRequest:
    """A refusal says why."""
    return _moved(request, RequestAction.REFUSE, actor, now, reason=reason)


@transaction.atomic
def withdraw_request(request: PortalRequest, *, actor: Any, now: datetime, by_link: bool = False) -> PortalRequest:
    return _moved(request, RequestAction.WITHDRAW, actor, now, by_link=by_link)


@transaction.atomic
def record_request(request: PortalRequest, *, actor: Any, now: datetime) -> PortalRequest:
    """A portal outside the central system stays on record with the consent to it; nothing is set up (VL.4)."""
    return _moved(request, RequestAction.RECORD, actor, now)


@transaction.atomic
def record_consent(
    request: PortalRequest, field: str, *, number: str, on: date | None, actor: Any, now: datetime
) -> PortalRequest:
    """Notes who consented, by which paper and when; the party is the one that the regulation names (TN.1.3, VL.7.2)."""
    request, change = _checked(request, RequestAction.APPROVE, actor)
    consent = next((each for each in consents(request) if each.field == field), None)
    if consent is None:
        raise RequestError(_("The regulation asks for no consent here."))
    errors = {}
    if not number.strip():
        errors["number"] = _("Give the number of the paper that says so.")
    if on is None or on > now.astimezone(ZONE).date():
        errors["on"] = _("Give the date of that paper; it cannot lie in the future.")
    if errors:
        raise ValidationError(errors)
    values = {"number": number.strip(), "on": on, "by": consent.party}
    for name, value in values.items():
        setattr(request, f"{field}_{name}", value)
    request.save(update_fields=[f"{field}_{name}" for name in values])
    data = {"by": consent.party, "number": number.strip(), "on": str(on)}
    return _told(request, RequestAction.APPROVE, change.audit, actor, now, data)


@transaction.atomic
def name_request(request: PortalRequest, label: str, *, actor: Any, now: datetime) -> PortalRequest:
    """The technical agency assigns the domain (TB.4.2). Raises ValidationError at `label`."""
    _lock_province(request)
    request, change = _checked(request, RequestAction.NAME, actor)
    host = host_of(request, label)
    request.state, request.label, request.named_by = RequestState.NAMED, label.strip().lower(), actor
    request.save(update_fields=["state", "label", "named_by"])
    return _told(request, RequestAction.NAME, change.audit, actor, now, {"host": host})


@transaction.atomic
def open_request(request: PortalRequest, *, actor: Any, now: datetime) -> PortalRequest:
    """The office approves, and the portal is there: set up in the same transaction, under the assigned domain.

    An upgrade brings what a portal of today must have, and the domain if another one was assigned.
    """
    _lock_province(request)
    request, change = _checked(request, RequestAction.OPEN, actor)
    if not user_can_assign_host(request.named_by, request.province):
        raise RequestError(_("Whoever assigned the domain is no technician any more. Have it assigned again."))
    check_still_possible(request)
    agency = request.agency
    if agency is not None and present_label(agency) != request.label:
        assign_label(agency, request.label, actor=request.named_by, now=now)
    label = request.label if agency is None else ""
    spec = spec_of(request, label=label, head_name=request.head_name)
    request.agency = provision_agency(spec, actor=actor, now=now)
    if request.establishes:
        _name_officials(request, now)
    request.state, request.closed_at = RequestState.OPENED, now
    request.save(update_fields=["agency", "state", "closed_at"])
    return _told(request, RequestAction.OPEN, change.audit, actor, now, {"agency": request.agency.pk})


def _name_officials(request: PortalRequest, now: datetime) -> None:
    """The new agency has named them itself, in its request; they are announced as all others are (TB.13.3a)."""
    assert request.agency is not None
    for duty, who in ((Duty.CONTENT_OPERATOR, "operator"), (Duty.LIAISON, "liaison")):
        details = {name: getattr(request, f"{who}_{own}") for name, own in OFFICIAL.items()}
        name_official(request.agency, duty, actor=None, now=now, **details)


def _fill_from_agency(draft: PortalRequest) -> None:
    """An upgrade concerns an agency as it is."""
    if not draft.establishes and draft.agency is not None:
        agency = draft.agency
        draft.name, draft.kind, draft.parent = agency.name, agency.kind, agency.parent or agency.root


def _lock_province(request: PortalRequest) -> None:
    """Two people who file or open at the same moment see each other's names and domains."""
    Agency.objects.select_for_update(of=("self",)).get(pk=request.province_id)


def _checked(
    request: PortalRequest, action: RequestAction, actor: Any, by_link: bool = False
) -> tuple[PortalRequest, Change]:
    rows = PortalRequest.objects.select_for_update(of=("self",))
    related = ("province", "parent__province", "agency__province", "agency__parent", "filed_from__province", "named_by")
    row = rows.select_related(*related).get(pk=request.pk)
    return row, check(row.state, action, situation_of(row, actor, by_link=by_link))


def _moved(
    request: PortalRequest,
    action: RequestAction,
    actor: Any,
    now: datetime,
    *,
    reason: str = "",
    by_link: bool = False,
) -> PortalRequest:
    request, change = _checked(request, action, actor, by_link)
    reason = reason.strip()
    if action in NEED_REASON and not reason:
        raise ValidationError({"reason": _("Give the reason.")})
    assert change.then is not None
    request.state, request.reason = change.then, reason
    request.closed_at = now if change.then in ENDS else None
    request.save(update_fields=["state", "reason", "closed_at"])
    return _told(request, action, change.audit, actor, now, {"reason": reason} if reason else {})


def _told(
    request: PortalRequest,
    action: RequestAction,
    audit: str,
    actor: Any,
    now: datetime,
    data: dict[str, Any] | None = None,
) -> PortalRequest:
    """Writes the log and lets the layers above know."""
    log(request, audit, user=actor, timestamp=now, data={"name": request.name, **(data or {})})
    moved.send(sender=PortalRequest, request=request, action=action, actor=actor, now=now)
    return request
