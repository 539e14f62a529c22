"""The pages that a portal must have: Root > province's folder > home (and English home) > required sections."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from datetime import datetime
from itertools import count
from typing import Any, cast

from wagtail.models import Locale

from editorial.models import DecisionKind
from editorial.services import publish_many
from portal.bulk_pages import add_below, add_children, index_pages
from portal.models import HomePage, ProvinceFolder, SectionPage
from tenants.models import Agency, BasePage
from tenants.registry import Homes

LANGUAGES = ("vi", "en")
ENGLISH = "english"
ENGLISH_SECTIONS = ("introduction", "news", "contacts")
"""What the English home opens with; the regulations ask for an English portal, not for its sections."""


Key = tuple[int, str]
"""An agency's primary key and a language."""


def build_trees(agencies: Sequence[Agency], *, actor: Any, now: datetime) -> dict[int, Homes]:
    """Makes the pages that are missing and takes them live as provisioned; pages that are there stay as they are.

    The agencies are of one province; what it costs does not depend on their number.
    """
    if not agencies:
        return {}
    homes, made = _homes(agencies, _folder(agencies[0].root))
    made += _sections(homes)
    if made:
        publish_many(made, kind=DecisionKind.PROVISIONED, actor=actor, now=now)
        index_pages(made)
    number = Counter(page.agency_id for page in made)
    return {
        agency.pk: Homes(homes[agency.pk, "vi"], homes.get((agency.pk, "en")), number[agency.pk]) for agency in agencies
    }


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


def _homes(agencies: Sequence[Agency], folder: ProvinceFolder) -> tuple[dict[Key, HomePage], list[BasePage]]:
    """The homes by agency and language, and those of them that had to be made; only a province has an English one."""
    known = HomePage.objects.child_of(folder).filter(agency__in=agencies).select_related("locale")
    homes = {(home.agency_id, home.locale_code): home for home in known}
    locales = {language: _locale(language) for language in LANGUAGES}
    made = []
    for agency in agencies:
        for language in LANGUAGES if agency.is_province else LANGUAGES[:1]:
            if (agency.pk, language) not in homes:
                twin = homes.get((agency.pk, LANGUAGES[0]))
                homes[agency.pk, language] = _home(agency, locales[language], twin)
                made.append(homes[agency.pk, language])
            homes[agency.pk, language].agency = agency
    add_children(folder, made)
    return homes, list(made)


def _home(agency: Agency, locale: Locale, twin: HomePage | None) -> HomePage:
    regulation, language = agency.regulation, locale.language_code
    names = {"vi": regulation.official_name, "en": regulation.trade_name}
    title = names[language] if agency.is_province else agency.name
    slug = agency.slug if language == LANGUAGES[0] else f"{agency.slug}-{language}"
    home = HomePage(title=title, slug=slug, agency=agency, live=False, locale=locale)
    if twin is not None:
        home.translation_key = twin.translation_key
    return home


def _sections(homes: Mapping[Key, HomePage]) -> list[BasePage]:
    """Those of the required sections that the homes lack, in the order of the menu."""
    there: dict[str, dict[str, str]] = defaultdict(dict)
    known = SectionPage.objects.filter(agency__in={pk for pk, _language in homes}, depth=BasePage.HOME_DEPTH + 1)
    for path, slug, key in known.values_list("path", "slug", "key"):
        there[path[: -BasePage.steplen]][slug] = key
    groups = [(home, _missing(there[home.path], _required(home))) for home in homes.values()]
    add_below(groups)
    return [page for _home, pages in groups for page in pages]


def _missing(there: Mapping[str, str], required: Iterable[tuple[str, str, str]]) -> list[SectionPage]:
    """Sections (key, slug, title) whose key a home lacks; `there`: key by slug."""
    missing = [entry for entry in required if entry[0] not in there.values()]
    return [SectionPage(key=key, slug=free_slug(slug, there), title=title, live=False) for key, slug, title in missing]


def free_slug(slug: str, taken: Container[str]) -> str:
    """The slug, or with a number when an editor's page has it."""
    return next(name for number in count(1) if (name := slug if number == 1 else f"{slug}-{number}") not in taken)


def _required(home: HomePage) -> list[tuple[str, str, str]]:
    """What the regulation asks of the agency's kind; a province answers "English" with its English home."""
    agency = cast(Agency, home.agency)
    if home.locale_code != LANGUAGES[0]:
        return _in_english(agency)
    entries = [(entry.key, entry.section) for entry in agency.regulation.required_sections(agency.kind)]
    skipped = {ENGLISH} if agency.is_province else set()
    return [(key, section.slug, section.title_vi) for key, section in entries if key not in skipped]


def _in_english(agency: Agency) -> list[tuple[str, str, str]]:
    sections = agency.regulation.sections
    return [(key, key.replace("_", "-"), sections[key].title_en) for key in ENGLISH_SECTIONS]


def _locale(language: str) -> Locale:
    return Locale.objects.get_or_create(language_code=language)[0]
