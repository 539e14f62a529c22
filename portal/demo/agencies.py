"""The demo's agencies: five provinces under their own regulations, with departments, former districts and communes."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from portal.demo.content import PortalContent
from tenants.models import Agency
from tenants.regulation import get_regulation
from tenants.services import AgencySpec, provision_agency
from tenants.unit_lists import province_rows, provision_rows

DATA = Path(settings.BASE_DIR) / "tenants" / "data"
THEMES = {"thainguyen": "xanh-la", "ninhbinh": "tim", "vinhlong": "xanh-lam"}


def departments() -> dict[str, dict[str, Any]]:
    """Departments of each demo province, by its key."""
    return tomllib.loads((DATA / "departments.toml").read_text())


def build_province(key: str, contents: Mapping[str, PortalContent], now: datetime) -> Iterator[Agency]:
    """Set up one province and everything in it, yielding each agency as it stands. Nothing is made twice."""
    regulation = get_regulation(departments()[key]["regulation"])
    name, theme = f"Tỉnh {regulation.identity.province_vi}", THEMES.get(key, "")
    contact = _contact(contents.get(name))
    spec = AgencySpec(name=name, kind="province", regulation=regulation.code, theme=theme, is_demo=True, **contact)
    province = provision_agency(spec, actor=None, now=now)
    yield province
    rows = [replace(row, **_contact(contents.get(row.name))) for row in province_rows(regulation)]
    yield from provision_rows(province, rows, actor=None, now=now, theme=province.theme, is_demo=True)


def _contact(content: PortalContent | None) -> dict[str, Any]:
    if content is None:
        return {}
    contact = content.contact
    return {
        "head_name": contact.head_name,
        "address": contact.address,
        "phone": contact.phone,
        "email": contact.email,
    }
