"""Makes agencies and people for tests, through the same services as the real ones.

Most tests need none of it: the session's world (tests/world.py) is in the database before they start.
"""

from __future__ import annotations

import itertools
from datetime import datetime
from typing import Any

from django.test import Client
from django.utils import timezone

from security.models import User
from tenants.models import Agency
from tenants.services import AgencySpec, grant_role, provision_agency

PASSWORD = "Matkhau-Rieng-2026!"
_numbers = itertools.count(1)


def make_province(regulation: str = "hungyen-2025", **details: Any) -> Agency:
    """A province with its portal, found again if it is there already."""
    from tenants.regulation import get_regulation

    name = details.pop("name", f"Tỉnh {get_regulation(regulation).identity.province_vi}")
    spec = AgencySpec(name=name, kind="province", regulation=regulation, **details)
    return provision_agency(spec, actor=None, now=timezone.now())


def make_agency(*, province: Agency, kind: str = "department", name: str = "", **details: Any) -> Agency:
    """An agency with its portal; without a name it gets one that no other has."""
    name = name or f"{'Xã' if kind == 'commune' else 'Sở'} Thử nghiệm {next(_numbers)}"
    spec = AgencySpec(name=name, kind=kind, province=province, **details)
    return provision_agency(spec, actor=None, now=timezone.now())


def make_user(
    username: str = "",
    *,
    role: str = "",
    agency: Agency | None = None,
    now: datetime | None = None,
    password: str = PASSWORD,
    **fields: Any,
) -> User:
    """A person, with a role in an agency where both are given. The password was set `now`."""
    moment = now or timezone.now()
    username = username or f"nguoi{next(_numbers)}"
    fields = {"full_name": f"Người dùng {username}", "email": f"{username}@example.vn"} | fields
    fields.setdefault("password_changed_at", moment)
    user = User.objects.create_user(username, password=password, **fields)
    if agency is not None and role:
        grant_role(user, agency, role, actor=None, now=moment)
    return user


def portal_get(client: Client, host: str, path: str = "/", **headers: Any) -> Any:
    """GET of a path on a host name."""
    return client.get(path, headers={"host": host, **headers})


def portal_post(client: Client, host: str, path: str, data: Any = None, **headers: Any) -> Any:
    """POST to a path on a host name, from a form of the same origin."""
    return client.post(path, data or {}, headers={"host": host, "sec-fetch-site": "same-origin", **headers})
