"""What a front page shows of other portals of its province: drawn by rule at each request, never copied.

A portal above shows the newest of those below it, a component what its province publishes. Title, date and address are
those of the page itself, so a correction there is a correction here, and what is taken off there is gone here at once
(VL.9.2, TN.16.2dd). Never another province, another language, an archive of an agency that has ended, or a portal that
does not answer.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, cast

from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BigIntegerField, Exists, Func, OuterRef, QuerySet
from django.db.models.functions import Coalesce, Left

from portal.catalogue import published
from portal.models import ArticlePage, Entry, LegalDocumentPage, SectionPage
from tenants.hosts import home_address, learn_homes, root_url
from tenants.models import Agency, BasePage

if TYPE_CHECKING:
    from portal.models import ContentPage, HomePage

NEWS, DOCUMENTS = 6, 5
EACH = 2
"""How much of one portal stands among the news of several, so that none fills the list."""
STANDING = frozenset({"introduction", "announcements", "leaders", "contacts", "schedule"})
"""Sections whose texts stand for long, or that have a place of their own on the front page."""


def agency_of(home: HomePage) -> Agency:
    """A front page always has one."""
    return cast(Agency, home.agency)


def is_english(home: HomePage) -> bool:
    return home.pk == agency_of(home).english_home_id


def entries_of(model: type[ContentPage], locale: int) -> QuerySet[Entry]:
    """Published entries of one kind in one language.

    By the page's type rather than the entry's kind: then the index `page_agency_kind_first` gives an agency's newest.
    """
    kind = ContentType.objects.get_for_model(model)
    return published().filter(page__content_type=kind, page__locale=locale).exclude(page__first_published_at=None)


def newest(model: type[ContentPage], locale: int) -> QuerySet[Entry]:
    return entries_of(model, locale).order_by("-page__first_published_at", "-page_id")


def news(locale: int) -> QuerySet[Entry]:
    """News, newest first: articles of all sections but those that stand."""
    standing = SectionPage.objects.filter(path=Left(OuterRef("page__path"), BasePage.SECTION_PATH), key__in=STANDING)
    return newest(ArticlePage, locale).filter(~Exists(standing.order_by()))


def documents(agency: Any, locale: int) -> QuerySet[Entry]:
    """Legal documents of an agency, the last issued first. `agency`: an agency, or a subquery of some."""
    found = entries_of(LegalDocumentPage, locale).filter(page__agency__in=agency)
    return found.order_by("-dated_on", "-page_id")


def news_of_portals(home: HomePage) -> list[Entry]:
    """The newest of the portals below, at most `EACH` of one; one query, and one for their addresses.

    Each portal is asked for its newest by the index, so it costs the same however much each has published. The order
    is by an expression that no index has: else PostgreSQL would walk all texts of the country by their dates instead.
    """
    has_home = "english_home" if is_english(home) else "home_page"
    portals = Agency.objects.below(agency_of(home)).answering().exclude(**{has_home: None}).order_by()
    of_one = news(home.locale_id).filter(page__agency=OuterRef("pk")).values("page_id")[:EACH]
    each = Func(ArraySubquery(of_one), function="unnest", output_field=BigIntegerField())
    each.set_returning = True
    keys = portals.annotate(newest=each).values("newest")
    first_published = Coalesce("page__first_published_at", "page__last_published_at")
    return reachable(published().filter(pk__in=keys).order_by(first_published.desc(), "-pk")[:NEWS])


def news_of_province(home: HomePage) -> QuerySet[Entry]:
    return news(home.locale_id).filter(page__agency__in=_province_of(home))[: NEWS - 1]


def documents_of_province(home: HomePage) -> QuerySet[Entry]:
    return documents(_province_of(home), home.locale_id)[:DOCUMENTS]


def portal_of(entry: Entry) -> str:
    """The address of the front page of the portal that an entry stands on."""
    address = home_address(entry.page.home_path)
    return f"{root_url(address.hostname)}/" if address else ""


def section_of(entry: Entry) -> str:
    """The address of the section that an entry stands in, on its own portal."""
    portal = portal_of(entry)
    return f"{portal}{entry.page.url.removeprefix(portal).partition('/')[0]}/"


def _province_of(home: HomePage) -> QuerySet[Agency]:
    """The province of a component, while its portal answers."""
    return Agency.objects.answering().filter(pk=agency_of(home).province_id).order_by()


def reachable(entries: Iterable[Entry]) -> list[Entry]:
    """Those whose portal has an address."""
    found = list(entries)
    learn_homes(entry.page.home_path for entry in found)
    return [entry for entry in found if entry.page.url]
