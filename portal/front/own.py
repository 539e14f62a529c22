"""What a front page shows of its own portal: news by section, documents, schedule, services, albums.

What it shows of the province is asked for in the same query.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from django.db.models import F, Window
from django.db.models.functions import RowNumber, Substr
from django.utils import timezone

from portal.catalogue import published
from portal.front import shared
from portal.models import AlbumPage, ArticlePage, EventPage, LegalDocumentPage, PublicServicePage, ScheduleWeekPage
from portal.pictures import images_for
from portal.queries import attach_sections, live_articles, live_sections
from tenants.models import BasePage, HomeBlock

if TYPE_CHECKING:
    from portal.models import ContentPage, Entry, HomePage, SectionPage

NEWEST = 9
PER_SECTION, SECTIONS = 3, 3
ENTRIES, EVENTS, SERVICES, ALBUMS = 4, 3, 6, 4


class OwnContent:
    """The content of one portal as its front page asks for it: each thing once, and only for one of `blocks`."""

    def __init__(self, home: HomePage, now: datetime, blocks: Collection[HomeBlock]) -> None:
        self.home, self.now, self.blocks = home, now, blocks
        self.pictured: list[Any] = []

    @cached_property
    def sections(self) -> list[SectionPage]:
        return live_sections(self.home)

    @cached_property
    def keyed(self) -> dict[str, SectionPage]:
        return {section.key: section for section in self.sections}

    @cached_property
    def articles(self) -> list[ArticlePage]:
        """The newest of each section, newest first: all that stand first on the portal are among them."""
        length = BasePage.SECTION_PATH
        newest = [F("first_published_at").desc(), F("pk").desc()]
        rank = Window(RowNumber(), partition_by=Substr("path", 1, length), order_by=newest)
        found = live_articles(self.home).prefetch_related(None).annotate(rank=rank).filter(rank__lte=NEWEST)
        articles = list(found)
        attach_sections(articles, self.sections)
        return articles

    @cached_property
    def lead(self) -> ArticlePage | None:
        """The newest with a picture, where a part shows a lead story at all."""
        if HomeBlock.LEAD not in self.blocks:
            return None
        latest = self.articles[:NEWEST]
        return next((article for article in latest if article.image_id), None) or next(iter(latest), None)

    def newest_in(self, section: SectionPage) -> list[ArticlePage]:
        """The newest few below a section, without the lead story."""
        below = [one for one in self.articles if one.path.startswith(section.path) and one != self.lead]
        return below[:PER_SECTION]

    @cached_property
    def entries(self) -> dict[tuple[str, bool], list[Entry]]:
        """(kind, of this portal or of the province's) → newest entries, for the parts that show them; in one query."""
        agency, locale = [self.home.agency_id], self.home.locale_id
        services, albums = (shared.newest(model, locale) for model in (PublicServicePage, AlbumPage))
        asked = {
            HomeBlock.DOCUMENTS: shared.documents(agency, locale)[: shared.DOCUMENTS],
            HomeBlock.SERVICES: services.filter(page__agency__in=agency)[:SERVICES],
            HomeBlock.MEDIA: albums.filter(page__agency__in=agency).exclude(image=None)[:ALBUMS],
            HomeBlock.PROVINCE_NEWS: shared.news_of_province(self.home),
            HomeBlock.PROVINCE_DOCUMENTS: shared.documents_of_province(self.home),
        }
        first, *others = (query.values("pk") for block, query in asked.items() if block in self.blocks)
        found: dict[tuple[str, bool], list[Entry]] = {}
        online = {"level": F("page__publicservicepage__level"), "online": F("page__publicservicepage__online")}
        for entry in published().filter(pk__in=first.union(*others) if others else first).annotate(**online):
            found.setdefault((entry.kind, entry.page.agency_id == self.home.agency_id), []).append(entry)
        return found

    def newest(self, model: type[ContentPage], *, own: bool = True) -> list[Entry]:
        """Legal documents by their date of issue, all others by that of their publication."""
        dated = _issued_on if model is LegalDocumentPage else _published_at
        return sorted(self.entries.get((model.kind, own), []), key=dated, reverse=True)

    def of_province(self, model: type[ContentPage]) -> list[Entry]:
        return shared.reachable(self.newest(model, own=False))

    def list_of(self, page: BasePage, model: type[ContentPage]) -> str:
        """The address of the list in which a page of a kind stands: its section's, or its tab there."""
        section = next((one for one in self.sections if page.path.startswith(one.path)), None)
        if section is None:
            return ""
        shown_first = section.key in model.home_sections[: model.leads]
        return section.url if shown_first else f"{section.url}?kind={model.kind}"

    def fetch_pictures(self) -> None:
        """The pictures of all that is shown with one, in two queries."""
        images = images_for("card", "lead").in_bulk({one.image_id for one in self.pictured if one.image_id})
        for one in self.pictured:
            one.image = images.get(one.image_id)


def lead_and_latest(own: OwnContent) -> dict[str, Any] | None:
    if own.lead is None:
        return None
    own.pictured.append(own.lead)
    return {"lead": own.lead, "latest": [article for article in own.articles[:NEWEST] if article != own.lead]}


def announcements(own: OwnContent) -> dict[str, Any] | None:
    section = own.keyed.get("announcements")
    found = own.newest_in(section) if section else []
    return {"announcements": found, "announcements_url": section.url} if section and found else None


def news_by_section(own: OwnContent) -> dict[str, Any] | None:
    """Sections with several news have a row each, the fullest first; single ones share one."""
    asked = [(section, own.newest_in(section)) for section in own.sections if section.key not in shared.STANDING]
    news = [(section, found) for section, found in asked if found]
    if not news:
        return None
    several = [pair for pair in news if len(pair[1]) > 1]
    several.sort(key=lambda pair: (len(pair[1]), _first_date(pair[1][0])), reverse=True)
    shown = {section.pk for section, _articles in several[:SECTIONS]}
    others = sorted((found[0] for section, found in news if section.pk not in shown), key=_first_date, reverse=True)
    own.pictured += [article for _section, found in several[:SECTIONS] for article in found] + others[:PER_SECTION]
    return {
        "sections": [{"section": section, "articles": found} for section, found in several[:SECTIONS]],
        "others": others[:PER_SECTION],
    }


def documents(own: OwnContent) -> dict[str, Any] | None:
    found = own.newest(LegalDocumentPage)
    return {"entries": found, "all_url": own.list_of(found[0].page, LegalDocumentPage)} if found else None


def services(own: OwnContent) -> dict[str, Any] | None:
    """The public services that were published last, and how far each is online."""
    found: list[Any] = own.newest(PublicServicePage)
    for entry in found:
        entry.service = PublicServicePage(agency=shared.agency_of(own.home), level=entry.level, online=entry.online)
    return {"entries": found, "all_url": own.list_of(found[0].page, PublicServicePage)} if found else None


def albums(own: OwnContent) -> dict[str, Any] | None:
    """The newest albums that have a picture."""
    found = own.newest(AlbumPage)
    own.pictured += found
    return {"entries": found, "all_url": own.list_of(found[0].page, AlbumPage)} if found else None


def province_news(own: OwnContent) -> dict[str, Any] | None:
    found = own.of_province(ArticlePage)
    return {"entries": found, "portal_url": shared.portal_of(found[0])} if found else None


def province_documents(own: OwnContent) -> dict[str, Any] | None:
    found = own.of_province(LegalDocumentPage)
    return {"entries": found, "all_url": shared.section_of(found[0])} if found else None


def schedule(own: OwnContent) -> dict[str, Any] | None:
    """What the leaders do from today on, this week and in the next that is published, and the next events."""
    here = {"agency": own.home.agency_id, "locale": own.home.locale_id, "came_from": None}
    today = timezone.localdate(own.now)
    this_week = today - timedelta(days=today.weekday())
    weeks = list(ScheduleWeekPage.objects.live().filter(**here, monday__gte=this_week).order_by("monday")[:2])
    rows = [row for week in weeks for row in _rows_from(week, today)][:ENTRIES]
    events = EventPage.objects.live().filter(EventPage.to_come(own.now), **here).defer("body", "programme", "files")
    next_events = list(events.order_by("starts_at", "pk")[:EVENTS])
    if not rows and not next_events:
        return None
    return {
        "rows": rows,
        "events": next_events,
        "schedule_url": own.list_of(weeks[0], ScheduleWeekPage) if rows else "",
        "events_url": own.list_of(next_events[0], EventPage) if next_events else "",
    }


def _rows_from(week: ScheduleWeekPage, today: date) -> list[dict[str, Any]]:
    days = [day for day in week.days() if day["day"] >= today]
    return [
        {"day": day["day"], "is_today": day["day"] == today, "entry": entry} for day in days for entry in day["entries"]
    ]


def _first_date(article: ArticlePage) -> datetime:
    return cast(datetime, article.first_published_at)


def _published_at(entry: Entry) -> tuple[datetime, int]:
    return entry.page.first_published_at, entry.pk


def _issued_on(entry: Entry) -> tuple[date, int]:
    return entry.dated_on or date.min, entry.pk
