"""Mails: queued in the transaction of what they tell of, sent by a job, tried again with growing pauses."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from security.delivery import carrier
from security.models import MailState, OutboxMail

PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720))
"""After the first failure, after the second, …; after the last pause one more try, then the mail counts as failed."""

AT_ONCE = 200
LONGEST_KEY: int = OutboxMail._meta.get_field("key").max_length or 0


def queue_mail(*, to: str, subject: str, body: str, agency: Any, key: str | None, now: datetime) -> OutboxMail:
    """Queue a plain-text mail; with a `key` that was queued before, return that mail and queue nothing.

    `agency`: the agency it speaks for, or None for the system. Raises ValidationError for a wrong address, or a
    subject that is empty or has line breaks.
    """
    validate_email(to)
    if not subject.strip() or "\n" in subject or "\r" in subject:
        raise ValidationError({"subject": _("A mail needs a subject in one line.")})
    values = {
        "to": to,
        "subject": subject[:250],
        "body_text": body,
        "agency": agency,
        "created_at": now,
        "next_try_at": now,
    }
    if not key:
        return OutboxMail.objects.create(**values)
    return OutboxMail.objects.get_or_create(key=_short(key), defaults=values)[0]


def _short(key: str) -> str:
    """The key itself, or for one that is too long for its column its beginning and its SHA-256."""
    if len(key) <= LONGEST_KEY:
        return key
    digest = hashlib.sha256(key.encode()).hexdigest()
    return f"{key[: LONGEST_KEY - len(digest) - 1]}:{digest}"


def send_waiting(now: datetime) -> tuple[int, int]:
    """Send what is due; the numbers of mails sent and of tries that failed. Two processes never send the same mail."""
    sent = failed = 0
    with carrier() as deliver:
        for pk in _waiting(now):
            outcome = _send_one(pk, deliver, now)
            sent += outcome is True
            failed += outcome is False
    return sent, failed


def _waiting(now: datetime) -> list[int]:
    due = OutboxMail.objects.filter(state=MailState.QUEUED, next_try_at__lte=now)
    return list(due.order_by("next_try_at", "pk").values_list("pk", flat=True)[:AT_ONCE])


def _send_one(pk: int, deliver: Any, now: datetime) -> bool | None:
    """True: sent; False: the try failed; None: another process has it."""
    with transaction.atomic():
        waiting = OutboxMail.objects.select_for_update(skip_locked=True, of=("self",))
        mail = waiting.select_related("agency").filter(pk=pk, state=MailState.QUEUED).first()
        if mail is None:
            return None
        mail.tries += 1
        try:
            deliver(mail)
        except Exception as error:  # noqa: BLE001 - whatever the mail server does, the mail stays in the outbox
            _put_off(mail, error, now)
        else:
            mail.state, mail.sent_at, mail.last_error = MailState.SENT, now, ""
        mail.save(update_fields=["tries", "state", "sent_at", "last_error", "next_try_at"])
        return mail.state == MailState.SENT


def _put_off(mail: OutboxMail, error: Exception, now: datetime) -> None:
    mail.last_error = f"{type(error).__name__}: {error}"[:2000]
    if mail.tries > len(PAUSES):
        mail.state = MailState.FAILED
    else:
        mail.next_try_at = now + PAUSES[mail.tries - 1]


@transaction.atomic
def resend_mail(mail: OutboxMail, *, actor: Any, now: datetime) -> OutboxMail:
    """Queue a failed or waiting mail anew, its tries counted from zero. Raises ValidationError for a sent one."""
    mail = OutboxMail.objects.select_for_update().get(pk=mail.pk)
    if mail.state == MailState.SENT:
        raise ValidationError(_("This mail has been sent already."))
    mail.state, mail.tries, mail.next_try_at = MailState.QUEUED, 0, now
    mail.save(update_fields=["state", "tries", "next_try_at"])
    log(mail, "security.resend_mail", user=actor, timestamp=now)
    return mail
