"""Requests for portals, for the tests."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from tenants.models import Agency, PortalRequest, RequestPurpose
from tenants.portal_requests import services

DECISION = "Quyết định 88/QĐ-UBND"
PDF = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj\n"
TYPED = {
    "kind": "department",
    "name": "Sở Dân tộc và Tôn giáo",
    "wanted_label": "",
    "what_for": "Thành lập theo đề án sắp xếp tổ chức bộ máy.",
    "head_name": "Lê Thị Mận",
    "admin_name": "Đỗ Văn Ổi",
    "admin_position": "Chuyên viên",
    "admin_email": "oi@example.vn",
    "admin_phone": "0912 345 678",
    "operator_name": "Phạm Thị Na",
    "operator_email": "na@example.vn",
    "operator_phone": "0987 654 321",
    "liaison_name": "Vũ Văn Cam",
    "liaison_email": "cam@example.vn",
    "liaison_phone": "0903 111 222",
    "decision_number": DECISION,
    "decided_on": "03/02/2025",
    "exception": "",
}


def scan(content: bytes = PDF, name: str = "quyet-dinh.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def picture(kind: str = "PNG") -> bytes:
    data = BytesIO()
    Image.new("RGB", (8, 8), "white").save(data, kind)
    return data.getvalue()


def draft(parent: Agency, **changes: Any) -> PortalRequest:
    """A request that nobody has filed yet: of the public form, unless `filed_from` is given."""
    values: dict[str, Any] = {
        **TYPED,
        "purpose": RequestPurpose.ESTABLISH,
        "province": parent.root,
        "parent": parent,
        "decided_on": date(2025, 2, 3),
        "applicant_name": "Nguyễn Văn Mít",
        "applicant_email": "mit@example.vn",
        "link_seal": f"sealed-{'a' * 32}",
        **changes,
    }
    content, name = values.pop("scan", PDF), values.pop("scan_name", "quyet-dinh.pdf")
    made = PortalRequest(**values)
    if content:
        made.scan = ContentFile(content, name=name)
    return made


def upgrade(agency: Agency, **changes: Any) -> PortalRequest:
    made = draft(agency.parent or agency.root, **changes)
    made.purpose, made.agency = RequestPurpose.UPGRADE, agency
    return made


def filed(parent: Agency, **changes: Any) -> PortalRequest:
    return services.file_request(draft(parent, **changes), actor=None, now=timezone.now())


def accepted(world: Any, parent: Agency, **changes: Any) -> PortalRequest:
    office = world.users[f"office_{'hungyen' if parent.root == world.hungyen else 'vinhlong'}"]
    return services.accept_request(filed(parent, **changes), actor=office, now=timezone.now())


def named(world: Any, parent: Agency, label: str = "dttg", **changes: Any) -> PortalRequest:
    technician = world.users[f"technician_{'hungyen' if parent.root == world.hungyen else 'vinhlong'}"]
    return services.name_request(accepted(world, parent, **changes), label, actor=technician, now=timezone.now())
