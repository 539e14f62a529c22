"""Django's EMAIL_BACKEND: what the framework or Wagtail sends goes through the outbox too."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from security.outbox import queue_mail
from tenants.current import current_agency


class OutboxBackend(BaseEmailBackend):
    """Queues each message, as plain text, once for each of its recipients."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        now = timezone.now()
        for message in email_messages:
            subject = " ".join(str(message.subject).split())
            for address in message.recipients():
                queue_mail(
                    to=address, subject=subject, body=str(message.body), agency=current_agency(), key=None, now=now
                )
        return len(email_messages)
