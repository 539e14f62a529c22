"""What the storm copy of one portal consists of: its front page, sections and newest texts, as small HTML files.

A fixed number of queries, and some for the texts that are rendered anew: those whose version is not the one on disk.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from portal import catalogue
from portal.context_processors import brand_name
from portal.external_links import own_hosts
from portal.find.files import documents_in
from portal.models import Alert, Entry, SectionPage
from portal.models.sections import ARCHIVE
from portal.storm.plain import plain_body
from tenants.models import AgencyHost, BasePage, PortalDocument
from tenants.providers import provided

ON_HOME, ON_SECTION, ANNOUNCEMENTS = 15, 50, 5
PATH = re.compile(r"(?:[A-Za-z0-9_-]{1,200}/)*")
CSS = Path(__file__).with_name("storm.css")
START, END = b"<!--alerts-->", b"<!--/alerts-->"
"""Between them stand the banners of the moment, so that a new banner does not ask for texts to be rendered anew."""
BATCH = 50


@dataclass(frozen=True)
class Link:
    path: str
    title: str
    entry: Entry | None = None
    under: list[Link] = field(default_factory=list)


@dataclass(frozen=True)
class Portal:
    """One portal at one moment; `texts` are its newest, the newest first."""

    row: AgencyHost
    home: BasePage
    sections: list[SectionPage]
    texts: list[Entry]
    banners: bytes
    now: datetime

    def path_of(self, page: BasePage) -> str:
        """Where readers find it, without the first slash: `tin-tuc/bao-so-6/`."""
        return str(page.url_path[len(self.home.url_path) :])

    def within(self, section: BasePage) -> list[Link]:
        return [self.link(entry) for entry in self.texts if entry.page.path.startswith(section.path)]

    def link(self, entry: Entry) -> Link:
        return Link(self.path_of(entry.page), entry.page.title, entry)

    def below(self, parent: BasePage) -> list[Link]:
        """The sections right below a page."""
        depth = parent.depth + 1
        found = [one for one in self.sections if one.depth == depth and one.path.startswith(parent.path)]
        return [Link(self.path_of(section), section.title) for section in found]

    def render(self, template: str, **context: Any) -> bytes:
        agency, language = self.row.agency, self.row.language
        own = {"agency": agency, "language": language, "brand_name": brand_name(agency, language), "now": self.now}
        own["ask_url"] = settings.STORM_ASK_PATH
        return render_to_string(template, own | context).encode()


def dress_of(portal: Portal) -> str:
    """Changes with whatever all texts are rendered with: templates, names, the portal's language and its wording."""
    sources = [CSS.with_name("plain.py"), *sorted((settings.BASE_DIR / "templates" / "storm").glob("*.html"))]
    with translation.override(portal.row.language):
        frame = portal.render("storm/missing.html")
    return hashlib.sha256(b"".join([frame, *(path.read_bytes() for path in sources)])).hexdigest()


def portal_at(row: AgencyHost, now: datetime) -> Portal:
    """Reads the portal of a host name: what is public there now and stems from the agency itself."""
    assert row.site is not None
    home = row.site.root_page
    live = BasePage.objects.descendant_of(home).live().public().filter(came_from=None)
    found = catalogue.published(live).filter(kind__in=catalogue.listable_kinds())
    texts = list(found.order_by("-page__first_published_at", "-pk")[: settings.STORM_TEXTS])
    sections = SectionPage.objects.filter(pk__in=live).exclude(key=ARCHIVE).order_by("path")
    with translation.override(row.language):
        alerts = list(Alert.objects.shown_on(row.agency, now))
        shown = {"alerts": alerts, "language": row.language, "own_hosts": own_hosts(row.agency, row.hostname)}
        banners = render_to_string("storm/alerts.html", shown).encode()
    portal = Portal(row, home, list(sections), texts, banners, now)
    portal.texts[:] = [entry for entry in texts if PATH.fullmatch(portal.path_of(entry.page))]
    return portal


def fresh_files(portal: Portal) -> dict[str, bytes]:
    """What is gathered anew each time: front page, sections, and what other apps add; by the file's path."""
    with translation.override(portal.row.language):
        files = {"index.html": _home(portal), "missing.html": portal.render("storm/missing.html")}
        for section in portal.sections:
            links = portal.within(section)[:ON_SECTION]
            context = {"page": section, "sections": portal.below(section), "links": links}
            files[portal.path_of(section) + "index.html"] = portal.render("storm/section.html", **context)
        files |= provided("storm_pages", portal.render, default={})
    files = {path: with_banners(page, portal.banners) for path, page in files.items()}
    return files | {"storm.css": CSS.read_bytes()}


def _home(portal: Portal) -> bytes:
    notices = next((one for one in portal.sections if one.key == "announcements"), None)
    announcements = portal.within(notices)[:ANNOUNCEMENTS] if notices else []
    told = {link.path for link in announcements}
    latest = [link for link in map(portal.link, portal.texts) if link.path not in told][:ON_HOME]
    sections = portal.below(portal.home)
    tel = re.sub(r"[^\d+]", "", portal.row.agency.phone)
    return portal.render("storm/home.html", tel=tel, announcements=announcements, latest=latest, sections=sections)


def text_files(portal: Portal, kept: Callable[[str, int], bytes | None]) -> Iterable[tuple[str, int, bytes]]:
    """(path of the file, version, content) of every text; `kept` gives what is on disk in that version, if it is."""
    missing: list[Entry] = []
    for entry in portal.texts:
        path, version = portal.path_of(entry.page) + "index.html", entry.page.live_revision_id or 0
        if (content := kept(path, version)) is None:
            missing.append(entry)
        else:
            yield path, version, with_banners(content, portal.banners)
    for first in range(0, len(missing), BATCH):
        yield from _rendered(portal, missing[first : first + BATCH])


def _rendered(portal: Portal, entries: list[Entry]) -> Iterable[tuple[str, int, bytes]]:
    pages = {page.pk: page for page in BasePage.objects.filter(pk__in=[one.pk for one in entries]).specific()}
    names = {pk: documents_in(page) for pk, page in pages.items()}
    titles = PortalDocument.objects.in_bulk({key for keys in names.values() for key in keys})
    with translation.override(portal.row.language):
        for entry in entries:
            page = pages[entry.pk]
            files = [titles[key] for key in names[entry.pk] if key in titles]
            context = {"page": page, "entry": entry, "facts": page.shown_facts(), "body": plain_body(page)}
            content = portal.render("storm/text.html", files=files, **context)
            path = portal.path_of(page) + "index.html"
            yield path, page.live_revision_id or 0, with_banners(content, portal.banners)


def with_banners(page: bytes, banners: bytes) -> bytes:
    """The page with these banners in the place of those that stood in it."""
    head, start, rest = page.partition(START)
    _old, end, tail = rest.partition(END)
    return head + start + banners + end + tail
