"""RSS and Atom of a section."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.syndication.views import Feed
from django.shortcuts import get_object_or_404
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed

from portal.models import ArticlePage, SectionPage
from portal.queries import live_articles
from tenants.hosts import root_url

ITEMS = 30


class SectionRss(Feed):
    """The newest articles of one section of the portal whose host was asked for."""

    feed_type = Rss201rev2Feed

    def get_object(self, request: Any, slug: str) -> SectionPage:
        self.hostname = request.host_row.hostname
        self.agency_name = request.agency.name
        home = request.host_row.site.root_page
        return get_object_or_404(SectionPage.objects.descendant_of(home).live().filter(came_from=None), slug=slug)

    def title(self, section: SectionPage) -> str:
        return f"{section.title} – {self.agency_name}"

    def link(self, section: SectionPage) -> str:
        return section.full_url

    def description(self, section: SectionPage) -> str:
        return section.summary or section.title

    def feed_url(self, section: SectionPage) -> str:
        return f"{root_url(self.hostname)}/feeds/{section.slug}.{self.extension}"

    extension = "rss"

    def items(self, section: SectionPage) -> Any:
        return live_articles(section)[:ITEMS]

    def item_title(self, item: ArticlePage) -> str:
        return item.title

    def item_description(self, item: ArticlePage) -> str:
        return item.summary

    def item_link(self, item: ArticlePage) -> str:
        return item.full_url

    def item_pubdate(self, item: ArticlePage) -> datetime | None:
        return item.first_published_at

    def item_updateddate(self, item: ArticlePage) -> datetime | None:
        return item.last_published_at


class SectionAtom(SectionRss):
    feed_type = Atom1Feed
    extension = "atom"

    def subtitle(self, section: SectionPage) -> str:
        return self.description(section)
