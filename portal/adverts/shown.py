"""What pages show of adverts: at most one query for as long as a process remembers the host, none on other pages."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q
from django.utils import timezone

from portal.models.adverts import SHOWN, Advert, AdvertState, Place
from portal.pictures import pictures_for
from tenants.look_addresses import PAGES
from tenants.models import Agency

KEPT = "adverts_not_over"
PICTURES = pictures_for("image__renditions", "advert")


def stand_on(request: Any) -> bool:
    """Whether the page may carry adverts: the portal's front page, its sections and texts.

    Never where people ask, search or read what becomes of their data, and in no preview.
    """
    route = getattr(request, "resolver_match", None)
    return route is not None and route.url_name == PAGES and not getattr(request, "is_dummy", False)


def shown_adverts(agency: Agency, language: str, today: date) -> dict[str, list[Advert]]:
    """Place → the adverts of a portal in one language today, the latest approved first (TB.8).

    `agency`: the one that the host's row came with; it keeps what was read for as long as it is remembered itself.
    """
    if not hasattr(agency, KEPT):
        rows = (
            Advert.objects.filter(agency=agency)
            .not_over(today)
            .select_related("image")
            .prefetch_related(PICTURES)
            .order_by("-approved_at", "-pk")
        )
        setattr(agency, KEPT, list(rows))
    running = [row for row in getattr(agency, KEPT) if row.language == language and row.running(today)]
    return {str(place): [row for row in running if row.place == place][: SHOWN[place]] for place in Place}


def images_advertised(keys: set[int]) -> set[int]:
    """Those images that an advert shows, or may once the board approves it: what was proposed never changes."""
    shown = Q(state=AdvertState.PROPOSED) | Q(state=AdvertState.APPROVED, ends_on__gte=timezone.localdate())
    return set(Advert.objects.filter(shown, image__in=keys).values_list("image_id", flat=True))
