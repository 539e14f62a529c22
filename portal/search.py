"""Search of the public portals: with or without diacritics, one portal or the whole province."""

from __future__ import annotations

import unicodedata
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from wagtail.models import Locale

from tenants.models import Agency, BasePage

MAX_QUERY = 200
HIGHLIGHT_FROM = 2


def find_pages(query: str, agency: Agency, scope: str, language: str) -> Any:
    """Live pages that match every word of the query, best first; drafts and other provinces never (NB.7.3a).

    Scope `agency` is the one portal, `province` all portals of the province (VL.9.1, NB.7.4).
    """
    pages = BasePage.objects.live().filter(locale=Locale.objects.get(language_code=language))
    if scope == "province":
        pages = pages.filter(agency__in=Agency.objects.of_province(agency.root).answering())
    else:
        pages = pages.filter(agency=agency)
    return pages.search(unicodedata.normalize("NFC", query), operator="and")


def present(pages: list[Any], query: str) -> list[dict[str, Any]]:
    """Rows of the result list: address, agency, section and a marked summary, in a fixed number of queries."""
    specific = BasePage.objects.filter(pk__in=[page.pk for page in pages]).select_related("agency").specific()
    by_pk = {page.pk: page for page in specific}
    parents = {page.path[: -page.steplen] for page in pages}
    sections = dict(BasePage.objects.filter(path__in=parents).values_list("path", "title"))
    rows = []
    for page in (by_pk[page.pk] for page in pages if page.pk in by_pk):
        rows.append(
            {
                "title": page.title,
                "url": page.url,
                "agency_name": page.agency.name,
                "section_title": sections.get(page.path[: -page.steplen], "") if page.depth > 4 else "",
                "date": page.first_published_at if page.depth > 4 else None,
                "summary_highlighted": highlight(page.summary, query),
            }
        )
    return rows


def fold(text: str) -> str:
    """Lower case without diacritics, one character for one character (đ becomes d)."""
    composed = unicodedata.normalize("NFC", text)
    return "".join(_fold_character(character) for character in composed)


def _fold_character(character: str) -> str:
    if character in "đĐ":
        return "d"
    base = unicodedata.normalize("NFD", character)[0].lower()
    return base if len(base) == 1 else character


def highlight(text: str, query: str) -> SafeString:
    """The text, escaped, with the query's words in <mark>, whatever their diacritics."""
    composed = unicodedata.normalize("NFC", text)
    folded = fold(composed)
    marked = [False] * len(composed)
    for word in set(fold(query).split()):
        start = folded.find(word) if len(word) >= HIGHLIGHT_FROM else -1
        while start >= 0:
            marked[start : start + len(word)] = [True] * len(word)
            start = folded.find(word, start + len(word))
    return mark_safe(_marked_html(composed, marked))  # noqa: S308 - every character is escaped below


def _marked_html(text: str, marked: list[bool]) -> str:
    parts: list[str] = []
    inside = False
    for character, mark in zip(text, marked, strict=True):
        if mark != inside:
            parts.append("<mark>" if mark else "</mark>")
            inside = mark
        parts.append(escape(character))
    return "".join(parts) + ("</mark>" if inside else "")
