"""robots.txt, and the sitemaps that it names: an index, and parts that are written while they are sent."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast
from xml.sax.saxutils import escape, quoteattr

from django.db import connection
from django.db.models import Case, F, OuterRef, QuerySet, Subquery, When, Window
from django.db.models.functions import RowNumber
from django.http import Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from portal.languages import twins
from portal.structured import written
from tenants.hosts import root_url
from tenants.models import AgencyHost, BasePage, HostKind

PART = 10_000
"""Addresses in one part. The protocol allows 50,000; smaller ones are fetched again sooner and fail more cheaply."""
CHUNK = 2000
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
XHTML = 'xmlns:xhtml="http://www.w3.org/1999/xhtml"'
UNWANTED = ("search", "no_translation")
"""Routes that are no content: lists of what was searched, and what says that there is nothing."""


@require_safe
def index(request: Any) -> HttpResponse:
    """The parts with the newest date in each; one query, whatever their number."""
    root = root_url(request.host_row.hostname)
    rows = [
        f"<sitemap><loc>{escape(root + reverse('portal:sitemap_part', args=[number]))}</loc>"
        f"{_lastmod(newest)}</sitemap>"
        for number, newest in _parts(_pages(request.host_row.site.root_page))
    ]
    text = f"{HEAD}<sitemapindex {NAMESPACE}>\n{chr(10).join(rows)}\n</sitemapindex>\n"
    return HttpResponse(text, content_type="application/xml")


@require_safe
def part(request: Any, number: int) -> HttpResponseBase:
    """The live pages of one part, each with its counterpart in the portal's other language."""
    home = request.host_row.site.root_page
    first = (number - 1) * PART
    pages = _pages(home)[first : first + PART] if number > 0 else BasePage.objects.none()
    if not pages.exists():
        raise Http404
    return StreamingHttpResponse(_written(request, home, pages), content_type="application/xml")


@require_safe
def robots(request: Any) -> HttpResponse:
    """Everything may be read but what is no content."""
    refused = "".join(f"Disallow: {reverse(f'portal:{name}')}?\n" for name in UNWANTED)
    address = root_url(request.host_row.hostname) + reverse("portal:sitemap")
    return HttpResponse(f"User-agent: *\n{refused}\nSitemap: {address}\n", content_type="text/plain")


def _pages(home: BasePage) -> QuerySet[BasePage]:
    """In the order of their keys: what is new comes last and moves no page to another part."""
    pages = BasePage.objects.descendant_of(home, inclusive=True).live().order_by("pk")
    return cast("QuerySet[BasePage]", pages)


def _parts(pages: QuerySet[BasePage]) -> list[tuple[int, Any]]:
    """(number, newest change) of each part."""
    row = Window(RowNumber(), order_by=F("pk").asc())
    sql, params = pages.order_by().annotate(row=row).values("row", "last_published_at").query.sql_with_params()
    numbered = f"SELECT (row - 1) / %s + 1, max(last_published_at) FROM ({sql}) AS page GROUP BY 1 ORDER BY 1"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(numbered, [PART, *params])
        found: list[tuple[int, Any]] = cursor.fetchall()
    return found


def _written(request: Any, home: BasePage, pages: QuerySet[BasePage]) -> Iterator[str]:
    row = request.host_row
    root, others = root_url(row.hostname), _other_homes(row)
    yield f"{HEAD}<urlset {NAMESPACE} {XHTML}>\n"
    if others:
        pages = pages.annotate(twin_code=_of_twin("locale__language_code"), twin_path=_of_twin("url_path"))
    for page in pages.only("url_path", "depth", "last_published_at").iterator(chunk_size=CHUNK):
        here = f"{root}/{page.url_path[len(home.url_path) :]}"
        there = _address(others, getattr(page, "twin_code", ""), getattr(page, "twin_path", ""))
        links = f"{_link(row.language, here)}{_link(page.twin_code, there)}" if there else ""
        yield f"<url><loc>{escape(here)}</loc>{_lastmod(page.last_published_at)}{links}</url>\n"
    yield "</urlset>\n"


def _of_twin(field: str) -> Case:
    """A field of the page's counterpart, by the rule of the pages themselves (portal/languages.py)."""
    translations, sections = (found.order_by("path").values(field)[:1] for found in twins(OuterRef))
    return Case(When(sectionpage__key__gt="", then=Subquery(sections)), default=Subquery(translations))


def _other_homes(row: AgencyHost) -> dict[str, tuple[str, str]]:
    """Of the portal's other languages: root address and the front page's place in the tree."""
    hosts = AgencyHost.objects.filter(agency=row.agency_id, kind=HostKind.PORTAL).exclude(pk=row.pk)
    rows = hosts.exclude(site=None).values_list("language", "hostname", "site__root_page__url_path")
    return {language: (root_url(hostname), url_path) for language, hostname, url_path in rows}


def _address(homes: dict[str, tuple[str, str]], code: str | None, url_path: str | None) -> str:
    root, above = homes.get(code or "", ("", ""))
    return f"{root}/{url_path[len(above) :]}" if url_path and root else ""


def _link(code: str, address: str) -> str:
    return f'<xhtml:link rel="alternate" hreflang="{code}" href={quoteattr(address)}/>'


def _lastmod(moment: Any) -> str:
    return f"<lastmod>{written(moment)}</lastmod>" if moment else ""
