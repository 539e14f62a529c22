"""Many portals at little cost: agencies with host, site, home page and sections, in a few statements each."""

from __future__ import annotations

from django.contrib.auth.models import Group
from django.db import models
from django.utils import timezone
from wagtail.models import Collection, Site

from editorial.models import DecisionKind
from editorial.services import publish_many
from portal.bulk_pages import add_children
from portal.models import ArticlePage, HomePage, ProvinceFolder, SectionPage
from security.models import User
from tenants.models import Agency, AgencyHost, AgencyModelLogEntry, Membership, PortalImage
from tenants.roles import Role, group_name
from tenants.sorting import sort_key

SECTIONS = ("introduction", "news", "announcements", "questions", "contacts")


def add_agencies(province: Agency, number: int) -> list[Agency]:
    """Departments and communes of a province, each with a portal that answers."""
    first = Agency.objects.count()
    agencies = [_agency(province, first + place) for place in range(number)]
    Agency.objects.bulk_create(agencies)
    home = province.home_page
    folder = ProvinceFolder.objects.get(path=home.path[: -home.steplen])
    homes = [HomePage(title=agency.name, slug=agency.slug, agency=agency, live=False) for agency in agencies]
    add_children(folder, homes)
    pages: list[HomePage | SectionPage] = list(homes)
    for page in homes:
        sections = [SectionPage(key=key, slug=key.replace("_", "-"), title=key, live=False) for key in SECTIONS]
        add_children(page, sections)
        pages += sections
    publish_many(pages, kind=DecisionKind.PROVISIONED, actor=None, now=timezone.now())
    sites = Site.objects.bulk_create(
        Site(hostname=f"{page.slug}.{province.slug}.localhost", root_page=page, site_name=page.title) for page in homes
    )
    AgencyHost.objects.bulk_create(
        AgencyHost(hostname=site.hostname, agency=agency, site=site)
        for agency, site in zip(agencies, sites, strict=True)
    )
    for agency, page in zip(agencies, homes, strict=True):
        agency.home_page = page
    Agency.objects.bulk_update(agencies, ["home_page"], batch_size=500)
    return agencies


def add_news(agency: Agency, number: int) -> None:
    """Live news on an agency's portal."""
    section = SectionPage.objects.get(agency=agency, key="news", locale__language_code="vi")
    first = section.numchild
    pages = [
        ArticlePage(title=f"Tin số {place}", slug=f"tin-so-{place}", live=False, body=[])
        for place in range(first, first + number)
    ]
    add_children(section, pages)
    publish_many(pages, kind=DecisionKind.IMPORT_ACCEPTED, actor=None, now=timezone.now())


def add_staff(agencies: list[Agency], names: tuple[str, ...] = ("An", "Bình", "Chi")) -> None:
    """People with a role in each agency, its collection with an image, and an entry of its log."""
    now = timezone.now()
    users = [
        User(username=f"{name}-{agency.pk}", full_name=f"{name} {agency}", is_active=True, password_changed_at=now)
        for agency in agencies
        for name in names
    ]
    User.objects.bulk_create(users)
    groups = Group.objects.bulk_create(Group(name=group_name(agency.pk, Role.AUTHOR)) for agency in agencies)
    places = [place for place in range(len(agencies)) for _name in names]
    User.groups.through.objects.bulk_create(
        User.groups.through(user=user, group=groups[place]) for user, place in zip(users, places, strict=True)
    )
    Membership.objects.bulk_create(
        Membership(user=user, agency=agencies[place], role=Role.AUTHOR, granted_at=now)
        for user, place in zip(users, places, strict=True)
    )
    _collections(agencies)
    for agency, user in zip(agencies, users[:: len(names)], strict=True):
        PortalImage.objects.bulk_create(
            [PortalImage(title="Ảnh", file=f"{agency.pk}.png", width=4, height=4, collection=agency.collection)]
        )
        AgencyModelLogEntry.objects.log_action(agency, "tenants.provision", user=user)


def _collections(agencies: list[Agency]) -> None:
    root = Collection.objects.get(depth=1)
    path = root.get_last_child().path
    for agency in agencies:
        path = Collection._inc_path(Collection(path=path, depth=2))
        agency.collection = Collection.objects.create(name=agency.name, path=path, depth=2)
    Collection.objects.filter(pk=root.pk).update(numchild=models.F("numchild") + len(agencies))
    Agency.objects.bulk_update(agencies, ["collection"])


def _agency(province: Agency, number: int) -> Agency:
    is_commune = bool(number % 10)
    name = f"{'Xã' if is_commune else 'Sở'} số {number}"
    return Agency(
        name=name,
        slug=f"so-{number}-{province.slug}",
        kind="commune" if is_commune else "department",
        province=province,
        parent=province,
        sort_key=sort_key(name),
    )
