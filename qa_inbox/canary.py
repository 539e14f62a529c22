"""A question in hand and a delegation of the signature, for the crawl that proves isolation (security/isolation)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from qa_inbox import services
from qa_inbox.services import Asked
from qa_inbox.transitions import Action
from security.isolation import Things, Words, register_canary
from tenants.models import Agency
from tenants.roles import Role

ARGUMENTS = {
    "qa_inbox_admin:question pk": "question",
    "qa_inbox_admin:act pk": "question",
    "qa_inbox_admin:end_delegation pk": "delegation",
}


# Forwarding hands a question to the agency of the province that is competent, with its history and a mail (TN.14.2).
FORWARDED = {"/forward/": ("qa_inbox_question", "security_outboxmail", "qa_inbox.QuestionEvent")}


def register() -> None:
    """Called once at start-up."""
    choices = {"qa_inbox_admin:act action": list(Action)}
    register_canary("qa_inbox", make, arguments=ARGUMENTS, choices=choices, lawful=FORWARDED)


def make(agency: Agency, people: Mapping[str, Any], words: Words, now: datetime) -> Things:
    """A question that waits, one with a draft, and the head's delegation to the handler."""
    responder, signer = people[Role.RESPONDER], people[Role.SIGNER]
    asked = Asked(
        name=f"Người hỏi {words}",
        subject=f"Hỏi {words}",
        body=f"Nội dung {words}",
        email=f"{words.secret}@example.vn",
        phone="0912345678",
    )
    new = services.ask(agency, asked, human=True, now=now)
    drafted = services.assign(services.ask(agency, asked, human=True, now=now), responder, actor=responder, now=now)
    services.save_draft(drafted, f"Trả lời {words}", actor=responder, now=now)
    delegation = services.delegate_signature(
        agency, responder, decision=f"12/QĐ {words}", valid_from=now, valid_until=None, actor=signer, now=now
    )
    return {"question": [new.pk, drafted.pk], "delegation": [delegation.pk]}
