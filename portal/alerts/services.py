"""Raising an emergency banner and taking it off. Both are logged; neither needs the board, both its head's right."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from editorial.permissions import user_can_head_board
from portal.models.alerts import Alert, Reach
from portal.storm import jobs as storm
from tenants.models import Agency
from tenants.permissions import user_can_administer_agency, user_can_oversee


def user_can_raise_alert(user: Any, agency: Agency) -> bool:
    """The head of the agency's board and its administrators; for the province its office too."""
    if user_can_head_board(user, agency) or user_can_administer_agency(user, agency):
        return True
    return agency.is_province and user_can_oversee(user, agency)


@transaction.atomic
def raise_alert(
    agency: Agency,
    *,
    severity: int,
    title: str,
    text: str,
    ends_at: datetime,
    actor: Any,
    now: datetime,
    reach: str = Reach.OWN,
    portals: Iterable[Agency] = (),
    **more: str,
) -> Alert:
    """Put a banner on the portals from now until `ends_at`.

    Raises PermissionDenied, and ValidationError by field: an end that has passed, portals of another province, a reach
    beyond an agency's own portal.
    """
    if actor is not None and not user_can_raise_alert(actor, agency):
        raise PermissionDenied
    chosen = list(portals) if reach == Reach.CHOSEN else []
    _check(agency, reach, chosen, ends_at, now)
    alert = Alert(
        agency=agency,
        severity=severity,
        title=title,
        text=text,
        reach=reach,
        starts_at=now,
        ends_at=ends_at,
        raised_by=actor,
        **more,
    )
    alert.full_clean(exclude=["portals", "raised_by", "lifted_by", "lifted_at"])
    alert.save()
    alert.portals.set(chosen)
    data = {"new": title, "where": str(reach), "portals": [portal.slug for portal in chosen]}
    log(agency, "portal.raise_alert", user=actor, timestamp=now, data=data)
    storm.ask(storm.shown_by(alert))
    return alert


def _check(agency: Agency, reach: str, chosen: list[Agency], ends_at: datetime, now: datetime) -> None:
    if ends_at <= now:
        raise ValidationError({"ends_at": _("The end must lie in the future.")})
    if reach != Reach.OWN and not agency.is_province:
        raise ValidationError({"reach": _("Only the province can put a banner on other portals.")})
    if reach == Reach.CHOSEN and not chosen:
        raise ValidationError({"names": _("Name at least one portal.")})
    if any(portal.root != agency for portal in chosen):
        raise ValidationError({"names": _("Only portals of this province can be named.")})


@transaction.atomic
def lift_alert(alert: Alert, *, actor: Any, now: datetime) -> Alert:
    """Take a banner off before its end. One that is over stays as it is. Raises PermissionDenied."""
    alert = Alert.objects.select_for_update(of=("self",)).select_related("agency").get(pk=alert.pk)
    if actor is not None and not user_can_raise_alert(actor, alert.agency):
        raise PermissionDenied
    if alert.running(now):
        alert.lifted_at, alert.lifted_by = now, actor
        alert.save(update_fields=["lifted_at", "lifted_by"])
        log(alert.agency, "portal.lift_alert", user=actor, timestamp=now, data={"old": alert.title})
        storm.ask(storm.shown_by(alert))
    return alert
