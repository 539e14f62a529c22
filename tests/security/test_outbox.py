"""Mails are queued, delivered by SMTP or as files, tried again, and given up in the end."""

from __future__ import annotations

import email
from datetime import UTC, datetime
from email import policy
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction

from security.delivery import smtp_options
from security.mail_backend import OutboxBackend
from security.models import MailState, OutboxMail
from security.outbox import PAUSES, send_waiting
from security.services import queue_mail, resend_mail
from tests.security.smtp import free_port, mail_server

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def queued(to: str = "dan@example.vn", key: str | None = None, **changes: Any) -> OutboxMail:
    values = {"subject": "Câu hỏi của ông/bà", "body": "Cơ quan đã trả lời.\n"} | changes
    return queue_mail(to=to, agency=None, key=key, now=NOW, **values)


def test_a_mail_is_delivered_by_smtp_in_vietnamese(db: None, settings: Any) -> None:
    with mail_server() as (url, mailbox):
        settings.EMAIL_URL = url
        mail = queued()
        assert send_waiting(NOW) == (1, 0)
        assert send_waiting(NOW) == (0, 0)
    [envelope] = mailbox.arrived
    message = email.message_from_bytes(envelope.content, policy=policy.default)
    assert message["Subject"] == "Câu hỏi của ông/bà"
    assert "Cơ quan đã trả lời." in message.get_content()
    assert envelope.rcpt_tos == ["dan@example.vn"]
    mail.refresh_from_db()
    assert (mail.state, mail.tries, mail.sent_at) == (MailState.SENT, 1, NOW)


def test_one_occasion_queues_one_mail(db: None) -> None:
    first = queued(key="question-1-answered")
    assert queued(key="question-1-answered", subject="Khác") == first
    assert OutboxMail.objects.count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        OutboxMail.objects.create(key=first.key, to=first.to, subject="x", created_at=NOW, next_try_at=NOW)


def test_a_mail_without_server_becomes_a_file(db: None, settings: Any, tmp_path: Path) -> None:
    settings.EMAIL_URL, settings.MAIL_DIR = "", tmp_path / "mail"
    queued()
    send_waiting(NOW)
    [file] = (tmp_path / "mail").iterdir()
    assert file.suffix == ".eml"
    assert email.message_from_bytes(file.read_bytes(), policy=policy.default)["To"] == "dan@example.vn"


def test_a_failing_mail_is_tried_again_and_given_up(db: None, settings: Any) -> None:
    settings.EMAIL_URL = f"smtp://127.0.0.1:{free_port()}/"
    mail, moment = queued(), NOW
    for pause in PAUSES:
        assert send_waiting(moment) == (0, 1)
        mail.refresh_from_db()
        assert mail.state == MailState.QUEUED and mail.next_try_at == moment + pause
        assert send_waiting(moment) == (0, 0), "not before its time"
        moment = mail.next_try_at
    send_waiting(moment)
    mail.refresh_from_db()
    assert mail.state == MailState.FAILED and "ConnectionRefusedError" in mail.last_error
    resend_mail(mail, actor=None, now=moment)
    with mail_server() as (url, mailbox):
        settings.EMAIL_URL = url
        assert send_waiting(moment) == (1, 0)
    assert len(mailbox.arrived) == 1
    with pytest.raises(ValidationError):
        resend_mail(mail, actor=None, now=moment)


def test_one_refused_recipient_does_not_stop_the_others(db: None, settings: Any) -> None:
    with mail_server() as (url, mailbox):
        settings.EMAIL_URL = url
        refused = queued("ai@refused.vn")
        queued()
        assert send_waiting(NOW) == (1, 1)
    refused.refresh_from_db()
    assert "no such person" in refused.last_error and len(mailbox.arrived) == 1


@pytest.mark.parametrize("wrong", [{"to": "không phải"}, {"subject": "a\nBcc: x@example.vn"}, {"subject": " "}])
def test_what_cannot_be_a_mail_is_refused(db: None, wrong: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        queued(**wrong)


def test_wagtails_own_mails_go_through_the_outbox(db: None) -> None:
    OutboxBackend().send_messages(
        [EmailMessage("Bài viết\nđã gửi", "Nội dung", None, ["a@example.vn", "b@example.vn"])]
    )
    assert list(OutboxMail.objects.order_by("to").values_list("to", "subject")) == [
        ("a@example.vn", "Bài viết đã gửi"),
        ("b@example.vn", "Bài viết đã gửi"),
    ]


def test_the_address_of_the_mail_server() -> None:
    options = smtp_options("smtp://no-reply%40tinh.vn:m%3At@mail.tinh.vn/?tls=1")
    assert (options["username"], options["password"], options["port"]) == ("no-reply@tinh.vn", "m:t", 587)
    assert options["use_tls"] and not options["use_ssl"]
    assert smtp_options("smtps://mail.tinh.vn")["port"] == 465
    with pytest.raises(ImproperlyConfigured):
        smtp_options("http://mail.tinh.vn")


def test_two_long_keys_that_begin_alike_are_two_occasions(db: None) -> None:
    keys = ["dịp " * 60 + end for end in ("một", "hai")]
    assert queued(key=keys[0]).pk == queued(key=keys[0]).pk != queued(key=keys[1]).pk
