"""A request for a portal, for the crawl that proves isolation."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.files.base import ContentFile

from security.isolation.registry import Things, Words, register_canary
from tenants.calendar import ZONE
from tenants.models import Agency, PortalRequest, RequestPurpose
from tenants.portal_requests.services import file_request
from tenants.portal_requests.transitions import RequestAction
from tenants.roles import Role

ROUTES = ("portal_request", "correct_portal_request", "portal_request_scan", "act_on_portal_request")
ARGUMENTS = {f"tenants:{route} request_pk": "portal_request" for route in ROUTES}


def register() -> None:
    """Called once at start-up."""
    choices = {
        "tenants:act_on_portal_request action": list(RequestAction),
        "tenants:new_portal_request purpose": list(RequestPurpose),
    }
    register_canary("portal_requests", make, arguments=ARGUMENTS, choices=choices)


def make(agency: Agency, people: Mapping[str, Any], words: Words, now: datetime) -> Things:
    """The upgrade that the agency has asked for; of a province's own portal there is none."""
    if agency.is_province:
        return {}
    draft = PortalRequest(
        purpose=RequestPurpose.UPGRADE,
        province=agency.root,
        filed_from=agency,
        agency=agency,
        what_for=f"Nâng cấp {words}",
        head_name=f"Thủ trưởng {words}",
        admin_name=f"Quản trị {words}",
        admin_email=f"{words.secret}@example.vn",
        admin_phone="0912345678",
        operator_name=f"Nội dung {words}",
        operator_email=f"{words.secret}-nd@example.vn",
        operator_phone="0912345679",
        liaison_name=f"Kỹ thuật {words}",
        liaison_email=f"{words.secret}-kt@example.vn",
        liaison_phone="0912345670",
        decision_number=f"12/QĐ {words}",
        decided_on=now.astimezone(ZONE).date(),
    )
    draft.scan = ContentFile(b"%PDF-1.4 " + secrets.token_bytes(16), name=f"{words.secret}.pdf")
    return {"portal_request": [file_request(draft, actor=people[Role.AGENCY_ADMIN], now=now).pk]}
