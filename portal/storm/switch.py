"""Storm mode on and off: a file for each host name, so that nginx asks neither application nor database."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from portal.alerts.services import user_can_raise_alert
from portal.storm.manifest import MANIFEST
from portal.storm.places import flag_of, folder_of, write_file
from tenants.models import Agency, AgencyHost, HostKind


def is_on(host: str) -> bool:
    return flag_of(host).exists()


def has_copy(host: str) -> bool:
    return (folder_of(host) / MANIFEST).exists()


def turn(hosts: Iterable[str], *, on: bool, by: str, now: datetime) -> None:
    """Set or take away the flags. Needs no database, and may be repeated."""
    for host in hosts:
        if on:
            write_file(flag_of(host), f"{now.isoformat()} {by}\n".encode())
        else:
            flag_of(host).unlink(missing_ok=True)


def hosts_of(agency: Agency, *, everywhere: bool) -> list[str]:
    """Host names of the agency's portal in all languages; of all portals of the province where `everywhere`."""
    agencies = Agency.objects.of_province(agency) if everywhere else Agency.objects.filter(pk=agency.pk)
    rows = AgencyHost.objects.filter(agency__in=agencies, kind=HostKind.PORTAL).order_by("hostname")
    return list(rows.values_list("hostname", flat=True))


@transaction.atomic
def switch_storm(agency: Agency, *, on: bool, everywhere: bool = False, actor: Any, now: datetime) -> list[str]:
    """Storm mode of a portal, or of all portals of the province, by who may raise an emergency banner.

    Returns the host names that are switched. Raises PermissionDenied, and ValidationError where none has a copy yet or
    where an agency would switch the portals of others.
    """
    if actor is not None and not user_can_raise_alert(actor, agency):
        raise PermissionDenied
    if everywhere and not agency.is_province:
        raise ValidationError(_("Only the province can switch other portals."))
    hosts = [host for host in hosts_of(agency, everywhere=everywhere) if not on or has_copy(host)]
    if not hosts:
        raise ValidationError(_("There is no storm copy yet. It is written with the next publication and every night."))
    data = {"where": "all" if everywhere else "own", "hosts": len(hosts)}
    log(agency, "portal.storm_on" if on else "portal.storm_off", user=actor, timestamp=now, data=data)
    transaction.on_commit(partial(turn, hosts, on=on, by=str(actor or "system"), now=now))
    return hosts
