"""What pages show of adverts: at most one query for as long as a process remembers the host, none on other pages."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from portal.models.adverts import SHOWN, Advert, Place
from portal.pictures import pictures_for
from tenants.look_addresses import PAGES
from tenants.models import Agency, PortalImage

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


def image_in_public(image: PortalImage) -> str:
    """Why an image can't be exchanged or deleted: an advert that the board approved shows it until its last day."""
    if not Advert.objects.not_over(timezone.localdate()).filter(image=image).exists():
        return ""
    return _("An approved advert shows it. It can't be exchanged or deleted before the advert has ended.")
