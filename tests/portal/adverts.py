"""Adverts for tests, through the services that make real ones."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from portal.adverts.services import act_on_advert, propose_advert
from portal.adverts.transitions import Action
from portal.models import Advert

DAY = dt.timedelta(days=1)


def proposed(agency: Any, title: str = "Hội chợ nông sản", **details: Any) -> Advert:
    today = timezone.localdate()
    content = {
        "advertiser": "Hợp tác xã Sen Hồng",
        "title": title,
        "text": "Gian hàng mở cửa từ 8 giờ.",
        "url": "https://hoichonongsan.example.vn/",
        "starts_on": today,
        "ends_on": today + DAY,
    }
    return propose_advert(agency, **({"actor": None, "now": timezone.now()} | content | details))


def running(agency: Any, title: str = "Hội chợ nông sản", **details: Any) -> Advert:
    return act_on_advert(proposed(agency, title, **details), Action.APPROVE, actor=None, now=timezone.now())
