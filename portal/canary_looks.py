"""Looks of an agency, for the crawl that proves isolation (security/isolation)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from security.isolation import Things, Words, register_canary
from tenants.looks import change_look
from tenants.models import Agency, BasePage, Look, PortalImage

ARGUMENTS = {"look_number": "look"}
ROUTES = ("tenants:look", "tenants:preview_look")
FIELDS = {"menu-TOTAL_FORMS": "0", "menu-INITIAL_FORMS": "0", "links-TOTAL_FORMS": "0", "links-INITIAL_FORMS": "0"}


def register() -> None:
    """Called once by the composition root."""
    register_canary("looks", make, arguments=ARGUMENTS, fields=FIELDS, posts=dict.fromkeys(ROUTES, look_forms))


def make(agency: Agency, people: Mapping[str, Any], words: Words, now: datetime) -> Things:
    """Two versions with the words in all that is named; the second is in use."""
    image = PortalImage.objects.filter(agency=agency).order_by("pk").first()
    page = BasePage.objects.filter(agency=agency, depth__gt=BasePage.HOME_DEPTH).order_by("-pk").first()
    link = {"language": "vi", "label": f"Liên kết {words}", "url": f"https://{words.secret}.example.vn/"}
    menu = [link, *([{"language": "vi", "label": "", "page": page.pk}] if page else [])]
    first = Look(theme="tim", logo=image, menu=menu, links=[link])
    second = Look(theme="xanh-la", logo=image, banner=image, menu=menu, links=[link])
    made = [change_look(agency, look, actor=None, now=now, note=str(words)) for look in (first, second)]
    return {"look": [look.number for look in made]}


def look_forms(theirs: Things) -> Iterator[dict[str, Any]]:
    """What a browser sends, with another agency's image or page in each place that can hold one."""
    image, page = (str(theirs[kind][0]) for kind in ("image", "page"))
    row = {"menu-TOTAL_FORMS": "1", "menu-0-ORDER": "1", "menu-0-label": "Mục", "menu-0-address": page}
    for fields in ({"logo": image}, {"banner": image}, row):
        yield {"theme": "tim", "note": "Thử", **FIELDS, **fields}
