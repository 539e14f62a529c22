"""The demo's accounts: one person in each role of each portal that is shown in full."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db.models import F
from django.db.models.functions import Coalesce

from security.models import User
from tenants.hosts import root_url
from tenants.models import Agency, AgencyHost, HostKind, Membership
from tenants.roles import Role
from tenants.services import grant_role

ROLES: dict[str, tuple[str, str]] = {
    Role.AUTHOR: ("tacgia", "Bùi Thu Trang"),
    Role.BOARD_MEMBER: ("uyvien", "Lại Quốc Khánh"),
    Role.BOARD_HEAD: ("truongban", "Vương Minh Hằng"),
    Role.RESPONDER: ("tiepnhan", "Tạ Hải Yến"),
    Role.SIGNER: ("lanhdao", "Kiều Đức Thắng"),
    Role.AGENCY_ADMIN: ("quantri", "Mạc Thanh Tùng"),
    Role.OFFICE: ("vanphong", "Phùng Ngọc Lan"),
    Role.TECHNICIAN: ("kythuat", "Thái Anh Dũng"),
}
PROVINCE_ONLY = {Role.OFFICE, Role.TECHNICIAN}


@dataclass(frozen=True)
class Account:
    host: str
    agency: str
    username: str
    password: str
    role: str


def demo_password() -> str:
    """The one password of all demo accounts. Raises ImproperlyConfigured outside the demo's settings."""
    password: str = getattr(settings, "DEMO_PASSWORD", "")
    if not password:
        raise ImproperlyConfigured("Demo accounts exist in the demo's settings only, never in production.")
    return password


def build_people(agency: Agency, now: datetime) -> dict[str, User]:
    """One person in each role that the agency can have, by role."""
    people = {}
    for role, (label, full_name) in ROLES.items():
        if role in PROVINCE_ONLY and not agency.is_province:
            continue
        people[role] = _person(f"{label}.{agency.slug}", full_name, now)
        grant_role(people[role], agency, role, actor=None, now=now)
    return people


def build_superuser(now: datetime) -> User:
    """The demo's superuser, `admin`."""
    user = _person("admin", "Quản trị hệ thống", now)
    if not user.is_superuser:
        user.is_superuser = user.is_staff = True
        user.save(update_fields=["is_superuser", "is_staff"])
    return user


def _person(username: str, full_name: str, now: datetime) -> User:
    user = User.objects.filter(username=username).first()
    if user is None:
        user = User(username=username, full_name=full_name, email=f"{username}@example.com", password_changed_at=now)
        user.set_password(demo_password())
        user.save()
    return user


def accounts() -> Iterator[Account]:
    """Every demo account with the admin host where it signs in."""
    password = demo_password()
    hosts = dict(AgencyHost.objects.filter(kind=HostKind.ADMIN).values_list("agency_id", "hostname"))
    if User.objects.filter(username="admin").exists() and Agency.objects.filter(is_demo=True).exists():
        yield Account(root_url(min(hosts.values())) + "/", "", "admin", password, "superuser")
    rows = Membership.objects.filter(agency__is_demo=True, user__email__endswith="@example.com")
    by_province = (Coalesce("agency__province_id", "agency_id"), F("agency__province_id").asc(nulls_first=True))
    for row in rows.select_related("user", "agency").order_by(*by_province, "agency__sort_key", "pk"):
        host = hosts.get(row.agency.province_id or row.agency_id, "")
        yield Account(root_url(host) + "/", row.agency.name, row.user.username, password, row.role)
