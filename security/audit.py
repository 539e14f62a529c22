"""Log-ins, failures and lock-outs enter the audit trail of the account concerned."""

from __future__ import annotations

from typing import Any

from axes.signals import user_locked_out
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from wagtail.log_actions import log

from security.addresses import client_address
from security.models import User


@receiver(user_logged_in, dispatch_uid="security-audit-login")
def record_login(sender: Any, request: Any, user: Any, **_: Any) -> None:
    log(user, "security.login", user=user, data=_origin(request))


@receiver(user_logged_out, dispatch_uid="security-audit-logout")
def record_logout(sender: Any, request: Any, user: Any, **_: Any) -> None:
    if user is not None:
        log(user, "security.logout", user=user, data=_origin(request))


@receiver(user_login_failed, dispatch_uid="security-audit-failure")
def record_failure(sender: Any, credentials: Any, request: Any = None, **_: Any) -> None:
    """A failure for a name that nobody has stands in the lock-out's own log (axes.AccessFailureLog) only."""
    _record(credentials.get("username"), "security.login_failed", request)


@receiver(user_locked_out, dispatch_uid="security-audit-lockout")
def record_lockout(sender: Any, request: Any, username: str, **_: Any) -> None:
    _record(username, "security.lockout", request)


def _record(username: str | None, action: str, request: Any) -> None:
    user = User.objects.filter(username=username).first() if username else None
    if user is not None:
        log(user, action, data=_origin(request))


def _origin(request: Any) -> dict[str, Any]:
    return {"address": client_address(request) if request is not None else None}
