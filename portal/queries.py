"""What the public pages read, in a fixed number of queries whatever the number of agencies."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, cast

from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.feed_links import FeedLink, feeds_of
from portal.models.articles import ArticlePage
from portal.models.content import ContentPage
from portal.models.documents import naming
from portal.models.gazette import GazetteIssuePage
from portal.models.guidance import GuidancePage
from portal.models.sections import ARCHIVE, SectionPage
from portal.pictures import images_for
from tenants.models import BasePage, Succession, SuccessionState

if TYPE_CHECKING:
    from portal.models.legal import LegalDocumentPage
    from portal.models.organisation import LeaderPage

RELATED = 5
WITH_CALENDAR = frozenset({"schedule", "news"})


def live_articles(below: BasePage) -> QuerySet[ArticlePage]:
    """Live articles below a page, newest first, with their images and no text."""
    return cast("QuerySet[ArticlePage]", live_pages(ArticlePage, below))


def live_pages(model: type[ContentPage], below: BasePage) -> QuerySet[Any]:
    """Live pages of one kind below a page in the kind's own order, with their images and without what no list shows.

    What came from agencies that have ended is listed in its own archive alone.
    """
    pages = model.objects.descendant_of(below)
    own = pages.filter(came_from=None) if below.came_from_id is None else pages
    fields = {field.name for field in model._meta.get_fields()}
    listed = model.for_lists(own.live()).defer(*fields.intersection(model.listing.defer)).order_by(*model.listing.order)
    if model.listing.related:
        listed = listed.select_related(*model.listing.related)
    if "image" not in fields:
        return cast("QuerySet[Any]", listed)
    return cast(
        "QuerySet[Any]", listed.prefetch_related(Prefetch("image", queryset=images_for("card", "lead", "portrait")))
    )


def live_sections(home: BasePage) -> list[SectionPage]:
    """The sections of a home page in menu order."""
    return list(SectionPage.objects.child_of(home).live().order_by("path"))


def attach_sections(articles: Iterable[ContentPage], sections: Iterable[BasePage]) -> None:
    """Tell each article its section by tree path, without a query."""
    by_path = {section.path: section for section in sections}
    for article in articles:
        article.section = by_path.get(article.path[: -article.steplen])


def section_feeds(section: SectionPage) -> list[FeedLink]:
    """The feeds of a section, a calendar where events or weeks stand; an ended agency's archive has none."""
    parts = section.get_url_parts()
    if parts is None or section.came_from_id is not None or section.key == ARCHIVE:
        return []
    where = str(parts[2]).strip("/")
    feeds = feeds_of(section.title, "sections", where)
    if section.key in WITH_CALENDAR:
        address = reverse("portal:ics", args=[where], urlconf="portal.urls")
        calendar = _("Calendar")
        feeds.append(FeedLink(address, "text/calendar", f"{section.title} ({calendar})", calendar))
    return feeds


def content_context(page: ContentPage) -> dict[str, Any]:
    """A text with its section and its neighbours of the same kind."""
    section = page.get_parent().specific
    attach_sections([page], [section])
    related = list(live_pages(type(page), section).exclude(pk=page.pk)[:RELATED])
    return {
        "related": related,
        "facts": page.shown_facts(),
        "taken_over": taken_over(page),
        "feeds": section_feeds(section) if isinstance(section, SectionPage) else [],
        "breadcrumb": breadcrumb(page),
    }


def document_context(page: LegalDocumentPage) -> dict[str, Any]:
    """What on the portal names a legal document: issues of the gazette that carry it, and guidance on it."""
    return {
        "gazette_issues": GazetteIssuePage.objects.live()
        .filter(documents__contains=naming(page))
        .order_by("-issued_on"),
        "guidance": GuidancePage.objects.live().filter(documents__contains=naming(page)).order_by("-pk"),
    }


def colleagues(page: LeaderPage) -> list[LeaderPage]:
    """The other leaders in the same section, in their order."""
    return list(live_pages(type(page), page.get_parent()).exclude(pk=page.pk))


def taken_over(page: BasePage) -> Succession | None:
    """By which succession a page came here from an agency that has ended; None for the portal's own."""
    if page.came_from_id is None:
        return None
    done = Succession.objects.filter(predecessors=page.came_from_id).exclude(state=SuccessionState.CANCELLED)
    return done.order_by("-pk").first()


def breadcrumb(page: BasePage) -> list[tuple[str, str]]:
    """(title, address) from the home page down to this page; empty on the home page itself."""
    if page.depth <= BasePage.HOME_DEPTH:
        return []
    above = page.get_ancestors().filter(depth__gte=BasePage.HOME_DEPTH).order_by("depth")
    trail = [(_("Home") if step.depth == BasePage.HOME_DEPTH else step.title, step.url or "/") for step in above]
    return [*trail, (page.title, "")]
