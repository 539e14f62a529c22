"""Host names of agencies by their rule, and their change (VL.5.1, VL.5.2a-VL.5.2c, TN.7.2, HY.4a, HY.4b, TB.4.2)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Site

from tenants import domains
from tenants.models import Agency, AgencyHost, AgencyState, HostKind
from tenants.permissions import user_can_assign_host
from tenants.regulation import Regulation
from tenants.transitions import LifeAction, Standing, check


def checked_label(label: str, kind: str, regulation: Regulation) -> str:
    """A hand-set label in small letters, or the own domain of a body that may have one. Raises ValidationError."""
    try:
        if "." in label.strip(". ") and regulation.domain_rule(kind).own_domain:
            return domains.checked_own_domain(label)
        return domains.checked_label(label, regulation)
    except domains.DomainError as error:
        raise ValidationError({"label": str(error)}) from error


def free_host_name(agency: Agency, label: str) -> str:
    """The host name that a hand-set label makes, when nobody else has it. Raises ValidationError at `label`."""
    name = served_host(agency, checked_label(label, agency.kind, agency.regulation))
    if _taken(name, agency):
        raise ValidationError({"label": _("The host name “%(host)s” is taken.") % {"host": name}})
    return name


def _taken(hostname: str, agency: Agency) -> bool:
    return AgencyHost.objects.filter(hostname=hostname).exclude(agency_id=agency.pk).exists()


def served_host(agency: Agency, label: str) -> str:
    """The host name of an agency with this label, as the installation serves it; an own domain is served as it is.

    Raises ValidationError at the field `label`.
    """
    if "." in label:
        return label
    regulation = agency.regulation
    try:
        return served(domains.hostname_for(label, agency.kind, regulation, _parent_label(agency)), regulation)
    except domains.DomainError as error:
        raise ValidationError({"label": str(error)}) from error


def is_own_domain(hostname: str, regulation: Regulation) -> bool:
    """Whether a portal's name is a domain of the body's own, which no rule of the province gives or changes."""
    return not hostname.endswith(f".{served(regulation.identity.host_base, regulation)}")


def label_of(hostname: str, regulation: Regulation) -> str:
    """What was set by hand to make a portal's name: its first label, or an own domain whole."""
    return hostname if is_own_domain(hostname, regulation) else hostname.split(".")[0]


def served(hostname: str, regulation: Regulation) -> str:
    return domains.served_name(hostname, regulation, settings.PORTAL_BASE_DOMAIN)


def _parent_label(agency: Agency) -> str:
    """First label of the portal's name of the ancestor that the name stands below (VL.5.2c)."""
    below = agency.regulation.domain_rule(agency.kind).below
    parent = agency.parent
    while below and parent is not None and parent.kind != below:
        parent = parent.parent
    if not below or parent is None:
        return ""
    row = parent.hosts.filter(kind=HostKind.PORTAL, language="vi").first()
    return row.hostname.split(".")[0] if row else ""


def proposed_slug(agency: Agency, label: str, regulation: Regulation) -> str:
    """`skhcn-hungyen`, `songphu-tambinh-vinhlong`, `hungyen`: the host name without what all have in common."""
    base = regulation.identity.host_base
    province = base.split(".")[0]
    if agency.is_province:
        return province
    try:
        own = label or domains.label_for(agency.name, agency.kind, regulation)
        name = domains.hostname_for(own, agency.kind, regulation, _parent_label(agency))
    except domains.DomainError as error:
        raise ValidationError({"label": str(error)}) from error
    return f"{name.removesuffix(base).replace('.', '-')}{province}"


@transaction.atomic
def assign_label(agency: Agency, label: str, *, actor: Any, now: datetime) -> AgencyHost:
    """Gives a component portal the name that was decided; the old one redirects to it from now on.

    Only the province's technical agency assigns names (TB.4.2). Raises PermissionDenied, LifeError, ValidationError.
    """
    if not user_can_assign_host(actor, agency):
        raise PermissionDenied
    agency = Agency.objects.select_for_update(of=("self",)).select_related("province").get(pk=agency.pk)
    check(agency.state, LifeAction.ASSIGN_HOST, Standing(operates=True, is_province=agency.is_province))
    row = agency.hosts.get(kind=HostKind.PORTAL, language="vi")
    name, old = free_host_name(agency, label), row.hostname
    if name != old:
        agency.hosts.filter(hostname=name).delete()
        row.hostname = name
        Site.objects.filter(pk=row.site_id).update(hostname=name)
    row.provisional = False
    row.save()
    if name != old:
        AgencyHost.objects.create(hostname=old, agency=agency, kind=HostKind.ALIAS)
    if agency.state == AgencyState.DOMAIN_PENDING:
        agency.state = AgencyState.ACTIVE
        agency.save(update_fields=["state"])
    Site.clear_site_root_paths_cache()
    log(agency, "tenants.assign_host", user=actor, timestamp=now, data={"old": old, "new": name})
    return row
