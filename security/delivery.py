"""How a mail leaves: by SMTP to EMAIL_URL, or without one as an `.eml` file in MAIL_DIR."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.message import Message
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMessage, get_connection

from security.models import OutboxMail
from security.sealed import opened

SMTP = "django.core.mail.backends.smtp.EmailBackend"
TIMEOUT = 20
Deliver = Callable[[OutboxMail], None]


@contextmanager
def carrier() -> Iterator[Deliver]:
    """A function that delivers one mail or raises; one connection for all of them, opened at the first."""
    if not settings.EMAIL_URL:
        yield lambda mail: _write(Path(settings.MAIL_DIR), mail)
        return
    connection = get_connection(SMTP, **smtp_options(settings.EMAIL_URL))

    def deliver(mail: OutboxMail) -> None:
        message = _message(mail)
        message.connection = connection
        try:
            connection.open()
            message.send()
        except Exception:
            connection.close()
            raise

    try:
        yield deliver
    finally:
        connection.close()


def smtp_options(url: str) -> dict[str, Any]:
    """`smtp://user:password@host:587/?tls=1` (STARTTLS) or `smtps://…:465` as options of Django's SMTP backend.

    Raises ImproperlyConfigured for another scheme, or without a host.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise ImproperlyConfigured("EMAIL_URL must look like smtp://user:password@host:587/?tls=1")
    secure = parts.scheme == "smtps"
    start_tls = parse_qs(parts.query).get("tls", ["0"])[0] not in {"", "0", "false"}
    return {
        "host": parts.hostname,
        "port": parts.port or (465 if secure else 587 if start_tls else 25),
        "username": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "use_ssl": secure,
        "use_tls": start_tls and not secure,
        "timeout": TIMEOUT,
        "fail_silently": False,
    }


def _message(mail: OutboxMail) -> EmailMessage:
    headers = {"Message-ID": f"<outbox-{mail.pk}@{_domain()}>", "Auto-Submitted": "auto-generated"}
    body = opened(mail.body_text, mail.to)
    return EmailMessage(mail.subject, body, settings.DEFAULT_FROM_EMAIL, [mail.to], headers=headers)


def _domain() -> str:
    return settings.DEFAULT_FROM_EMAIL.rsplit("@", 1)[-1].strip(" >")


def _write(folder: Path, mail: OutboxMail) -> None:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    content: Message = _message(mail).message()
    unfinished = folder / f".{mail.pk}.unfinished"
    unfinished.write_bytes(content.as_bytes())
    unfinished.rename(folder / f"{mail.created_at:%Y%m%d-%H%M%S}-{mail.pk}.eml")
