"""What can be wrong with a request for a portal, said at the field before anything is kept (TB.9.3, TB.3.2, HY.3.1)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from tenants import domains
from tenants.host_names import free_host_name
from tenants.models import OPEN_STATES, Agency, AgencyKind, AgencyState, HostKind, PortalRequest, RequestState
from tenants.provisioning import AgencySpec, check_spec
from tenants.scans import check_scan


def check_request(draft: PortalRequest, today: date) -> None:
    """Raises ValidationError with all that is wrong, by field."""
    draft.name = " ".join(draft.name.split())
    errors: dict[str, list[str]] = {}
    dated = partial(_check_decision, today=today)
    finders: list[Callable[[PortalRequest], None]] = [*_of_body(draft), _check_wanted, _check_scan, dated]
    for finder in finders:
        try:
            finder(draft)
        except ValidationError as error:
            for field, texts in error.message_dict.items():
                errors.setdefault(field, []).extend(texts)
    if errors:
        raise ValidationError(errors)


def check_still_possible(request: PortalRequest) -> None:
    """What may have changed since it was filed: the body, the name, the domain. Raises ValidationError by field."""
    for finder in _of_body(request):
        finder(request)
    host_of(request, request.label)


def _of_body(request: PortalRequest) -> list[Callable[[PortalRequest], None]]:
    return [_check_place, _check_name] if request.establishes else [_check_agency]


def spec_of(request: PortalRequest, **more: Any) -> AgencySpec:
    """The agency that a request is about, as provisioning wants it: as it is, or as it would be."""
    body = _shape(request)
    return AgencySpec(name=body.name, kind=body.kind, province=body.province, parent=body.parent, **more)


def _check_place(draft: PortalRequest) -> None:
    """A portal stands below the provincial one, at a level that the regulation knows (TB.3.2, VL.7.2, HY.3.1)."""
    if draft.kind == AgencyKind.PROVINCE:
        raise ValidationError({"kind": _("A province's portal is not set up by request.")})
    if draft.parent.state == AgencyState.CLOSED:
        raise ValidationError({"parent": _("“%(name)s” has closed already.") % {"name": draft.parent}})
    check_spec(spec_of(draft))


def _check_name(draft: PortalRequest) -> None:
    """No other agency below the same parent has the name, and nobody else asks for it."""
    if not draft.name:
        raise ValidationError({"name": _("The agency needs a name.")})
    twin = Agency.objects.filter(province=draft.province, parent=draft.parent, name__iexact=draft.name).first()
    if twin is not None and twin.state == AgencyState.CLOSED:
        text = _("An agency of this name has closed. The province's office can reopen its portal.")
        raise ValidationError({"name": text})
    if twin is not None:
        raise ValidationError({"name": _("Another agency has this name already.")})
    if _others(draft).filter(agency=None, parent=draft.parent, name__iexact=draft.name).exists():
        raise ValidationError({"name": _("A request for a portal of this name is under way already.")})


def _check_agency(draft: PortalRequest) -> None:
    agency = draft.agency
    if agency is None or agency.is_province or agency.root != draft.province:
        raise ValidationError({"agency": _("Choose the agency whose portal is to be upgraded.")})
    if agency.state == AgencyState.CLOSED:
        raise ValidationError({"agency": _("“%(name)s” has closed already.") % {"name": agency}})
    if _others(draft).filter(agency=agency).exists():
        raise ValidationError({"agency": _("A request to upgrade this portal is under way already.")})


def _check_wanted(draft: PortalRequest) -> None:
    draft.wanted_label = draft.wanted_label.strip().lower()
    if draft.wanted_label:
        try:
            host_of(draft, draft.wanted_label)
        except ValidationError as error:
            raise ValidationError({"wanted_label": error.message_dict["label"]}) from error


def _check_scan(draft: PortalRequest) -> None:
    if not draft.scan:
        raise ValidationError({"scan": _("Attach a scan of the decision.")})
    if not getattr(draft.scan, "_committed", False):  # a file that has come with this very form
        try:
            check_scan(draft.scan.file)
        except ValidationError as error:
            raise ValidationError({"scan": error.messages}) from error


def _check_decision(draft: PortalRequest, today: date) -> None:
    draft.decision_number = draft.decision_number.strip()
    if not draft.decision_number:
        raise ValidationError({"decision_number": _("Name the decision: its number and who issued it.")})
    if draft.decided_on > today:
        raise ValidationError({"decided_on": _("The date of the decision lies in the future.")})


def _others(draft: PortalRequest) -> Any:
    rows = PortalRequest.objects.filter(province=draft.province, state__in=OPEN_STATES, purpose=draft.purpose)
    return rows.exclude(pk=draft.pk)


def host_of(request: PortalRequest, label: str) -> str:
    """The host name that a label gives. Raises ValidationError at `label`: illegal, reserved, taken or promised."""
    name = free_host_name(_shape(request), label)
    named = PortalRequest.objects.filter(province=request.province, state=RequestState.NAMED)
    promised = (
        named.filter(label=label.strip().lower())
        .exclude(pk=request.pk)
        .select_related("agency__parent", "parent", "province")
    )
    if any(name == free_host_name(_shape(other), label) for other in promised):
        raise ValidationError({"label": _("The host name “%(host)s” is taken.") % {"host": name}})
    return name


def _shape(request: PortalRequest) -> Agency:
    """The agency as it is, or as it would be."""
    return request.agency or Agency(
        name=request.name, kind=request.kind, province=request.province, parent=request.parent
    )


def present_label(agency: Agency) -> str:
    """First label of an agency's host name, unless that is only temporary."""
    row = agency.hosts.filter(kind=HostKind.PORTAL, language="vi", provisional=False).first()
    return row.hostname.split(".")[0] if row else ""


def proposed_label(request: PortalRequest) -> str:
    """What the technical agency finds in the field: assigned, wanted, present, or by the regulation's rule."""
    present = present_label(request.agency) if request.agency else ""
    known = request.label or request.wanted_label or present
    if known:
        return known
    try:
        return domains.label_for(request.name, request.kind, request.province.regulation)
    except (domains.DomainError, KeyError):
        return ""
