"""Invitations: an agency's administrator names a person and roles, the person accepts by a link that works once.

Nobody else's account is looked up or changed: whoever has one already signs in and accepts in person.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from security.accounts import create_user
from security.models import Invitation, User
from security.outbox import queue_mail
from security.people import announce
from tenants.addresses import admin_root
from tenants.models import Agency
from tenants.permissions import grantable_roles
from tenants.services import grant_role

LIFETIME = timedelta(days=3)
LINK = re.compile(r"/invitation/[\w-]{20,}/")


def open_invitations(agency: Agency, now: datetime) -> Any:
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
    wanted, reach = list(dict.fromkeys(roles)), grantable_roles(actor, agency)
    if not reach:
        raise PermissionDenied
    _check(agency, email, full_name, wanted, reach)
    email = email.strip().lower()
    Invitation.objects.filter(agency=agency, email=email, accepted_at=None, cancelled_at=None).update(cancelled_at=now)
    token = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        agency=agency,
        email=email,
        full_name=full_name.strip(),
        position=position.strip(),
        roles=wanted,
        digest=_digest(token),
        invited_by=actor,
        invited_at=now,
        expires_at=now + LIFETIME,
    )
    log(agency, "security.invite", user=actor, timestamp=now, data={"email": email, "roles": wanted})
    _mail(invitation, token, now)
    return invitation


def _check(agency: Agency, email: str, full_name: str, wanted: list[str], reach: list[str]) -> None:
    errors: dict[str, Any] = {}
    try:
        validate_email(email.strip())
    except ValidationError as error:
        errors["email"] = error.messages
    if not full_name.strip():
        errors["full_name"] = _("Say who it is: first name and family name.")
    if not wanted:
        errors["roles"] = _("Choose at least one role.")
    elif set(wanted) - set(reach):
        errors["roles"] = _("You cannot give a role that is beyond your own.")
    if "email" not in errors and agency.memberships.filter(user__email__iexact=email.strip()).exists():
        errors["email"] = _("This person serves the agency already: change the roles in the list of people.")
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
    """The invitation that a link stands for; None when it was used, ended or is too old."""
    rows = Invitation.objects.select_related("agency__province", "invited_by")
    return rows.filter(digest=_digest(token), accepted_at=None, cancelled_at=None, expires_at__gt=now).first()


def account_for(invitation: Invitation) -> User | None:
    """The account that already has the invited address, if exactly one is open."""
    found = list(User.objects.filter(email__iexact=invitation.email, is_active=True)[:2])
    return found[0] if len(found) == 1 else None


@transaction.atomic
def accept_invitation(
    token: str, *, now: datetime, user: Any = None, username: str = "", password: str = "", full_name: str = ""
) -> User:
    """Uses the link up and gives the roles: to `user`, who holds the invited address, or to a new account.

    Roles that the person who invited could no longer give today are left out. Raises PermissionDenied for a link that
    is no longer good, or an account of another address; ValidationError by field for the new account.
    """
    row = Invitation.objects.select_for_update(of=("self",)).filter(digest=_digest(token)).first()
    if row is None or row.accepted_at or row.cancelled_at or row.expires_at <= now:
        raise PermissionDenied
    agency = Agency.objects.select_related("province").get(pk=row.agency_id)
    if user is not None and user.email.lower() != row.email:
        raise PermissionDenied
    if user is None and account_for(row) is not None:
        raise ValidationError({"username": _("There is an account with this e-mail address: sign in with it.")})
    person = user or create_user(
        username,
        password=password,
        actor=None,
        now=now,
        must_change_password=False,
        email=row.email,
        full_name=full_name.strip() or row.full_name,
        position=row.position,
    )
    reach = set(grantable_roles(row.invited_by, agency)) if row.invited_by is not None else set()
    given = [role for role in row.roles if role in reach]
    if not given:
        raise PermissionDenied
    for role in given:
        grant_role(person, agency, role, actor=row.invited_by, now=now)
    row.accepted_by, row.accepted_at = person, now
    row.save(update_fields=["accepted_by", "accepted_at"])
    log(agency, "security.accept_invitation", user=person, timestamp=now, data={"roles": given})
    announce(agency, person, given, actor=row.invited_by, now=now)
    return person


def without_links(text: str) -> str:
    """The text of a mail as those who operate the system may read it: a link that gives rights is not shown."""
    return LINK.sub("/invitation/…/", text)


def _mail(invitation: Invitation, token: str, now: datetime) -> None:
    agency = invitation.agency
    with translation.override("vi"):
        subject = _("You are invited to work on the portal of %(agency)s") % {"agency": agency}
        url = f"{admin_root(agency)}/invitation/{token}/"
        body = render_to_string(
            "security/mail/invitation.txt", {"invitation": invitation, "agency": agency, "url": url}
        )
    key = f"invitation:{invitation.pk}"
    queue_mail(to=invitation.email, subject=" ".join(subject.split()), body=body, agency=agency, key=key, now=now)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
