"""Roles of people in agencies: given and withdrawn here alone, so that groups and memberships never differ (VL.8.4)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from tenants.current import forget
from tenants.models import Agency, Membership
from tenants.roles import ROLES, group_name


@transaction.atomic
def grant_role(user: Any, agency: Agency, role: str, *, actor: Any, now: datetime) -> Membership:
    """Gives a person a role in an agency; a role that is there already stays as it is.

    Raises ValidationError for a role that is not in the table, or that only a province has.
    """
    _check(agency, role)
    membership, made = Membership.objects.get_or_create(
        user=user, agency=agency, role=role, defaults={"granted_at": now, "granted_by": actor}
    )
    user.groups.add(Group.objects.get(name=group_name(agency.pk, role)))
    forget()
    if made:
        log(agency, "tenants.grant_role", user=actor, timestamp=now, data=_who(user, role))
    return membership


@transaction.atomic
def revoke_role(user: Any, agency: Agency, role: str, *, actor: Any, now: datetime) -> bool:
    """Takes a role back. Returns whether the person had it."""
    _check(agency, role)
    gone, _rows = Membership.objects.filter(user=user, agency=agency, role=role).delete()
    user.groups.remove(*Group.objects.filter(name=group_name(agency.pk, role)))
    forget()
    if gone:
        log(agency, "tenants.revoke_role", user=actor, timestamp=now, data=_who(user, role))
    return bool(gone)


def _check(agency: Agency, role: str) -> None:
    if role not in ROLES:
        raise ValidationError({"role": _("There is no such role.")})
    if ROLES[role].province_only and not agency.is_province:
        raise ValidationError({"role": _("Only a province has this role.")})


def _who(user: Any, role: str) -> dict[str, Any]:
    return {"user": user.pk, "username": user.get_username(), "role": str(role)}
