"""Accounts of people: made, given passwords, closed; the first administrator."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from security.models import AdministratorLink, PasswordHistory, User

LINK_LIFETIME = timedelta(hours=24)


@transaction.atomic
def create_user(
    username: str,
    *,
    password: str,
    actor: Any,
    now: datetime,
    must_change_password: bool = True,
    joins: Any = None,
    **details: Any,
) -> User:
    """A new account, its password checked against the rules; its holder changes it at the first log-in.

    `joins`: the agency whose rules hold for the password. `details`: full_name, position, phone, email, is_superuser.
    Raises ValidationError by field.
    """
    user = User(username=username, date_joined=now, must_change_password=must_change_password, **details)
    user.joins = joins
    user.full_clean(exclude=["password"])
    _check(password, user)
    _store(user, password, now)
    log(user, "security.create_user", user=actor, timestamp=now, data={"username": user.username})
    return user


@transaction.atomic
def change_password(user: Any, *, new_password: str, actor: Any, now: datetime) -> User:
    """Gives an account a new password; one that somebody else set must be changed at the next log-in (VL.8.3).

    Raises ValidationError with every rule that it breaks.
    """
    account = User.objects.select_for_update().get(pk=user.pk)
    _check(new_password, account)
    account.must_change_password = actor is None or actor.pk != account.pk
    _store(account, new_password, now)
    log(account, "security.change_password", user=actor, timestamp=now)
    return account


@transaction.atomic
def deactivate_user(user: Any, *, actor: Any, now: datetime) -> User:
    """Closes an account and ends its sessions. Raises ValidationError for one's own, or the last administrator's."""
    administrators = User.objects.select_for_update().filter(is_superuser=True, is_active=True).order_by("pk")
    others = [one for one in administrators if one.pk != user.pk]
    account = User.objects.select_for_update().get(pk=user.pk)
    if actor is not None and actor.pk == account.pk:
        raise ValidationError(_("Nobody can close their own account."))
    if account.is_superuser and not others:
        raise ValidationError(_("This is the last administrator."))
    account.is_active = False
    account.save(update_fields=["is_active"])
    log(account, "security.deactivate_user", user=actor, timestamp=now)
    return account


def first_administrator_token(now: datetime | None = None) -> str:
    """The secret part of a new link that makes the first administrator; earlier links end. Only its digest is kept."""
    moment, token = now or timezone.now(), secrets.token_urlsafe(32)
    with transaction.atomic():
        AdministratorLink.objects.filter(used_at=None).delete()
        AdministratorLink.objects.create(digest=_digest(token), expires_at=moment + LINK_LIFETIME)
    return token


def link_is_good(token: str, now: datetime) -> bool:
    """Whether the link can still make the first administrator."""
    links = AdministratorLink.objects.filter(digest=_digest(token), used_at=None, expires_at__gt=now)
    return links.exists() and not _has_administrator()


@transaction.atomic
def make_first_administrator(token: str, *, username: str, password: str, now: datetime, **details: Any) -> User:
    """Uses the link up. Raises PermissionDenied when it is used, too old, or there is an administrator already."""
    link = AdministratorLink.objects.select_for_update().filter(digest=_digest(token), used_at=None).first()
    if link is None or link.expires_at <= now or _has_administrator():
        raise PermissionDenied
    user = create_user(
        username,
        password=password,
        actor=None,
        now=now,
        must_change_password=False,
        is_superuser=True,
        is_staff=True,
        **details,
    )
    link.used_at = now
    link.save(update_fields=["used_at"])
    return user


def _has_administrator() -> bool:
    return User.objects.filter(is_superuser=True, is_active=True).exists()


def _check(password: str, user: User) -> None:
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise ValidationError({"password": error.error_list}) from None


def _store(user: User, password: str, now: datetime) -> None:
    user.password, user.password_changed_at = make_password(password), now
    user.save()
    PasswordHistory.objects.create(user=user, password=user.password, set_at=now)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
