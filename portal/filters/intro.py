"""Filters of events, places and albums."""

from __future__ import annotations

from typing import Any

import django_filters
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.album_blocks import Medium
from portal.filters.base import ListingFilter, Words
from portal.models.events import EventPage
from portal.models.places import PlaceKind, Rank


class EventFilter(ListingFilter):
    """Events to come, the nearest first, or those that are over, the latest first."""

    q = Words("title", "summary", "place", label=_("Words in the title, summary or place"))
    when = django_filters.ChoiceFilter(
        label=_("When"),
        choices=[("upcoming", _("to come")), ("past", _("over"))],
        method="by_time",
        empty_label=_("all events"),
    )

    def by_time(self, events: Any, _name: str, value: str) -> Any:
        to_come = EventPage.to_come(timezone.now())
        if value == "upcoming":
            return events.filter(to_come).order_by("starts_at", "pk")
        return events.exclude(to_come)


class PlaceFilter(ListingFilter):
    q = Words("title", "summary", "address", "commune", label=_("Words in the name, summary or address"))
    place_kind = django_filters.ChoiceFilter(
        label=_("Kind of place"), choices=PlaceKind.choices, empty_label=_("all kinds")
    )
    rank = django_filters.ChoiceFilter(
        label=_("Rank"), choices=[choice for choice in Rank.choices if choice[0]], empty_label=_("all ranks")
    )


class AlbumFilter(ListingFilter):
    medium = django_filters.ChoiceFilter(label=_("Kind of album"), choices=Medium.choices, empty_label=_("all kinds"))
