"""Who runs an agency's portal: its units, head and contacts, and the officials that it names for a duty.

The units of a province's own portal are those of the regulation, and so is the owner of a component; a component's
managing and operating unit are its own decision (HY.5.1-HY.5.3, TN.15.1, TN.15.2, TN.15.4).
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.dispatch import Signal
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from tenants.models import Agency, Duty, Official
from tenants.names import body_name, party_name
from tenants.permissions import user_can_change_card, user_can_name_technicians
from tenants.sorting import by_given_name

official_changed = Signal()
"""Sent in the transaction of the change: `official`, `change` ("named", "corrected", "ended"), `actor`, `now`."""

CONTACTS = ("head_name", "address", "phone", "fax", "email")
OWN_UNITS = ("managing_unit", "operating_unit")
DETAILS = ("full_name", "position", "unit", "phone", "email")


def card_fields(agency: Agency) -> tuple[str, ...]:
    """What the agency itself decides and keeps up to date."""
    return CONTACTS if agency.is_province else (*OWN_UNITS, *CONTACTS)


@transaction.atomic
def change_card(agency: Agency, *, actor: Any, now: datetime, **values: str) -> Agency:
    """Changes units, head and contacts; the log keeps what they were.

    Raises PermissionDenied, also for a field that is not the agency's to decide, and ValidationError by field.
    """
    agency = Agency.objects.select_for_update(of=("self",)).select_related("province").get(pk=agency.pk)
    allowed = actor is None or user_can_change_card(actor, agency)
    if not allowed or set(values) - set(card_fields(agency)):
        raise PermissionDenied
    new = {name: " ".join(value.split()) for name, value in values.items()}
    changed = {name: [getattr(agency, name), value] for name, value in new.items() if getattr(agency, name) != value}
    if not changed:
        return agency
    for name in changed:
        setattr(agency, name, new[name])
    agency.clean_fields(exclude={field.name for field in agency._meta.fields if field.name not in changed})
    agency.save(update_fields=list(changed))
    log(agency, "tenants.change_card", user=actor, timestamp=now, data={"changed": changed})
    return agency


def duties_of(agency: Agency) -> tuple[Duty, ...]:
    """The province's technicians operate the system for all; an agency has a liaison to them (TB.3.4, VL.26.3)."""
    return (Duty.CONTENT_OPERATOR, Duty.TECHNICAL_OPERATOR if agency.is_province else Duty.LIAISON)


def units_for(agency: Agency, duty: str) -> list[str]:
    """Where somebody named for a duty works.

    A content operator or liaison is the agency's own, for the province its office's; a technical operator belongs to
    the information centre or the technical agency, or to a supplier, whom no list names (TB.3.4, HY.3.4a, HY.3.4b).
    """
    regulation = agency.regulation
    own = body_name(agency)
    if duty != Duty.TECHNICAL_OPERATOR:
        return [party_name("office", regulation, own) if agency.is_province else own]
    parties = ("information_centre", "technical_agency")
    return list(dict.fromkeys(party_name(party, regulation, own) for party in parties if party in regulation.parties))


def user_can_name_official(user: Any, agency: Agency, duty: str) -> bool:
    may = user_can_name_technicians if duty == Duty.TECHNICAL_OPERATOR else user_can_change_card
    return duty in duties_of(agency) and may(user, agency)


def officials_of(agency: Agency) -> models.QuerySet[Official]:
    """Those whom an agency has named now, and whom its province has named for the system."""
    own = models.Q(agency=agency)
    technicians = models.Q(agency=agency.root, duty=Duty.TECHNICAL_OPERATOR)
    named = Official.objects.filter(own | technicians, ended_at=None)
    return named.order_by("duty", *by_given_name("full_name"), "pk")


@transaction.atomic
def name_official(agency: Agency, duty: str, *, actor: Any, now: datetime, **details: str) -> Official:
    """Names somebody for a duty; the office and the technical agency are told.

    `details`: full_name, position, phone, email, unit (of a technical operator). Raises PermissionDenied and
    ValidationError by field.
    """
    agency = Agency.objects.select_for_update(of=("self",)).select_related("province").get(pk=agency.pk)
    if duty not in duties_of(agency):
        raise ValidationError({"duty": _("This agency has nobody for such a duty.")})
    official = Official(agency=agency, duty=duty, named_at=now, named_by=actor)
    return _stored(official, details, "named", actor, now)


@transaction.atomic
def correct_official(official: Official, *, actor: Any, now: datetime, **details: str) -> Official:
    """Corrects the name or the contacts of somebody who is named now."""
    return _stored(_current(official), details, "corrected", actor, now)


@transaction.atomic
def end_official(official: Official, *, actor: Any, now: datetime) -> Official:
    """Somebody is no longer named for the duty."""
    row = _current(official)
    _guard(row, actor)
    row.ended_at = now
    row.save(update_fields=["ended_at"])
    _record(row, "ended", actor, now)
    return row


def _current(official: Official) -> Official:
    """The row under lock. Raises ValidationError for one that has ended."""
    row = Official.objects.select_for_update(of=("self",)).select_related("agency__province").get(pk=official.pk)
    if row.ended_at is not None:
        raise ValidationError(_("This person is no longer named for the duty."))
    return row


def _stored(row: Official, details: dict[str, str], change: str, actor: Any, now: datetime) -> Official:
    _guard(row, actor)
    for name in DETAILS:
        if name in details:
            setattr(row, name, " ".join(details[name].split()))
    row.email = row.email.lower()
    if row.duty != Duty.TECHNICAL_OPERATOR:
        [row.unit] = units_for(row.agency, row.duty)
    row.clean_fields(exclude=["agency", "named_by"])
    twins = Official.objects.filter(agency=row.agency, duty=row.duty, email=row.email, ended_at=None)
    if twins.exclude(pk=row.pk).exists():
        raise ValidationError({"email": _("Somebody with this e-mail address is named for this duty already.")})
    row.save()
    _record(row, change, actor, now)
    return row


def _guard(row: Official, actor: Any) -> None:
    if actor is not None and not user_can_name_official(actor, row.agency, row.duty):
        raise PermissionDenied


def _record(row: Official, change: str, actor: Any, now: datetime) -> None:
    data = {"duty": row.duty, "full_name": row.full_name, "email": row.email}
    log(row.agency, f"tenants.official_{change}", user=actor, timestamp=now, data=data)
    official_changed.send(sender=Official, official=row, change=change, actor=actor, now=now)
