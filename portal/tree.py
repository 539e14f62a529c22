"""The pages that a portal must have: Root > province's folder > home (and English home) > required sections."""

from __future__ import annotations

from collections.abc import Container, Iterable
from datetime import datetime
from itertools import count
from typing import Any, cast

from wagtail.models import Locale

from editorial.models import DecisionKind
from editorial.services import publish_many
from portal.bulk_pages import add_children, index_pages
from portal.models import HomePage, ProvinceFolder, SectionPage
from tenants.models import Agency, BasePage
from tenants.registry import Homes

ENGLISH = "english"
ENGLISH_SECTIONS = ("introduction", "news", "contacts")
"""What the English home opens with; the regulations ask for an English portal, not for its sections."""


def build_tree(agency: Agency, *, actor: Any, now: datetime) -> Homes:
    """Makes the pages that are missing and takes them live as provisioned; pages that are there stay as they are."""
    regulation = agency.regulation
    folder = _folder(agency)
    home, made = _home(agency, folder, "vi", regulation.official_name if agency.is_province else agency.name)
    english = None
    if agency.is_province:
        english, more = _home(agency, folder, "en", regulation.trade_name)
        made += more
        made += _sections(english, _in_english(agency))
    made += _sections(home, _required(agency))
    if made:
        publish_many(made, kind=DecisionKind.PROVISIONED, actor=actor, now=now)
        index_pages(made)
    return Homes(home, english, len(made))


def _folder(agency: Agency) -> ProvinceFolder:
    """The folder of the agency's province; it has no address and belongs to no agency."""
    home = agency.root.home_page
    if home is not None:
        return cast(ProvinceFolder, ProvinceFolder.objects.get(path=home.path[: -home.steplen]))
    root = BasePage.get_first_root_node()
    folder = ProvinceFolder.objects.child_of(root).filter(slug=agency.root.slug).first()
    if folder is None:
        folder = ProvinceFolder(title=agency.root.name, slug=agency.root.slug, live=False, locale=_locale("vi"))
        root.add_child(instance=folder)
    return cast(ProvinceFolder, folder)


def _home(agency: Agency, folder: ProvinceFolder, language: str, title: str) -> tuple[HomePage, list[BasePage]]:
    found = HomePage.objects.child_of(folder).filter(agency=agency, locale__language_code=language).first()
    if found is not None:
        return found, []
    slug = agency.slug if language == "vi" else f"{agency.slug}-{language}"
    home = HomePage(title=title, slug=slug, agency=agency, live=False, locale=_locale(language))
    other = HomePage.objects.child_of(folder).filter(agency=agency).first()
    if other is not None:
        home.translation_key = other.translation_key
    return folder.add_child(instance=home), [home]


def _sections(home: HomePage, required: Iterable[tuple[str, str, str]]) -> list[BasePage]:
    """Those of the sections (key, slug, title) that the home lacks, in the given order."""
    there = dict(SectionPage.objects.child_of(home).values_list("slug", "key"))
    missing = [(key, slug, title) for key, slug, title in required if key not in there.values()]
    pages = [SectionPage(key=key, slug=free_slug(slug, there), title=title, live=False) for key, slug, title in missing]
    add_children(home, pages)
    return list(pages)


def free_slug(slug: str, taken: Container[str]) -> str:
    """The slug, or with a number when an editor's page has it."""
    return next(name for number in count(1) if (name := slug if number == 1 else f"{slug}-{number}") not in taken)


def _required(agency: Agency) -> list[tuple[str, str, str]]:
    """What the regulation asks of the agency's kind; a province answers "English" with its English home."""
    entries = [(entry.key, entry.section) for entry in agency.regulation.required_sections(agency.kind)]
    skipped = {ENGLISH} if agency.is_province else set()
    return [(key, section.slug, section.title_vi) for key, section in entries if key not in skipped]


def _in_english(agency: Agency) -> list[tuple[str, str, str]]:
    sections = agency.regulation.sections
    return [(key, key.replace("_", "-"), sections[key].title_en) for key in ENGLISH_SECTIONS]


def _locale(language: str) -> Locale:
    return Locale.objects.get_or_create(language_code=language)[0]
