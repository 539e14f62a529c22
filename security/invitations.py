"""Invitations: an agency's administrator names a person and roles, the person accepts by a link that works once.

Nobody else's account is looked up or changed: whoever has one already signs in and accepts in person.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import validate_email
from django.db import models, transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from security.accounts import create_user
from security.models import Invitation, User
from security.outbox import queue_mail
from security.people import announce
from security.sealed import new_seal, secret_of
from tenants.addresses import admin_root
from tenants.models import Agency, AgencyState
from tenants.permissions import grantable_roles
from tenants.services import grant_role

LIFETIME = timedelta(days=3)


def open_invitations(agency: Agency, now: datetime) -> models.QuerySet[Invitation]:
    """Invitations that can still be accepted."""
    rows = Invitation.objects.filter(agency=agency, accepted_at=None, cancelled_at=None)
    return rows.filter(expires_at__gt=now).select_related("invited_by")


@transaction.atomic
def invite(
    agency: Agency, *, email: str, full_name: str, roles: Iterable[str], actor: Any, now: datetime, position: str = ""
) -> Invitation:
    """Sends the link to a person; an earlier open one to the same address ends.

    Raises PermissionDenied for an actor who manages nobody here, ValidationError by field: `email`, `full_name`,
    `roles` (none, or one beyond the actor's reach).
    """
    agency = Agency.objects.select_for_update(of=("self",)).select_related("province").get(pk=agency.pk)
    email, full_name = email.strip().lower(), " ".join(full_name.split())
    wanted, reach = list(dict.fromkeys(roles)), grantable_roles(actor, agency)
    if not reach:
        raise PermissionDenied
    _check(agency, email, full_name, wanted, reach)
    seal = new_seal()
    Invitation.objects.filter(agency=agency, email=email, accepted_at=None, cancelled_at=None).update(cancelled_at=now)
    invitation = Invitation.objects.create(
        agency=agency,
        email=email,
        full_name=full_name,
        position=" ".join(position.split()),
        roles=wanted,
        digest=_digest(secret_of(seal, email)),
        invited_by=actor,
        invited_at=now,
        expires_at=now + LIFETIME,
    )
    log(agency, "security.invite", user=actor, timestamp=now, data={"email": email, "roles": wanted})
    _mail(invitation, seal, now)
    return invitation


def _check(agency: Agency, email: str, full_name: str, wanted: list[str], reach: list[str]) -> None:
    if agency.state == AgencyState.CLOSED:
        raise ValidationError(_("The agency has closed: nobody can be invited to it."))
    errors: dict[str, Any] = {}
    try:
        validate_email(email)
    except ValidationError as error:
        errors["email"] = error.messages
    if not full_name:
        errors["full_name"] = _("Say who it is: first name and family name.")
    if not wanted:
        errors["roles"] = _("Choose at least one role.")
    elif set(wanted) - set(reach):
        errors["roles"] = _("You cannot give a role that is beyond your own.")
    elif not set(wanted) - set(agency.memberships.filter(user__email__iexact=email).values_list("role", flat=True)):
        errors["email"] = _("This person has these roles already: change them in the list of people.")
    if errors:
        raise ValidationError(errors)


@transaction.atomic
def cancel_invitation(invitation: Invitation, *, actor: Any, now: datetime) -> Invitation:
    """Ends the link. An invitation that was accepted meanwhile stays accepted: ValidationError."""
    row = Invitation.objects.select_for_update(of=("self",)).select_related("agency__province").get(pk=invitation.pk)
    if not grantable_roles(actor, row.agency):
        raise PermissionDenied
    if row.accepted_at is not None:
        raise ValidationError(_("The invitation has been accepted already."))
    if row.cancelled_at is None:
        row.cancelled_at = now
        row.save(update_fields=["cancelled_at"])
        log(row.agency, "security.cancel_invitation", user=actor, timestamp=now, data={"email": row.email})
    return row


def invitation_of(token: str, now: datetime) -> Invitation | None:
    """The invitation that a link stands for; None when it was used, ended, is too old, or has nothing to give now."""
    rows = Invitation.objects.select_related("agency__province", "invited_by")
    row = rows.filter(digest=_digest(token), accepted_at=None, cancelled_at=None, expires_at__gt=now).first()
    return row if row is not None and on_offer(row) else None


def on_offer(invitation: Invitation) -> list[str]:
    """The roles that the person who invited could still give today; none in an agency that has closed."""
    agency, host = invitation.agency, invitation.invited_by
    if host is None or agency.state == AgencyState.CLOSED:
        return []
    reach = grantable_roles(host, agency)
    return [role for role in invitation.roles if role in reach]


def holders_of(address: str) -> models.QuerySet[User]:
    """Open accounts with an e-mail address: their holders sign in instead of making another account."""
    return User.objects.filter(email__iexact=address, is_active=True)


@transaction.atomic
def accept_invitation(
    token: str, *, now: datetime, user: Any = None, username: str = "", password: str = "", full_name: str = ""
) -> User:
    """Uses the link up and gives the roles on offer: to `user`, who holds the invited address, or to a new account.

    Raises PermissionDenied for a link that is no longer good, or an account of another address; ValidationError by
    field for the new account.
    """
    rows = Invitation.objects.select_for_update(of=("self",)).select_related("agency__province", "invited_by")
    row = rows.filter(digest=_digest(token), accepted_at=None, cancelled_at=None, expires_at__gt=now).first()
    given = on_offer(row) if row is not None else []
    if row is None or not given:
        raise PermissionDenied
    if user is not None and (not user.is_active or user.email.lower() != row.email):
        raise PermissionDenied
    person = user or _new_account(row, username, password, full_name, now)
    for role in given:
        grant_role(person, row.agency, role, actor=row.invited_by, now=now)
    row.accepted_by, row.accepted_at = person, now
    row.save(update_fields=["accepted_by", "accepted_at"])
    log(row.agency, "security.accept_invitation", user=person, timestamp=now, data={"roles": given})
    announce(row.agency, person, given, actor=row.invited_by, now=now)
    return person


def _new_account(row: Invitation, username: str, password: str, full_name: str, now: datetime) -> User:
    if holders_of(row.email).exists():
        raise ValidationError({"username": _("There is an account with this e-mail address: sign in with it.")})
    if User.objects.filter(email__iexact=row.email).exists():
        text = _("The account with this e-mail address has been closed. Ask the technical agency.")
        raise ValidationError({"username": text})
    return create_user(
        username,
        password=password,
        actor=None,
        now=now,
        must_change_password=False,
        joins=row.agency,
        email=row.email,
        full_name=full_name.strip() or row.full_name,
        position=row.position,
    )


def _mail(invitation: Invitation, seal: str, now: datetime) -> None:
    agency = invitation.agency
    with translation.override("vi"):
        subject = _("You are invited to work on the portal of %(agency)s") % {"agency": agency}
        url = f"{admin_root(agency)}/invitation/{seal}/"
        body = render_to_string(
            "security/mail/invitation.txt", {"invitation": invitation, "agency": agency, "url": url}
        )
    key = f"invitation:{invitation.pk}"
    queue_mail(to=invitation.email, subject=" ".join(subject.split()), body=body, agency=agency, key=key, now=now)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
