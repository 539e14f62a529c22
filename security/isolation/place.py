"""Furnishes agencies for the crawl: their people, one of everything, the words in all names."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib.auth.models import Group

from security.isolation.registry import Words, make_things
from security.isolation.stage import Place
from security.models import User
from tenants.hosts import home_address
from tenants.models import Agency, AgencyHost, BasePage, HostKind, PortalDocument, PortalImage, PortalRequest
from tenants.roles import roles_of
from tenants.services import grant_role


def furnish(
    agency: Agency,
    words: Words,
    *,
    now: datetime,
    people: Mapping[str, Any] | None = None,
    secret_name: bool = False,
) -> Place:
    """An agency with one of everything. `people`: those who serve it already, by role; else new ones are made.

    `secret_name`: nobody who walks may learn that it exists, as with an agency of another province.
    """
    if secret_name:
        Agency.objects.filter(pk=agency.pk).update(name=f"{agency.name} {words}")
        agency.refresh_from_db()
    staff = dict(people or _staff(agency, words, now))
    for user in staff.values():
        user.full_name, user.email = f"Người {words} {user.pk}", f"{words.secret}{user.pk}@example.vn"
        user.save(update_fields=["full_name", "email"])
    things = make_things(agency, staff, words, now)
    things["user"] = [user.pk for user in staff.values()]
    things["agency"] = [agency.pk, agency.slug]
    groups = Group.objects.filter(name__startswith=f"agency-{agency.pk}-")
    things["group"] = list(groups.order_by("pk").values_list("pk", flat=True))
    hosts = AgencyHost.objects.filter(agency=agency, kind=HostKind.PORTAL, language="vi")
    things["site"] = list(hosts.values_list("site", flat=True))
    things["host"] = list(hosts.values_list("pk", flat=True))
    return Place(
        agency=agency,
        people=staff,
        words=words,
        things=things,
        admin_host=AgencyHost.objects.get(agency=agency.root, kind=HostKind.ADMIN).hostname,
        portal_host=hosts[0].hostname,
        files=_files(agency),
        paths=_paths(agency),
    )


def _staff(agency: Agency, words: Words, now: datetime) -> dict[str, User]:
    """One person for each role of the agency. Nobody can sign in as them: they have no password."""
    staff = {}
    for role in roles_of(agency.kind):
        user = User(username=f"{words.secret}-{role}", date_joined=now, password_changed_at=now)
        user.set_unusable_password()
        user.save()
        grant_role(user, agency, role, actor=None, now=now)
        staff[str(role)] = user
    return staff


def _files(agency: Agency) -> tuple[str, ...]:
    """Stored names of all its files, scans sent with requests for portals among them."""
    fields: tuple[tuple[Any, str], ...] = ((PortalImage, "file"), (PortalDocument, "file"), (PortalRequest, "scan"))
    return tuple(
        name
        for model, field in fields
        for name in model.objects.filter(agency=agency).exclude(**{field: ""}).values_list(field, flat=True)
    )


def _paths(agency: Agency) -> tuple[str, ...]:
    """Paths of its texts on its own portal, below the home page; no other portal knows them."""
    home = home_address(agency.home_page.path)
    pages = BasePage.objects.filter(agency=agency, depth__gt=4).values_list("url_path", flat=True)
    return tuple("/" + path[len(home.url_path) :] for path in pages if home is not None)
