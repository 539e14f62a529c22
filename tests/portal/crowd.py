"""Many portals at little cost: agencies with host, site, home page and sections, in a few statements each."""

from __future__ import annotations

from django.utils import timezone
from wagtail.models import Site

from editorial.models import DecisionKind
from editorial.services import publish_many
from portal.bulk_pages import add_children
from portal.models import ArticlePage, HomePage, ProvinceFolder, SectionPage
from tenants.models import Agency, AgencyHost
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
