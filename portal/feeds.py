"""RSS, Atom and JSON Feed of a portal, of its sections and of each kind of content, from the catalogue."""

from __future__ import annotations

import json
import uuid
from datetime import UTC, datetime
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed
from django.utils.http import http_date
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_safe

from portal.catalogue import kinds, listable_kinds, published
from portal.context_processors import citation
from portal.feed_links import address, feeds_of
from portal.models import Entry, SectionPage
from portal.queries import live_sections, section_feeds
from tenants.hosts import root_url
from tenants.models import BasePage

ITEMS = 30
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
"""The date of a feed without entries: one that stays, so that its ETag does."""


class Steady(SyndicationFeed):
    """A feed is as new as its newest entry; Django dates one without entries to now."""

    def latest_post_date(self) -> datetime:
        return max((item["updateddate"] for item in self.items), default=LONG_AGO)


class Rss(Steady, Rss201rev2Feed):
    content_type = "application/rss+xml; charset=utf-8"


class Atom(Steady, Atom1Feed):
    content_type = "application/atom+xml; charset=utf-8"


class Json(Steady):
    """JSON Feed 1.1 (jsonfeed.org)."""

    content_type = "application/feed+json; charset=utf-8"

    def write(self, outfile: Any, encoding: str) -> None:
        feed = {
            "version": "https://jsonfeed.org/version/1.1",
            "title": self.feed["title"],
            "home_page_url": self.feed["link"],
            "feed_url": self.feed["feed_url"],
            "description": self.feed["description"],
            "language": self.feed["language"],
            "authors": [{"name": self.feed["author_name"], "url": self.feed["author_link"]}],
            "items": [self._item(item) for item in self.items],
        }
        outfile.write(json.dumps(feed, ensure_ascii=False))

    @staticmethod
    def _item(item: dict[str, Any]) -> dict[str, Any]:
        image = {"image": item["image"]} if item["image"] else {}
        return image | {
            "id": item["unique_id"],
            "url": item["link"],
            "title": item["title"],
            "content_text": item["description"],
            "date_published": item["pubdate"].isoformat(),
            "date_modified": item["updateddate"].isoformat(),
            "authors": [{"name": item["author_name"]}],
            "tags": list(item["categories"]),
        }


GENERATORS: dict[str, Any] = {"rss": Rss, "atom": Atom, "json": Json}


@require_safe
@conditional_page
def feed(request: Any, extension: str) -> HttpResponse:
    """Everything new on the portal."""
    home = request.host_row.site.root_page
    link = f"{root_url(request.host_row.hostname)}/"
    return _answer(request, extension, _("All news"), link, newest(home), address(extension))


@require_safe
@conditional_page
def kind_feed(request: Any, kind: str, extension: str) -> HttpResponse:
    """What is new of one kind of content; a kind that does not exist has no feed."""
    model = listable_kinds().get(kind)
    if model is None:
        raise Http404
    entries = newest(request.host_row.site.root_page).filter(kind=kind)
    link = f"{root_url(request.host_row.hostname)}/"
    name = capfirst(model._meta.verbose_name_plural)
    return _answer(request, extension, name, link, entries, address(extension, "kinds", kind))


@require_safe
@conditional_page
def section_feed(request: Any, where: str, extension: str) -> HttpResponse:
    """What is new in a section of the portal's own and in those below it. `where`: its path."""
    home = request.host_row.site.root_page
    sections = SectionPage.objects.descendant_of(home).live().filter(came_from=None)
    section = sections.filter(url_path=f"{home.url_path}{where}/").first()
    if section is None:
        raise Http404
    own = address(extension, "sections", where)
    return _answer(request, extension, section.title, section.full_url, newest(section), own, section.summary)


def newest(below: BasePage) -> QuerySet[Entry]:
    """Content below a page, what was published last first."""
    here = published().filter(page__agency=below.agency_id, page__path__startswith=below.path)
    dated = here.filter(kind__in=listable_kinds()).exclude(page__first_published_at=None)
    return dated.select_related("image").order_by("-page__first_published_at", "-page_id")


def guid(page: Any) -> str:
    """What names a text for good, whatever its address and its agency become: made of Wagtail's key of translations."""
    return uuid.uuid5(page.translation_key, page.locale.language_code).urn


def _answer(
    request: Any, extension: str, name: str, link: str, entries: QuerySet[Entry], own: str, description: str = ""
) -> HttpResponse:
    agency, root = request.agency, root_url(request.host_row.hostname)
    generator = GENERATORS[extension](
        title=f"{name} – {agency.name}",
        link=link,
        description=description or f"{name} – {agency.name}",
        language=request.language,
        author_name=agency.name,
        author_link=f"{root}/",
        feed_url=root + own,
        feed_guid=root + own,
        feed_copyright=citation(agency, request.host_row),
    )
    names = {kind: capfirst(model._meta.verbose_name) for kind, model in kinds().items()}
    for entry in entries[:ITEMS]:
        page = entry.page
        generator.add_item(
            title=page.title,
            link=page.full_url,
            description=entry.summary,
            unique_id=guid(page),
            unique_id_is_permalink=False,
            pubdate=page.first_published_at,
            updateddate=page.last_published_at or page.first_published_at,
            author_name=agency.name,
            categories=(names[entry.kind],),
            image=root + entry.image.file.url if entry.image else "",
        )
    response = HttpResponse(generator.writeString("utf-8"), content_type=generator.content_type)
    response.headers["Last-Modified"] = http_date(generator.latest_post_date().timestamp())
    return response


@require_safe
def feeds(request: Any) -> HttpResponse:
    """All feeds of the portal, for people."""
    home = request.host_row.site.root_page
    there = newest(home).order_by("kind").values_list("kind", flat=True).distinct()
    models = listable_kinds()
    by_kind = [(name, feeds_of(name, "kinds", kind)) for kind, name in _named(there, models)]
    sections = [(section.title, section_feeds(section)) for section in live_sections(home)]
    context = {
        "groups": [
            (_("The whole portal"), [(_("All news"), feeds_of(_("All news")))]),
            (_("By section"), [row for row in sections if row[1]]),
            (_("By kind"), by_kind),
        ],
        "page_title": _("Follow what is new"),
    }
    return render(request, "portal/feeds.html", context)


def _named(found: Any, models: dict[str, Any]) -> list[tuple[str, str]]:
    return [(kind, capfirst(models[kind]._meta.verbose_name_plural)) for kind in found]
