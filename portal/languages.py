"""The same page in the portal's other language, for the switch in the header and hreflang (HY.3.7, TN.4.13)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlencode, urlsplit

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.urls import Resolver404, resolve, reverse

from portal.models import SectionPage, Translation
from tenants.models import AgencyHost, BasePage, HostKind

NAMES = {"vi": "Tiếng Việt", "en": "English"}
"""Of languages, in themselves."""
DEFAULT = "vi"
NOT_THERE = frozenset({"wagtail_serve", "no_translation"})
"""Routes whose path says nothing in another language: pages of the tree, and what says that there is no counterpart."""


@dataclass(frozen=True)
class Language:
    """One language of the portal.

    `url`: the page itself, its counterpart, the same path if it is no page of the tree, the other front page, or the
    page that says that there is no counterpart (`missing`). `same`: whether the address shows the same content in that
    language.
    """

    code: str
    url: str
    current: bool = False
    same: bool = False
    missing: bool = False
    newer: bool = False
    """Of a translation's original: it has changed since."""

    @property
    def name(self) -> str:
        return NAMES[self.code]


def languages_of(page: Any, here: str, homes: dict[str, str], language: str) -> list[Language]:
    """The portal's languages as seen from a page (None: what is no page of the tree). `homes`: front page by language.

    One query where the portal has another language and the page is no front page, else none.
    """
    others = [code for code in NAMES if code != language and homes.get(code)]
    found = counterparts(page) if others and page is not None and page.depth > BasePage.HOME_DEPTH else {}
    rows = {language: Language(language, here, current=True, same=True)}
    for code in others:
        rows[code] = _other(code, page, found.get(code), homes[code], here)
    return [rows[code] for code in NAMES if code in rows]


def _other(code: str, page: Any, counterpart: Any, home: str, here: str) -> Language:
    if counterpart is not None:
        newer = bool(counterpart.followed_by and counterpart.followed != counterpart.live_revision_id)
        return Language(code, counterpart.full_url, same=True, newer=newer)
    if page is None:
        return Language(code, f"{home}{_path_outside_the_tree(here)}")
    if page.depth <= BasePage.HOME_DEPTH:
        return Language(code, home, same=True)
    asked = urlencode({"from": "/" + here.split("/", 3)[3]})
    missing = reverse("portal:no_translation", urlconf="portal.urls").lstrip("/")
    return Language(code, f"{home}{missing}?{asked}", missing=True)


def _path_outside_the_tree(here: str) -> str:
    """Of the search, the feeds, the questions and so on: every language of a portal has them at the same path."""
    path = urlsplit(here).path
    try:
        name = resolve(unquote(path), urlconf="portal.urls").url_name
    except Resolver404:
        return ""
    return "" if name in NOT_THERE else path.lstrip("/")


def twins(value: Callable[[str], Any]) -> tuple[QuerySet[BasePage], QuerySet[BasePage]]:
    """The live pages in other languages that correspond to a page whose fields `value` tells, and to a section that the
    regulation names.

    A translation has its original's key (Wagtail); sections that the regulation names correspond by what they are for.
    """
    pages = BasePage.objects.live().filter(agency=value("agency_id"), came_from=None).exclude(locale=value("locale_id"))
    by_key = pages.filter(sectionpage__key=value("sectionpage__key"), depth=value("depth"))
    return pages.filter(translation_key=value("translation_key")), by_key


def counterparts(page: Any) -> dict[str, BasePage]:
    """The live pages that are this one in other languages, by language; the original of a translation with what it
    followed (`followed_by`, `followed`). See `twins`.
    """
    key = page.key if isinstance(page, SectionPage) else ""
    translations, sections = twins(lambda name: key if name == "sectionpage__key" else getattr(page, name))
    pages = sections if key else translations
    follows = Translation.objects.filter(page=page.pk, original=OuterRef("pk"))
    pages = pages.annotate(followed_by=Exists(follows), followed=Subquery(follows.values("follows")[:1]))
    return {found.locale.language_code: found for found in pages.select_related("locale").order_by("-path")}


def original(row: AgencyHost, path: str) -> BasePage | None:
    """The live page that a path names in another language of the same portal; None for any other path."""
    homes = AgencyHost.objects.filter(agency=row.agency_id, kind=HostKind.PORTAL).exclude(language=row.language)
    above = homes.exclude(site=None).values_list("site__root_page__url_path", flat=True)
    below = [url_path.rstrip("/") + path for url_path in above]
    return BasePage.objects.live().filter(url_path__in=below, agency=row.agency_id).order_by("path").first()
