"""The one table of roles: what each may do, as named permissions (TN.17.2, VL.8.4)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    AUTHOR = "author", _("Author")
    BOARD_MEMBER = "board_member", _("Board member")
    BOARD_HEAD = "board_head", _("Head of the board")
    RESPONDER = "responder", _("Question handler")
    SIGNER = "signer", _("Head or delegate who signs answers")
    AGENCY_ADMIN = "agency_admin", _("Agency administrator")
    OFFICE = "office", _("Provincial office staff")
    TECHNICIAN = "technician", _("Technical operator")


ROLE_TASKS: dict[str, Any] = {
    Role.AUTHOR: _("writes texts and submits them to the board"),
    Role.BOARD_MEMBER: _("reviews texts and decides on them"),
    Role.BOARD_HEAD: _("leads the board, publishes urgently, sees the reports"),
    Role.RESPONDER: _("receives and answers questions"),
    Role.SIGNER: _("signs answers"),
    Role.AGENCY_ADMIN: _("runs the portal: people, look, contacts, reports"),
    Role.OFFICE: _("watches over all portals of the province"),
    Role.TECHNICIAN: _("looks after the system: names, mails, backups"),
}
"""What each role does, for those who give it."""


@dataclass(frozen=True)
class Grants:
    """Permission names of one role, by the object that they are granted on."""

    agency: frozenset[str]
    page: frozenset[str] = frozenset()
    media: frozenset[str] = frozenset()
    province_only: bool = False


WRITE_PAGES = frozenset({"add", "change"})
WRITE_MEDIA = frozenset({"add", "change", "choose"})

ROLES: dict[str, Grants] = {
    Role.AUTHOR: Grants(frozenset({"update_agency"}), WRITE_PAGES, WRITE_MEDIA),
    Role.BOARD_MEMBER: Grants(frozenset({"review_agency"}), WRITE_PAGES, WRITE_MEDIA),
    Role.BOARD_HEAD: Grants(
        frozenset({"review_agency", "report_agency"}), WRITE_PAGES | {"publish", "lock", "unlock"}, WRITE_MEDIA
    ),
    Role.RESPONDER: Grants(frozenset({"answer_agency"})),
    Role.SIGNER: Grants(frozenset({"answer_agency", "sign_agency"})),
    Role.AGENCY_ADMIN: Grants(
        frozenset({"administer_agency", "update_agency", "answer_agency", "report_agency"}), WRITE_PAGES, WRITE_MEDIA
    ),
    Role.OFFICE: Grants(frozenset({"oversee_agency", "report_agency"}), province_only=True),
    Role.TECHNICIAN: Grants(frozenset({"operate_agency"}), province_only=True),
}
"""Publishing itself is never a page permission of the author's: a page goes live by the board's decision."""


def roles_of(kind: str) -> dict[str, Grants]:
    """The roles that exist in an agency of a kind: those of the province's office only in the province itself."""
    return {role: grants for role, grants in ROLES.items() if kind == "province" or not grants.province_only}


def group_name(agency_pk: int, role: str) -> str:
    """Name of the group that holds one role in one agency."""
    return f"agency-{agency_pk}-{role}"
