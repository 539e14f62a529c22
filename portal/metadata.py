"""What a public page tells machines about itself: for search engines, networks, libraries and archives (VL.2.13).

All of it comes from what the page's template has at hand anyway; only the counterpart in another language costs a
query (portal/languages.py). docs/decisions/0021-reach.md says which vocabulary says what.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.templatetags.static import static
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from portal.feed_links import FeedLink, feeds_of
from portal.languages import DEFAULT, Language, languages_of
from portal.models import ContentPage
from portal.structured import as_script, graph, written
from tenants.hosts import root_url
from tenants.models import BasePage

LOCALES = {"vi": "vi_VN", "en": "en_US"}
SHARE_IMAGE, SHARE_SIZE = "img/share.png", (1200, 630)
DESCRIPTION_WORDS = 40
VOCABULARIES = (("schema.DC", "http://purl.org/dc/elements/1.1/"), ("schema.DCTERMS", "http://purl.org/dc/terms/"))
"""What the prefixes of Dublin Core's names stand for."""


@dataclass(frozen=True)
class Picture:
    url: str
    width: int
    height: int
    alt: str


@dataclass(frozen=True)
class Subject:
    """What the page is, from the template's context: the same for every vocabulary."""

    agency: Any
    root: str
    canonical: str
    language: str
    title: str
    description: str
    site_name: str
    picture: Picture
    trail: list[tuple[str, str]]
    page: ContentPage | None
    rights: str

    @property
    def is_front(self) -> bool:
        return self.page is not None and self.page.depth == BasePage.HOME_DEPTH

    @property
    def is_content(self) -> bool:
        return self.page is not None and self.page.listable


@dataclass(frozen=True)
class Metadata:
    """What the head of a page holds: see portal/includes/metadata.html."""

    canonical: str
    alternates: list[Language]
    default_url: str
    feeds: list[FeedLink]
    vocabularies: tuple[tuple[str, str], ...]
    names: list[tuple[str, str]]
    properties: list[tuple[str, str]]
    data: SafeString


def metadata_of(context: Mapping[str, Any], languages: list[Language]) -> Metadata | None:
    """The metadata of what a template shows; None where it is no portal's page, or one that is not there (404)."""
    if not context.get("canonical_url"):
        return None
    subject = _subject(context)
    alternates = [language for language in languages if language.same]
    return Metadata(
        canonical=subject.canonical,
        alternates=alternates if len(alternates) > 1 else [],
        default_url=next((found.url for found in alternates if found.code == DEFAULT), ""),
        feeds=[*feeds_of(_("All news")), *(context.get("feeds") or [])],
        vocabularies=VOCABULARIES,
        names=[*_twitter(subject), *_dublin_core(subject)],
        properties=[(name, value) for name, value in _open_graph(subject, languages) if value],
        data=as_script(graph(subject)),
    )


def languages_in(context: Mapping[str, Any]) -> list[Language]:
    """The portal's languages as seen from the page that a template shows; computed once in a request."""
    request = context["request"]
    if not hasattr(request, "_languages"):
        homes = {"vi": str(context.get("vietnamese_url", "")), "en": str(context.get("english_url", ""))}
        page = context.get("page")
        here = context.get("canonical_url", "")
        known = page if isinstance(page, ContentPage) and here else None
        request._languages = languages_of(known, here, homes, context.get("language", DEFAULT))
    found: list[Language] = request._languages
    return found


def _subject(context: Mapping[str, Any]) -> Subject:
    page = context.get("page")
    page = page if isinstance(page, ContentPage) else None
    row = context["request"].host_row
    root = root_url(row.hostname)
    title = (page.seo_title or page.title) if page else context.get("page_title", context["brand_name"])
    description = (page.search_description or page.summary) if page else ""
    return Subject(
        agency=context["agency"],
        root=root,
        canonical=context["canonical_url"] + _shown_part(context),
        language=context["language"],
        title=str(title),
        description=Truncator(" ".join(description.split())).words(DESCRIPTION_WORDS),
        site_name=context["brand_name"],
        picture=_picture(page, context.get("banner"), root),
        trail=context.get("breadcrumb") or [],
        page=page,
        rights=context.get("regulation_citation", ""),
    )


