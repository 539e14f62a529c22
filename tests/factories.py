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


def make_page(
    model: Any,
    agency: Agency,
    *,
    section: str = "",
    title: str = "",
    live: bool = True,
    language: str = "vi",
    **fields: Any,
) -> Any:
    """A page of any kind in a section of the agency (the first that the kind is made for); see `make_article`."""
    from django.utils.text import slugify

    from editorial.models import DecisionKind
    from editorial.services import publish_many
    from portal.models import SectionPage
    from tenants.domains import plain

    title = title or f"{model._meta.verbose_name} {next(_numbers)}"
    key = section or next(iter(model.home_sections), "news")
    where: dict[str, Any] = {"agency": agency, "key": key, "came_from": None, "locale__language_code": language}
    parent = SectionPage.objects.filter(**where).first() or make_section(agency, key, language)
    slug = f"{slugify(plain(title))[:60]}-{next(_numbers)}"
    page = parent.add_child(instance=model(title=title, slug=slug, live=False, **fields))
    page.save_revision()
    if live:
        publish_many([page], kind=DecisionKind.IMPORT_ACCEPTED, actor=None, now=timezone.now(), reason="test")
    return page


def make_section(agency: Agency, key: str, language: str = "vi") -> Any:
    """A live section that the agency's regulation does not ask for, with the default's title."""
    from editorial.models import DecisionKind
    from editorial.services import publish_many
    from portal.models import HomePage, SectionPage

    home = HomePage.objects.get(agency=agency, locale__language_code=language)
    known = agency.regulation.sections[key]
    section = home.add_child(instance=SectionPage(title=known.title_vi, slug=known.slug, key=key, live=False))
    publish_many([section], kind=DecisionKind.PROVISIONED, actor=None, now=timezone.now(), reason="test")
    return section


def make_article(agency: Agency, *, live: bool = True, section: str = "news", **fields: Any) -> Any:
    """An article in a section of the agency; live by a decision of an accepted batch, else a draft."""
    from portal.models import ArticlePage

    fields.setdefault("body", [("paragraph", "<p>Nội dung bài viết.</p>")])
    fields.setdefault("title", f"Bài viết {next(_numbers)}")
    return make_page(ArticlePage, agency, section=section, live=live, **fields)
