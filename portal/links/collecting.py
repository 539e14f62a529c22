"""Keeps the table of links true to what is published: a batch of pages at a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db.models import F, Q

from editorial import signals
from portal.links.finding import Found, links_of, links_of_look
from portal.links.references import judge_references
from portal.models import CollectedPage, LinkKind, PageLink
from tenants.hosts import learn_homes
from tenants.models import Agency, AgencyHost, BasePage
from tenants.signals import look_taken

BATCH, MOST_PAGES = 200, 10_000
"""Pages in one step, and in one run of the job: the first run on a large site is spread over a day."""
WRITTEN = ("kind", "target", "host", "place", "words")


def connect() -> None:
    """Called once by the composition root."""
    signals.published.connect(on_published, dispatch_uid="links")
    look_taken.connect(on_look_taken, dispatch_uid="links-of-look")


def on_published(pages: Iterable[Any], now: datetime, **_signal: Any) -> None:
    """What was corrected leaves the list at once; pages that are new wait for the next run of the job."""
    published = {page.pk: page for page in pages}
    known = CollectedPage.objects.filter(page__in=published).values_list("page_id", flat=True)
    collect([published[key] for key in known], now)


def on_look_taken(agency: Agency, **_signal: Any) -> None:
    """The front pages' links are collected anew by the next run, for menu and foot stand there."""
    CollectedPage.objects.filter(page__agency=agency, page__depth=BasePage.HOME_DEPTH).delete()


def outdated() -> Any:
    """Live pages whose links were never collected, or from another version; not what an ended agency left."""
    old = Q(collected=None) | ~Q(collected__revision=F("live_revision")) | Q(collected__revision=None)
    pages = BasePage.objects.live().filter(depth__gte=BasePage.HOME_DEPTH, came_from=None)
    return pages.exclude(live_revision=None).filter(old).order_by("pk")


def collect_outdated(now: datetime) -> int:
    """Collect what is missing, a batch at a time. Returns how many pages."""
    done, last = 0, 0
    while done < MOST_PAGES and (pages := list(outdated().filter(pk__gt=last).specific()[:BATCH])):
        collect(pages, now)
        done, last = done + len(pages), pages[-1].pk
    return done


def collect(pages: list[Any], now: datetime) -> None:
    """Write the links of pages as they are now for readers. What is known of an address that stays, stays."""
    if not pages:
        return
    found = _found(pages)
    keys = {(page, address) for page, links in found.items() for address in links}
    kept = PageLink.objects.filter(page__in=found).values_list("pk", "page_id", "address")
    gone = [pk for pk, page, address in kept if (page, address) not in keys]
    PageLink.objects.filter(pk__in=gone).delete()
    rows = [_row(page, link, now) for page, links in found.items() for link in links.values()]
    PageLink.objects.bulk_create(
        rows, batch_size=1000, update_conflicts=True, unique_fields=["page", "address"], update_fields=list(WRITTEN)
    )
    CollectedPage.objects.bulk_create(
        [CollectedPage(page_id=page.pk, revision_id=page.live_revision_id) for page in pages],
        update_conflicts=True,
        unique_fields=["page"],
        update_fields=["revision"],
    )
    judge_references(PageLink.objects.filter(page__in=found), now)


def _row(page: int, link: Found, now: datetime) -> PageLink:
    due = None if link.target else now
    written = {name: getattr(link, name) for name in WRITTEN}
    return PageLink(page_id=page, address=link.address, due_at=due, **written)


def _found(pages: list[Any]) -> dict[int, dict[str, Found]]:
    """By page, with those of the agency's look on its front pages; an address of our own hosts is known as such."""
    learn_homes({page.home_path for page in pages})
    looks = _looks([page for page in pages if page.depth == BasePage.HOME_DEPTH])
    found: dict[int, dict[str, Found]] = {}
    for page in pages:
        base = page.full_url or ""
        found[page.pk] = links_of(page, base)
        if page.pk in looks:
            found[page.pk] = links_of_look(looks[page.pk], page.locale.language_code, base) | found[page.pk]
    hosts = {link.host for links in found.values() for link in links.values()} - {""}
    known = AgencyHost.objects.filter(hostname__in=hosts).values_list("hostname", flat=True) if hosts else ()
    own = set(known)
    return {
        page: {
            address: replace(link, kind=LinkKind.OWN) if link.host in own else link for address, link in links.items()
        }
        for page, links in found.items()
    }


def _looks(homes: list[Any]) -> Mapping[int, Any]:
    """The look in use, by front page."""
    agencies = {home.agency_id for home in homes}
    rows = Agency.objects.filter(pk__in=agencies).exclude(look=None).select_related("look") if agencies else ()
    looks = {agency.pk: agency.look for agency in rows}
    return {home.pk: looks[home.agency_id] for home in homes if home.agency_id in looks}
