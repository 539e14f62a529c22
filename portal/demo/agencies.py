"""The demo's agencies: five provinces under their own regulations, with departments, former districts and communes."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from portal.demo.content import PortalContent
from tenants.models import Agency
from tenants.regulation import get_regulation
from tenants.services import AgencySpec, provision_agency

DATA = Path(settings.BASE_DIR) / "tenants" / "data"
WHOLE_PROVINCE = "hungyen"
UNIT_KIND = {"commune": "Xã", "ward": "Phường", "special_zone": "Đặc khu"}
THEMES = {"thainguyen": "xanh-la", "ninhbinh": "tim", "vinhlong": "xanh-lam"}


def departments() -> dict[str, dict[str, Any]]:
    """Departments of each demo province, by its key."""
    return tomllib.loads((DATA / "departments.toml").read_text())


def build_province(key: str, contents: dict[str, PortalContent], now: datetime) -> Iterator[Agency]:
    """Set up one province and everything in it, yielding each agency as it stands. Nothing is made twice."""
    table = departments()[key]
    code = table["regulation"]
    name = f"Tỉnh {get_regulation(code).identity.province_vi}"
    province = _make(name, "province", contents, now, regulation=code, theme=THEMES.get(key, ""))
    yield province
    common = {"province": province, "theme": province.theme}
    for kind in ("department", "organisation"):
        for row in table.get(kind, []):
            details = {name: row[name] for name in ("short_name", "label") if name in row}
            yield _make(row["name"], kind, contents, now, **common, **details)
    yield from _communes(contents, now, common) if key == WHOLE_PROVINCE else _former_units(key, contents, now, common)


def _communes(contents: dict[str, PortalContent], now: datetime, common: dict[str, Any]) -> Iterator[Agency]:
    with (DATA / "units.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    province = next(
        row for row in rows if row["kind"] == "province" and row["ascii"].replace("-", "") == WHOLE_PROVINCE
    )
    for row in rows:
        if row["parent_code"] == province["code"]:
            yield _make(row["name"], "commune", contents, now, unit_code=row["code"], **common)


def _former_units(
    key: str, contents: dict[str, PortalContent], now: datetime, common: dict[str, Any]
) -> Iterator[Agency]:
    with (DATA / "former_units.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["province_label"] == key]
    districts: dict[str, Agency] = {}
    for row in sorted(rows, key=lambda each: each["kind"] != "district"):
        parent = districts.get(row["parent_name"])
        agency = _make(row["name"], row["kind"], contents, now, parent=parent, **common)
        if row["kind"] == "district":
            districts[row["name"]] = agency
        yield agency


def _make(name: str, kind: str, contents: dict[str, PortalContent], now: datetime, **details: Any) -> Agency:
    content = contents.get(name)
    if content:
        contact = content.contact
        details |= {
            "head_name": contact.head_name,
            "address": contact.address,
            "phone": contact.phone,
            "email": contact.email,
        }
    spec = AgencySpec(name=name, kind=kind, is_demo=True, **details)
    return provision_agency(spec, actor=None, now=now)
