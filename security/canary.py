"""A mail in the outbox, for the crawl that proves isolation."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from security.isolation.registry import Things, Words, register_canary
from security.outbox import queue_mail
from tenants.models import Agency

ARGUMENTS = {"security:mail pk": "mail", "security:resend pk": "mail"}


def register() -> None:
    """Called once at start-up."""
    register_canary("security", make, arguments=ARGUMENTS)


def make(agency: Agency, people: Mapping[str, Any], words: Words, now: datetime) -> Things:
    """A mail that the agency has sent."""
    to, subject = f"{words.secret}@example.vn", f"Thư {words}"
    mail = queue_mail(to=to, subject=subject, body=subject, agency=agency, key=None, now=now)
    return {"mail": [mail.pk]}
