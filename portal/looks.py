"""The look in use, as the public pages show it: menu, links and the parts of the front page."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import HttpRequest

from tenants.looks import look_in_use
from tenants.models import Agency, BasePage, HomeBlock, Look

HALVES = frozenset(
    {
        HomeBlock.ANNOUNCEMENTS,
        HomeBlock.QUESTIONS,
        HomeBlock.DOCUMENTS,
        HomeBlock.SCHEDULE,
        HomeBlock.PROVINCE_NEWS,
        HomeBlock.PROVINCE_DOCUMENTS,
    }
)
"""Parts that share a row, two by two, where they follow each other."""


def shown_look(request: HttpRequest, agency: Agency) -> Look:
    """The look in use; in a preview that of `request.look`, which nobody uses yet."""
    tried: Look | None = getattr(request, "look", None)
    if tried is not None:
        return tried
    row = getattr(request, "host_row", None)
    known: Agency = row.agency if row is not None and row.agency_id == agency.pk else agency
    return look_in_use(known)


def menus(request: HttpRequest, look: Look, home: BasePage, language: str) -> dict[str, list[dict[str, Any]]]:
    """`short`: what the menu bar shows. `full`: that, then every section it does not name: none can be hidden.

    One query. A page that was taken off is in neither.
    """
    entries = look.menu_in(language)
    named = [entry["page"] for entry in entries if "page" in entry]
    sections = Q(depth=home.depth + 1)
    wanted = BasePage.objects.live().filter(path__startswith=home.path).filter(sections | Q(pk__in=named))
    pages = list(wanted.order_by("path"))
    by_key = {page.pk: page for page in pages}
    chosen = [item for entry in entries if (item := _item(request, entry, by_key))]
    rest = [_page_item(request, page) for page in pages if page.depth == home.depth + 1 and page.pk not in set(named)]
    return {"short": chosen or rest, "full": chosen + rest}


def _item(request: HttpRequest, entry: dict[str, Any], pages: dict[int, BasePage]) -> dict[str, Any] | None:
    if "page" in entry:
        page = pages.get(entry["page"])
        return _page_item(request, page, entry["label"]) if page is not None else None
    return {"title": entry["label"], "url": entry["url"], "active": entry["url"] == request.path}


def _page_item(request: HttpRequest, page: BasePage, label: str = "") -> dict[str, Any]:
    url = page.get_url(request)
    below = request.path.startswith(f"/{page.slug}/") if page.depth > BasePage.HOME_DEPTH else request.path == "/"
    return {"title": label or page.title, "url": url, "active": below}


def front_rows(blocks: list[HomeBlock]) -> list[list[HomeBlock]]:
    """The parts of a front page row by row: two halves that follow each other stand in one."""
    rows: list[list[HomeBlock]] = []
    for block in blocks:
        if rows and len(rows[-1]) == 1 and block in HALVES and rows[-1][0] in HALVES:
            rows[-1].append(block)
        else:
            rows.append([block])
    return rows