def _shown_part(context: Mapping[str, Any]) -> str:
    """Of a list its kind and page, where they are not the first; what else stands in the query changes no content."""
    kind = context.get("item_kind", "")
    if not kind:
        return ""
    asked = {}
    first = next((tab["kind"] for tab in context.get("kinds") or [] if tab["number"]), "")
    if first and kind != first:
        asked["kind"] = kind
    number = getattr(context.get("items"), "number", 1)
    if number > 1:
        asked["page"] = str(number)
    return f"?{urlencode(asked)}" if asked else ""


def _picture(page: ContentPage | None, banner: Any, root: str) -> Picture:
    """The page's picture, else the portal's banner, else the house's. Originals: every network reads their formats."""
    image, alt = page.picture() if page else (None, "")
    image, alt = (image, alt) if image else (banner, getattr(banner, "alt_text", ""))
    if image:
        return Picture(root + image.file.url, image.width, image.height, alt)
    return Picture(root + static(SHARE_IMAGE), *SHARE_SIZE, "")


def _open_graph(subject: Subject, languages: list[Language]) -> Iterator[tuple[str, str]]:
    yield "og:type", "article" if subject.is_content else "website"
    yield "og:title", subject.title
    yield "og:description", subject.description
    yield "og:url", subject.canonical
    yield "og:site_name", subject.site_name
    yield "og:locale", LOCALES[subject.language]
    for language in languages:
        if language.same and not language.current:
            yield "og:locale:alternate", LOCALES[language.code]
    yield "og:image", subject.picture.url
    yield "og:image:width", str(subject.picture.width)
    yield "og:image:height", str(subject.picture.height)
    yield "og:image:alt", subject.picture.alt
    page = subject.page
    if page is not None and subject.is_content:
        yield "article:published_time", written(page.first_published_at)
        yield "article:modified_time", written(page.last_published_at)
        yield "article:section", page.section_title
        yield "article:author", page.author_name


def _twitter(subject: Subject) -> list[tuple[str, str]]:
    """The rest of a Twitter card is what Open Graph says."""
    return [("twitter:card", "summary_large_image")]


def _dublin_core(subject: Subject) -> Iterator[tuple[str, str]]:
    """Content, format, quality and conditions (VL.2.13), in the words of Dublin Core."""
    yield from ((name, value) for name, value in (*_content(subject), *_quality(subject)) if value)
    yield "DC.format", "text/html"
    yield "DC.language", subject.language
    yield "DC.rights", subject.rights
    yield "DCTERMS.accessRights", "public"


def _content(subject: Subject) -> Iterator[tuple[str, str]]:
    page, agency = subject.page, subject.agency
    yield "DC.title", subject.title
    yield "DC.description", subject.description
    yield "DC.publisher", agency.name
    yield "DC.coverage", agency.root.name
    yield "DC.identifier", subject.canonical
    yield "DC.type", "Text" if subject.is_content else "Collection"
    if page is None:
        return
    yield "DC.creator", page.author_name or agency.name
    yield "DC.identifier", page.official_number()
    yield "DC.type", str(page._meta.verbose_name) if subject.is_content else ""
    yield "DC.subject", page.section_title
    yield "DC.date", written(page.shown_date())


def _quality(subject: Subject) -> Iterator[tuple[str, str]]:
    """Where the content comes from, how new it is, and by which version it stands."""
    page = subject.page
    if page is None:
        return
    yield "DCTERMS.created", written(page.original_date)
    yield "DCTERMS.issued", written(page.first_published_at)
    yield "DCTERMS.modified", written(page.last_published_at)
    yield "DC.source", page.source_url or page.source_name
    if page.live_revision_id:
        said = _("Version %(number)d, published by a recorded decision of %(agency)s")
        yield "DCTERMS.provenance", said % {"number": page.live_revision_id, "agency": subject.agency.name}
