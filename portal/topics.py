"""What a special topic shows: cards of its live pages and the press, in the order of its groups."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Prefetch

from portal.catalogue import published
from portal.models.entries import Entry
from portal.pictures import images_for
from tenants.models import BasePage

if TYPE_CHECKING:
    from portal.models import TopicPage


def topic_context(page: TopicPage) -> dict[str, Any]:
    """Groups with cards; a group of which nothing is live is left out. Queries do not grow with the pages."""
    groups = list(page.groups)
    chosen = [one.pk for group in groups if group.block_type == "pages" for one in group.value["pages"] if one]
    cards = _cards(page, chosen)
    shown = []
    for group in groups:
        row: dict[str, Any] = {"heading": group.value["heading"], "cards": [], "press": []}
        if group.block_type == "press":
            row["press"] = list(group.value["items"])
        else:
            row["cards"] = [cards[one.pk] for one in group.value["pages"] if one and one.pk in cards]
        shown.append(row)
    return {"groups": [row for row in shown if row["cards"] or row["press"]]}


def _cards(page: TopicPage, keys: list[int]) -> dict[int, dict[str, Any]]:
    """Page key: what a card shows of it; of the topic's own portal alone."""
    pages = BasePage.objects.filter(pk__in=keys, agency=page.agency_id)
    rows = published(pages).prefetch_related(Prefetch("image", queryset=images_for("card")))
    return {entry.page_id: _card(entry) for entry in rows}


def _card(entry: Entry) -> dict[str, Any]:
    return {
        "title": entry.page.title,
        "url": entry.page.url,
        "summary": entry.summary,
        "image": entry.image,
        "date": entry.page.first_published_at,
    }
