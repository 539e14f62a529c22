"""Who serves an agency: roles given and taken by its own administrator, operators announced (VL.8.4, TB.13.3a)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Prefetch
from django.dispatch import receiver
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from security.models import User
from security.outbox import queue_mail
from tenants.addresses import admin_url
from tenants.models import Agency, Membership, Official
from tenants.officials import official_changed
from tenants.permissions import grantable_roles
from tenants.roles import Role
from tenants.services import grant_role, revoke_role
from tenants.sorting import by_given_name

OPERATORS = (Role.AGENCY_ADMIN, Role.AUTHOR, Role.TECHNICIAN)
"""Who administers and operates a portal: appointing one is announced (TB.12.5a, TB.13.3a, VL.26.3, HY.22.2)."""
ROLE_OF_PARTY = {"office": Role.OFFICE, "technical_agency": Role.TECHNICIAN}
"""Who reads the mails of a party that a regulation names (accounts.appointment_notified_to)."""


def people_of(agency: Agency) -> Any:
    """Those who serve an agency, with their roles there in `roles_here` (two queries)."""
    here = Prefetch("memberships", Membership.objects.filter(agency=agency).order_by("role"), to_attr="roles_here")
    serving = Membership.objects.filter(agency=agency).values("user")
    return User.objects.filter(pk__in=serving).prefetch_related(here).order_by(*by_given_name("full_name"), "username")


def roles_in(person: Any, agency: Agency) -> set[str]:
    return set(Membership.objects.filter(user=person, agency=agency).values_list("role", flat=True))


@transaction.atomic
def set_roles(agency: Agency, person: Any, roles: Iterable[str], *, actor: Any, now: datetime) -> set[str]:
    """Makes the roles of somebody who serves the agency those given; none ends the service. Effective at once.

    Roles that the actor may not give stay as they are. Returns what was added. Raises PermissionDenied for an actor
    without any, or a person who does not serve the agency, and ValidationError at `roles` for a role beyond the actor's
    reach, and for the last administrator.
    """
    agency = Agency.objects.select_for_update(of=("self",)).select_related("province").get(pk=agency.pk)
    wanted, reach, present = set(roles), set(grantable_roles(actor, agency)), roles_in(person, agency)
    if not reach or not present:
        raise PermissionDenied
    if wanted - reach - present:
        raise ValidationError({"roles": _("You cannot give a role that is beyond your own.")})
    ended, added = (present & reach) - wanted, wanted - present
    if Role.AGENCY_ADMIN in ended and not _other_administrators(agency, person):
        raise ValidationError({"roles": _("The agency needs an administrator. Appoint another one first.")})
    for role in sorted(ended):
        revoke_role(person, agency, role, actor=actor, now=now)
    for role in sorted(added):
        grant_role(person, agency, role, actor=actor, now=now)
    announce(agency, person, added, actor=actor, now=now)
    return added


def _other_administrators(agency: Agency, person: Any) -> bool:
    others = Membership.objects.filter(agency=agency, role=Role.AGENCY_ADMIN, user__is_active=True)
    return others.exclude(user=person).exists()


def announce(agency: Agency, person: Any, roles: Iterable[str], *, actor: Any, now: datetime) -> int:
    """Tells those whom the regulation names of a new operator. Returns the number of mails."""
    appointed = [role for role in OPERATORS if role in set(roles)]
    if not appointed:
        return 0
    with translation.override("vi"):
        names = ", ".join(str(role.label) for role in appointed)
        subject = _("%(agency)s has appointed %(person)s: %(roles)s")
        subject %= {"agency": agency, "person": person, "roles": names}
        context = {"agency": agency, "person": person, "roles": names, "actor": actor, "url": _officials(agency)}
        body = render_to_string("security/mail/appointed.txt", context)
    key = f"appointed:{agency.pk}:{person.pk}:{'-'.join(appointed)}:{now.isoformat()}"
    return _tell(agency, subject, body, key, silent={person.pk, getattr(actor, "pk", None)}, now=now)


@receiver(official_changed, dispatch_uid="security-official-changed")
def announce_official(sender: Any, official: Official, change: str, actor: Any, now: datetime, **_kwargs: Any) -> int:
    """Tells those whom the regulation names that somebody is named for a duty, or no longer (TB.13.3a, VL.26.3)."""
    agency = official.agency
    with translation.override("vi"):
        subject = OFFICIAL_SUBJECTS[change] % {"agency": agency, "person": official.full_name}
        context = {"official": official, "agency": agency, "actor": actor, "url": _officials(agency)}
        body = render_to_string("security/mail/official.txt", context)
    key = f"official:{official.pk}:{change}:{now.isoformat()}"
    return _tell(agency, subject, body, key, silent={getattr(actor, "pk", None)}, now=now)


OFFICIAL_SUBJECTS = {
    "named": gettext_lazy("%(agency)s has named %(person)s"),
    "corrected": gettext_lazy("%(agency)s has changed the contacts of %(person)s"),
    "ended": gettext_lazy("%(agency)s: %(person)s is no longer named"),
}


def _officials(agency: Agency) -> str:
    """Where the office and the technical agency see them all."""
    return admin_url(agency.root, "tenants:officials")


def _tell(agency: Agency, subject: str, body: str, key: str, *, silent: set[Any], now: datetime) -> int:
    """One mail to each who is to be told, but not to those who know: who appointed and who is appointed."""
    parties = agency.regulation.accounts.appointment_notified_to.value
    roles = [ROLE_OF_PARTY[party] for party in parties if party in ROLE_OF_PARTY]
    told = User.objects.filter(memberships__agency=agency.root, memberships__role__in=roles, is_active=True)
    addresses = sorted(set(told.exclude(email="").exclude(pk__in=silent - {None}).values_list("email", flat=True)))
    for to in addresses:
        queue_mail(to=to, subject=" ".join(subject.split()), body=body, agency=agency, key=f"{key}:{to}", now=now)
    return len(addresses)
