"""A front page, composed of the parts that the agency's look shows, in its order.

A part that is not shown costs no query; one without content is left out, heading and all.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from portal.directory import kinds_of
from portal.front import own, shared
from portal.front.own import OwnContent
from portal.looks import front_rows, shown_look
from portal.models import HomePage
from portal.queries import live_articles
from tenants.models import HomeBlock
from tenants.providers import provided

Part = dict[str, Any]

PARTS: dict[HomeBlock, Callable[[OwnContent], Part | None]] = {
    HomeBlock.LEAD: own.lead_and_latest,
    HomeBlock.TASKS: lambda _content: {},
    HomeBlock.ANNOUNCEMENTS: own.announcements,
    HomeBlock.QUESTIONS: lambda content: _questions(content.home),
    HomeBlock.DOCUMENTS: own.documents,
    HomeBlock.SCHEDULE: own.schedule,
    HomeBlock.SECTIONS: own.news_by_section,
    HomeBlock.PORTALS_NEWS: lambda content: _from_below(content.home),
    HomeBlock.PROVINCE_NEWS: own.province_news,
    HomeBlock.PROVINCE_DOCUMENTS: own.province_documents,
    HomeBlock.SERVICES: own.services,
    HomeBlock.MEDIA: own.albums,
    HomeBlock.DIRECTORY: lambda _content: {},
    HomeBlock.PORTALS: lambda content: _kinds(content.home),
    HomeBlock.LINKS: lambda _content: {},
}
"""What each part shows, in a fixed number of queries; None when it has nothing. Its template is that of its name."""
ANYWHERE = frozenset({HomeBlock.TASKS, HomeBlock.DIRECTORY, HomeBlock.PORTALS, HomeBlock.LINKS, HomeBlock.QUESTIONS})
FROM_OTHERS = frozenset({HomeBlock.PORTALS_NEWS, HomeBlock.PROVINCE_NEWS, HomeBlock.PROVINCE_DOCUMENTS})


def home_context(home: HomePage, request: HttpRequest) -> dict[str, Any]:
    """Everything on a front page, in the order of the agency's look. `bare`: the portal has published nothing yet."""
    _know_agency(home, request)
    agency = shared.agency_of(home)
    look = shown_look(request, agency)
    blocks = [block for block in look.shown_blocks if block.fits(agency)]
    content = OwnContent(home, timezone.now(), blocks)
    parts = {block: part for block in blocks if (part := PARTS[block](content)) is not None}
    content.fetch_pictures()
    filled = bool(parts.keys() - ANYWHERE - FROM_OTHERS)
    rows = front_rows([block for block in blocks if block in parts])
    return {
        "bare": not filled and (HomeBlock.LEAD in blocks or not live_articles(home).exists()),
        "banner": look.banner,
        "rows": [[{"template": f"portal/home/{block}.html", **parts[block]} for block in row] for row in rows],
    }


def _know_agency(home: HomePage, request: HttpRequest) -> None:
    """The agency was read together with the host that was asked for."""
    row = getattr(request, "host_row", None)
    if row is not None and row.agency_id == home.agency_id:
        home.agency = row.agency


def _questions(home: HomePage) -> Part | None:
    found = provided("answered_questions", home.agency, default=[]) if not shared.is_english(home) else []
    return {"questions_answered": found} if found else None


def _kinds(home: HomePage) -> Part | None:
    found = kinds_of(shared.agency_of(home))
    return {"portal_kinds": found} if found else None


def _from_below(home: HomePage) -> Part | None:
    found = shared.news_of_portals(home)
    return {"news": found} if found else None
