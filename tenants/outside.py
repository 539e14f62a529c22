"""What the law wants on a portal from other hosts: measurement (EMC), the network-trust label (HY.12.2, TB.14.2).

It is data, never pasted HTML: a service is known by its key, a portal by its code there. Where none is set, the pages
of a portal ask no other host for anything.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import log

from tenants.models import Agency, OutsideKey, OutsideService
from tenants.permissions import user_can_change_card


@dataclass(frozen=True)
class Known:
    """`host`: the one host that a portal with the service may ask; `directives`: for what (Content-Security-Policy).

    `pattern`: codes that exist; `told`: what the privacy page says of it. `shared`: whether a province's code may hold
    for its other portals too.
    """

    host: str
    directives: tuple[str, ...]
    pattern: re.Pattern[str]
    hint: Any
    told: Any
    shared: bool = False


# The hosts and codes are those of the services' own instructions to portals.
KNOWN: Mapping[str, Known] = {
    OutsideKey.EMC: Known(
        host="f-emc.ngsp.gov.vn",
        directives=("script-src", "connect-src", "img-src"),
        pattern=re.compile(r"[1-9]\d{0,9}"),
        shared=True,
        hint=gettext_lazy("The number of the site that the system gave, such as 8981. Leave it empty to take it off."),
        told=gettext_lazy(
            "The national system that measures digital government (EMC, %(host)s) counts visits. Your browser tells it "
            "which page you opened and what led you there, which links and files you open, what kind of browser, "
            "screen and language you use, and your address on the network. This portal tells its program to set no "
            "cookies; what that system keeps is for its operator to say."
        ),
    ),
    # The label says of one registered site that it was examined: on another portal it would say what nobody examined.
    OutsideKey.TRUST_LABEL: Known(
        host="tinnhiemmang.vn",
        directives=("img-src",),
        pattern=re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*"),
        hint=gettext_lazy(
            "The last part of the portal's address in the directory of trusted sites. Leave it empty to take it off."
        ),
        told=gettext_lazy(
            "The network-trust label is a picture of %(host)s: your browser fetches it there, and so that host learns "
            "your address on the network."
        ),
    ),
}


def shown_services(agency: Agency) -> dict[str, str]:
    """Code by key of what the agency's pages show: its own, else what its province set for all. One query."""
    shared = [key for key, known in KNOWN.items() if known.shared]
    of_province = Q(agency=agency.province_id, everywhere=True, key__in=shared)
    rows = OutsideService.objects.filter(Q(agency=agency) | of_province)
    own_last = sorted(rows, key=lambda row: row.agency_id == agency.pk)
    return {row.key: row.code for row in own_last}


def policy_of(services: Mapping[str, str]) -> dict[str, str]:
    """What they add to the policy of the portal's pages: their own hosts and no other."""
    added: dict[str, list[str]] = {}
    for key in services:
        for directive in KNOWN[key].directives:
            added.setdefault(directive, []).append(f"https://{KNOWN[key].host}")
    return {directive: " ".join(hosts) for directive, hosts in added.items()}


def told_of(services: Mapping[str, str]) -> list[str]:
    """What the privacy page says of them."""
    return [str(KNOWN[key].told) % {"host": KNOWN[key].host} for key in services]


@transaction.atomic
def set_outside_service(
    agency: Agency, key: OutsideKey, code: str, *, everywhere: bool = False, actor: Any, now: datetime
) -> None:
    """Set, change or (with an empty code) take off a service. The log keeps what it was.

    Raises PermissionDenied, and ValidationError for a code that the service cannot have given. Only a province's holds
    for all, and only where one code can.
    """
    agency = Agency.objects.select_for_update(of=("self",)).select_related("province").get(pk=agency.pk)
    if actor is not None and not user_can_change_card(actor, agency):
        raise PermissionDenied
    wanted = code.strip()
    if wanted and not KNOWN[key].pattern.fullmatch(wanted):
        raise ValidationError({key: _("This is no code of that service. Copy it as the service gave it to you.")})
    rows = OutsideService.objects.filter(agency=agency, key=key)
    old = rows.first()
    new = {"code": wanted, "everywhere": everywhere and agency.is_province and KNOWN[key].shared}
    if (not wanted and old is None) or (old and new == {"code": old.code, "everywhere": old.everywhere}):
        return
    if wanted:
        details = new | {"set_by": actor, "set_at": now}
        OutsideService.objects.update_or_create(agency=agency, key=key, defaults=details)
    else:
        rows.delete()
    data = {"service": str(key), "old": old.code if old else "", "new": wanted, "everywhere": new["everywhere"]}
    log(agency, "tenants.outside_service", user=actor, timestamp=now, data=data)
