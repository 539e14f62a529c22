"""What the tenants themselves hand over: people and their roles, media, the agencies below, and the old hosts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import log

from tenants.hosts import forget_hosts
from tenants.memberships import grant_role, revoke_role
from tenants.models import Agency, AgencyState, Membership, PortalDocument, PortalImage
from tenants.roles import ROLES, Role
from tenants.signals import agency_moved
from tenants.succession.heirs import Counts, Finding, Handover, Level, register_heir

EXAMPLES = 5
MEDIA = (PortalImage, PortalDocument)


def preview_stop(handover: Handover, *, now: datetime) -> Iterator[Finding]:
    return iter(())


def stop(handover: Handover, *, actor: Any, now: datetime) -> Counts:
    """Nothing new comes in while things move: the portal answers 503."""
    _moved(handover.predecessor, state=AgencyState.SUSPENDED)
    return {}


def _moved(agency: Agency, **fields: Any) -> None:
    Agency.objects.filter(pk=agency.pk).update(**fields)
    forget_hosts()
    agency_moved.send(sender=Agency, agency=Agency.objects.get(pk=agency.pk))


def inherited_role(role: str, heir: Agency) -> str | None:
    """The role in which somebody serves the successor; None for one that the successor has not.

    The right to sign is not inherited: the successor has its own head, who may delegate (TN.14.3).
    """
    if role == Role.SIGNER:
        return Role.RESPONDER
    return None if ROLES[role].province_only and not heir.is_province else role


def preview_people(handover: Handover, *, now: datetime) -> Iterator[Finding]:
    rows = list(handover.predecessor.memberships.select_related("user").order_by("user__username", "role"))
    lost: set[str] = set()
    kept: set[str] = set()
    for row in rows:
        name = row.user.get_username()
        role = inherited_role(row.role, handover.heir_of_person(name))
        (kept if role and row.user.is_active else lost).add(name)
    signers = sorted({row.user.get_username() for row in rows if row.role == Role.SIGNER})
    yield Finding(_("People who come along"), len(kept))
    if lost - kept:
        nobody = sorted(lost - kept)
        yield Finding(_("People without a successor"), len(nobody), Level.WARNING, tuple(nobody[:EXAMPLES]))
    if signers:
        yield Finding(_("People whose right to sign ends"), len(signers), Level.WARNING, tuple(signers[:EXAMPLES]))


def carry_people(handover: Handover, *, actor: Any, now: datetime) -> Counts:
    """Everybody gets the same roles at the successor and none is left at the agency that ends."""
    counts = {"granted": 0, "withdrawn": 0}
    rows: list[Membership] = list(handover.predecessor.memberships.select_related("user").order_by("pk"))
    for row in rows:
        heir = handover.heir_of_person(row.user.get_username())
        role = inherited_role(row.role, heir)
        if role is not None and row.user.is_active:
            grant_role(row.user, heir, role, actor=actor, now=now)
            counts["granted"] += 1
        counts["withdrawn"] += revoke_role(row.user, handover.predecessor, row.role, actor=actor, now=now)
    return counts


def preview_media(handover: Handover, *, now: datetime) -> Iterator[Finding]:
    for model in MEDIA:
        amount = model._base_manager.filter(agency=handover.predecessor).count()
        yield Finding(str(model._meta.verbose_name_plural).capitalize(), amount)


def carry_media(handover: Handover, *, actor: Any, now: datetime) -> Counts:
    """Images and documents come into the successor's collection; their files and addresses stay."""
    return {
        model._meta.model_name or "": model._base_manager.filter(agency=handover.predecessor).update(
            collection=handover.heir.collection_id, agency=handover.heir
        )
        for model in MEDIA
    }


def preview_close(handover: Handover, *, now: datetime) -> Iterator[Finding]:
    hosts = list(handover.predecessor.hosts.order_by("hostname").values_list("hostname", flat=True))
    yield Finding(_("Host names that lead to the successor"), len(hosts), examples=tuple(hosts[:EXAMPLES]))


def close(handover: Handover, *, actor: Any, now: datetime) -> Counts:
    """The agency has ended: its hosts lead to the successor, and so do those of agencies that it took over itself."""
    agency, heir = handover.predecessor, handover.heir
    earlier = Agency.objects.filter(successor=agency).update(successor=heir)
    _moved(agency, state=AgencyState.CLOSED, successor=heir)
    data = {"successor": heir.slug, "decision": handover.citation}
    log(agency, "tenants.succeeded", user=actor, timestamp=now, data=data)
    return {"earlier": earlier}


def register() -> None:
    """Called when the app is ready."""
    register_heir("stop", 10, label=gettext_lazy("Stopping"), preview=preview_stop, carry_over=stop, counts={})
    roles = {"granted": gettext_lazy("roles given"), "withdrawn": gettext_lazy("roles withdrawn")}
    register_heir(
        "people", 20, label=gettext_lazy("People"), preview=preview_people, carry_over=carry_people, counts=roles
    )
    files = {"portalimage": gettext_lazy("images"), "portaldocument": gettext_lazy("documents")}
    register_heir("media", 30, label=gettext_lazy("Media"), preview=preview_media, carry_over=carry_media, counts=files)
    earlier = {"earlier": gettext_lazy("agencies taken over earlier")}
    register_heir("close", 90, label=gettext_lazy("Addresses"), preview=preview_close, carry_over=close, counts=earlier)
