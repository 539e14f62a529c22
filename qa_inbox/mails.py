"""Mails to askers and officials. All go through the outbox, in the transaction of what they tell of."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from qa_inbox.models import Delegation, NoticeKind, Question, QuestionEvent
from qa_inbox.queries import handlers_of, office_of, signers_of
from qa_inbox.tokens import confirm_token
from security.services import queue_mail
from tenants.addresses import admin_url, portal_url
from tenants.models import Agency


def _to_asker(question: Question, template: str, subject: str, key: str, now: datetime, **context: Any) -> None:
    """One mail in the asker's language; nothing where the asker left no address."""
    if not question.email:
        return
    with translation.override(question.language):
        track = portal_url(question.portal, "qa_inbox:track_question", question.code, language=question.language)
        values = {"question": question, "agency": question.agency, "track_url": track, **context}
        body = render_to_string(f"qa_inbox/mail/{template}.txt", values)
        title = f"[{question.code}] {_(subject)}"
    mail_key = f"question:{question.code}:{key}"
    queue_mail(to=question.email, subject=title, body=body, agency=question.portal, key=mail_key, now=now)


def _to_staff(
    question: Question, template: str, subject: str, key: str, people: Iterable[Any], now: datetime, **context: Any
) -> int:
    """One mail to each official who has an address. Returns how many."""
    url = admin_url(question.agency, "qa_inbox_admin:question", question.pk)
    addresses = sorted({person.email for person in people if person and person.email})
    with translation.override("vi"):
        body = render_to_string(f"qa_inbox/mail/{template}.txt", {"question": question, "url": url, **context})
        title = f"[{question.code}] {_(subject)}"
    for address in addresses:
        mail_key = f"question:{question.code}:{key}:{address}"
        queue_mail(to=address, subject=title, body=body, agency=question.agency, key=mail_key, now=now)
    return len(addresses)


def ask_to_confirm(question: Question, *, now: datetime) -> None:
    token = confirm_token(question.code)
    url = portal_url(question.portal, "qa_inbox:confirm", token, language=question.language)
    _to_asker(question, "confirm", gettext_noop("Please confirm your question"), "confirm", now, confirm_url=url)


def received(question: Question, *, now: datetime) -> None:
    _to_asker(question, "received", gettext_noop("Your question has been received"), "received", now)
    people = handlers_of(question.agency)
    _to_staff(question, "staff_received", gettext_noop("A new question"), "new", people, now)


def assigned(question: Question, event: QuestionEvent, *, now: datetime) -> None:
    people = [question.assigned_to]
    _to_staff(question, "staff_assigned", gettext_noop("A question is yours to handle"), f"{event.pk}", people, now)


def forwarded(question: Question, event: QuestionEvent, *, sender: Agency, now: datetime) -> None:
    _to_asker(question, "forwarded", gettext_noop("Your question has been forwarded"), f"{event.pk}", now)
    people = handlers_of(question.agency)
    subject = gettext_noop("A question has been forwarded to your agency")
    _to_staff(question, "staff_forwarded", subject, f"{event.pk}", people, now, sender=sender)


def out_of_field(question: Question, event: QuestionEvent, *, now: datetime) -> None:
    subject = gettext_noop("Your question is outside the agency's field")
    _to_asker(question, "out_of_field", subject, f"{event.pk}", now, reason=event.note)


def date_named(question: Question, event: QuestionEvent, *, day: date, now: datetime) -> None:
    subject = gettext_noop("When your question will be answered")
    _to_asker(question, "date_named", subject, f"{event.pk}", now, day=day, note=event.note)


def signature_wanted(question: Question, event: QuestionEvent, *, now: datetime) -> None:
    people = who_signs(question.agency, now)
    subject = gettext_noop("An answer waits for your signature")
    _to_staff(question, "staff_signature", subject, f"{event.pk}", people, now)


def returned(question: Question, event: QuestionEvent, *, now: datetime) -> None:
    subject = gettext_noop("A draft has been returned to you")
    people = [question.assigned_to]
    _to_staff(question, "staff_returned", subject, f"{event.pk}", people, now, reason=event.note)


def answered(question: Question, event: QuestionEvent, *, now: datetime) -> None:
    subject = gettext_noop("The answer to your question")
    _to_asker(question, "answered", subject, f"{event.pk}", now, statement=question.statement(question.language))


def who_signs(agency: Agency, now: datetime) -> list[Any]:
    """The head, and the delegates of the moment."""
    delegates = Delegation.objects.valid(now).filter(agency=agency).values("delegate")
    return [*signers_of(agency), *get_user_model().objects.filter(is_active=True, pk__in=delegates)]


def remind(question: Question, *, now: datetime) -> int:
    """Before the due instant: to the person who handles it, or to all who could where that person no longer does."""
    handlers = handlers_of(question.agency)
    people = handlers.filter(pk=question.assigned_to_id) or handlers
    return _notice(question, NoticeKind.REMINDER, gettext_noop("An answer is due soon"), people, now)


def escalate(question: Question, *, now: datetime) -> int:
    """After the due instant: to the handler, the head and the province's office."""
    handler = handlers_of(question.agency).filter(pk=question.assigned_to_id)
    people = [*handler, *who_signs(question.agency, now), *office_of(question.agency.root)]
    return _notice(question, NoticeKind.ESCALATION, gettext_noop("An answer is overdue"), people, now)


def _notice(question: Question, kind: str, subject: str, people: Iterable[Any], now: datetime) -> int:
    due = question.due_at
    assert due is not None
    return _to_staff(question, f"staff_{kind}", subject, f"{kind}:{due:%Y%m%d%H%M}", people, now)
