"""Suspends, renames, moves, closes and reopens portals (TN.7.2, VL.5.1, TB.3.2). Mergers are tenants/succession.

Each takes the agency, the acting person (None: the system itself) and the present instant, runs under a lock on the
agency, and raises LifeError with a message when the state or the person does not allow it, ValidationError by field.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from tenants.host_names import assign_label, is_own_domain, served_host
from tenants.models import Agency, AgencyState, HostKind, SuccessionState
from tenants.names import body_name
from tenants.permissions import user_can_operate, user_can_oversee
from tenants.signals import agency_moved
from tenants.sorting import sort_key
from tenants.transitions import Change, LifeAction, Standing, check

BEGUN = (SuccessionState.RUNNING, SuccessionState.FAILED)


def standing_of(agency: Agency, actor: Any) -> Standing:
    """What the guards of the table look at."""
    return Standing(
        oversees=actor is None or user_can_oversee(actor, agency),
        operates=actor is None or user_can_operate(actor, agency),
        is_province=agency.is_province,
        has_members=Agency.objects.below(agency).exclude(state=AgencyState.CLOSED).exists(),
        has_successor=agency.successor_id is not None,
        in_succession=agency.ended_by.filter(state__in=BEGUN).exists(),
    )


@transaction.atomic
def suspend_agency(agency: Agency, *, actor: Any, now: datetime, reason: str) -> Agency:
    """The portal answers 503 until it is resumed; nothing is lost."""
    return _moved(agency, LifeAction.SUSPEND, actor, now, reason)


@transaction.atomic
def resume_agency(agency: Agency, *, actor: Any, now: datetime, reason: str = "") -> Agency:
    return _moved(agency, LifeAction.RESUME, actor, now, reason, needs_reason=False)


@transaction.atomic
def close_agency(agency: Agency, *, actor: Any, now: datetime, reason: str) -> Agency:
    """The portal says that it has closed; its content, questions and log stay."""
    return _moved(agency, LifeAction.CLOSE, actor, now, reason)


@transaction.atomic
def reopen_agency(agency: Agency, *, actor: Any, now: datetime, reason: str) -> Agency:
    return _moved(agency, LifeAction.REOPEN, actor, now, reason)


@transaction.atomic
def rename_agency(agency: Agency, name: str, *, actor: Any, now: datetime, reason: str = "", label: str = "") -> Agency:
    """Gives the agency a new name; the old one stands in the log, and decisions and signatures keep it.

    Where the agency owns its portal itself, the owner has the new name too (HY.5.1).

    With a `label` the host name changes too, which only the technical agency may do (TB.4.2): the old one redirects.
    """
    agency, change = _checked(agency, LifeAction.RENAME, actor)
    name, old = " ".join(name.split()), agency.name
    if not name:
        raise ValidationError({"name": _("The agency needs a name.")})
    if len(name) > 200:
        raise ValidationError({"name": _("The name is longer than %(most)d characters.") % {"most": 200}})
    if _has_twin(agency, name, agency.parent_id):
        raise ValidationError({"name": _("Another agency has this name already.")})
    is_owner = agency.owning_agency == body_name(agency)
    agency.name, agency.sort_key = name, sort_key(name)
    if is_owner:
        agency.owning_agency = body_name(agency)
    agency.save(update_fields=["name", "sort_key", "owning_agency"])
    log(agency, change.audit, user=actor, timestamp=now, data={"old": old, "new": name, "reason": reason.strip()})
    if label:
        assign_label(agency, label, actor=actor, now=now)
    return agency


@transaction.atomic
def move_below(agency: Agency, parent: Agency, *, actor: Any, now: datetime, reason: str) -> Agency:
    """Puts an agency below another one of its province, as the regulation's levels allow (TB.3.2, HY.2.1).

    Where the rule makes host names of the parent's, the present one stays until the technical agency decides (VL.5.2c).
    """
    Agency.objects.select_for_update().get(pk=agency.root.pk)  # one move at a time in a province: two could make a loop
    agency, change = _checked(agency, LifeAction.NEW_PARENT, actor)
    parent = Agency.objects.select_related("province", "parent").get(pk=parent.pk)
    if (message := _cannot_be_parent(agency, parent)) is not None:
        raise ValidationError({"parent": message})
    if not reason.strip():
        raise ValidationError({"reason": _("Give the reason.")})
    old = agency.parent
    agency.parent = parent
    if _needs_another_host(agency):
        agency.hosts.filter(kind=HostKind.PORTAL, language="vi").update(provisional=True)
        if agency.state == AgencyState.ACTIVE:
            agency.state = AgencyState.DOMAIN_PENDING
    agency.save(update_fields=["parent", "state"])
    data = {"old": old.name if old else "", "new": parent.name, "reason": reason.strip()}
    log(agency, change.audit, user=actor, timestamp=now, data=data)
    return agency


def _cannot_be_parent(agency: Agency, parent: Agency) -> str | None:
    """Why an agency cannot come below another; None when it can."""
    names = {"name": agency, "parent": parent}
    if parent.root != agency.root:
        return _("The parent belongs to another province.")
    if parent.pk == agency.parent_id:
        return _("“%(name)s” stands below “%(parent)s” already.") % names
    if _stands_below(parent, agency):
        return _("“%(parent)s” is “%(name)s” itself or stands below it: a loop.") % names
    if parent.state == AgencyState.CLOSED:
        return _("“%(name)s” has closed already.") % {"name": parent}
    if parent.ended_by.filter(state__in=BEGUN).exists():
        return _("A succession of “%(parent)s” is under way.") % names
    if not agency.regulation.may_stand_below(agency.kind, parent.kind):
        return _("“%(name)s” cannot stand directly below “%(parent)s”.") % names
    if _has_twin(agency, agency.name, parent.pk):
        return _("Another agency below “%(parent)s” has this name already.") % names
    return None


def _stands_below(agency: Agency | None, other: Agency) -> bool:
    """Whether an agency is another one or stands below it, at whatever depth."""
    while agency is not None:
        if agency.pk == other.pk:
            return True
        agency = agency.parent
    return False


def _has_twin(agency: Agency, name: str, parent_pk: int | None) -> bool:
    twins = Agency.objects.of_province(agency.root).filter(name=name, parent=parent_pk)
    return twins.exclude(pk=agency.pk).exclude(state=AgencyState.CLOSED).exists()


def _needs_another_host(agency: Agency) -> bool:
    """Whether the rule gives another host name than the portal's, now that the agency stands below another."""
    row = agency.hosts.filter(kind=HostKind.PORTAL, language="vi").first()
    if row is None or is_own_domain(row.hostname, agency.regulation):
        return False
    return row.hostname != served_host(agency, row.hostname.split(".")[0])


def _checked(agency: Agency, action: LifeAction, actor: Any) -> tuple[Agency, Change]:
    agency = Agency.objects.select_for_update(of=("self",)).select_related("province").get(pk=agency.pk)
    return agency, check(agency.state, action, standing_of(agency, actor))


def _moved(
    agency: Agency, action: LifeAction, actor: Any, now: datetime, reason: str, *, needs_reason: bool = True
) -> Agency:
    agency, change = _checked(agency, action, actor)
    reason = reason.strip()
    if needs_reason and not reason:
        raise ValidationError({"reason": _("Give the reason.")})
    old = agency.state
    agency.state = _answering_state(agency) if change.then == AgencyState.ACTIVE else change.then or old
    agency.save(update_fields=["state"])
    log(agency, change.audit, user=actor, timestamp=now, data={"old": old, "new": agency.state, "reason": reason})
    agency_moved.send(sender=Agency, agency=agency)
    return agency


def _answering_state(agency: Agency) -> AgencyState:
    """A portal with a temporary host name comes back as one whose domain is still to be decided."""
    waits = agency.hosts.filter(provisional=True).exists()
    return AgencyState.DOMAIN_PENDING if waits else AgencyState.ACTIVE
