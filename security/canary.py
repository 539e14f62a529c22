"""A mail in the outbox, an open invitation, an official and a trust label, for the crawl that proves isolation."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from security.invitations import invite
from security.isolation.registry import Things, Words, register_canary
from security.outbox import queue_mail
from tenants.models import Agency, Duty, OutsideKey
from tenants.officials import name_official
from tenants.outside import set_outside_service
from tenants.roles import Role

ARGUMENTS = {
    "security:mail pk": "mail",
    "security:resend pk": "mail",
    "security:person pk": "user",
    "security:cancel_invitation pk": "invitation",
    "security:administrators pk": "agency",
    "security:take_administrator pk": "agency",
    "security:take_administrator person_pk": "user",
    "tenants:edit_official pk": "official",
    "tenants:end_official pk": "official",
}
CHOICES = {"tenants:new_official duty": Duty.values}


def register() -> None:
    """Called once at start-up."""
    register_canary("security", make, arguments=ARGUMENTS, choices=CHOICES)


def make(agency: Agency, people: Mapping[str, Any], words: Words, now: datetime) -> Things:
    """A mail that the agency has sent, somebody whom it invites, its content operator and its trust label."""
    to, subject = f"{words.secret}@example.vn", f"Thư {words}"
    mail = queue_mail(to=to, subject=subject, body=subject, agency=agency, key=None, now=now)
    host = people[str(Role.AGENCY_ADMIN)]
    guest = {"email": f"moi-{to}", "full_name": f"Khách {words}", "position": str(words)}
    invitation = invite(agency, **guest, roles=[Role.AUTHOR], actor=host, now=now)
    details = {"full_name": f"Cán bộ {words}", "phone": str(words), "email": f"canbo-{to}"}
    official = name_official(agency, Duty.CONTENT_OPERATOR, actor=None, now=now, **details)
    set_outside_service(agency, OutsideKey.TRUST_LABEL, words.secret.lower(), actor=None, now=now)
    return {"mail": [mail.pk], "invitation": [invitation.pk], "official": [official.pk]}
