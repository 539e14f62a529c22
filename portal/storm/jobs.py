"""When copies are written: after every change of what readers see, at a banner, and all of them at night."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.signals import page_slug_changed, page_unpublished, post_page_move

from editorial.signals import published
from portal.celery import LEAST_URGENT, write_storm_copies
from portal.models import Alert, Reach
from portal.storm.write import portals, remove_copies, write_all, write_copies, write_copy
from tenants.middleware import NOT_ANSWERING
from tenants.models import Agency, BasePage
from tenants.signals import agency_moved

AT_ONCE = 20
"""Portals in one task; the rest waits in the queue again, behind what is more urgent."""
LOOK_BACK = timedelta(hours=3)
"""How long the job looks for ended banners; after that the night makes up for it."""


def connect() -> None:
    """Called once by the composition root."""
    published.connect(on_published, dispatch_uid="storm-published")
    for signal in (page_unpublished, post_page_move, page_slug_changed):
        signal.connect(on_page, dispatch_uid="storm-page")
    agency_moved.connect(on_agency, dispatch_uid="storm-agency")


def on_published(pages: Iterable[Any], **_: Any) -> None:
    ask({page.agency_id for page in pages})


def on_page(instance: Any, **_: Any) -> None:
    """A page came off (as before it is deleted), moved or changed its address."""
    if isinstance(instance, BasePage):
        ask({instance.agency_id})


def on_agency(agency: Agency, **_: Any) -> None:
    """A portal that does not answer has no copy that could: it is gone with the commit, queue or not.

    The queue comes to it all the same, and makes up for what went wrong.
    """
    if agency.state in NOT_ANSWERING:
        hosts = list(agency.hosts.values_list("hostname", flat=True))
        transaction.on_commit(partial(remove_copies, hosts), robust=True)
    ask({agency.pk})


def ask(agencies: Iterable[int | None]) -> None:
    """Ask for the copies of these agencies once the change is committed. Without a queue the night makes up for it."""
    keys = sorted(key for key in agencies if key is not None)
    if keys:
        task = partial(write_storm_copies.apply_async, (keys,), priority=LEAST_URGENT, retry=False)
        transaction.on_commit(task, robust=True)


def write_for(agencies: list[int]) -> list[int]:
    """Write the copies of the first few agencies. Returns those that are left."""
    write_copies(agencies[:AT_ONCE], timezone.now())
    return agencies[AT_ONCE:]


def shown_by(alert: Alert) -> Iterable[int]:
    """Agencies whose portals show a banner."""
    if alert.reach == Reach.ALL:
        return Agency.objects.of_province(alert.agency).values_list("pk", flat=True)
    if alert.reach == Reach.CHOSEN:
        return alert.portals.values_list("pk", flat=True)
    return [alert.agency_id]


def drop_ended_banners(now: datetime) -> str:
    """Banners that came to their end lately go from the copies; a banner also says itself when it ends."""
    ended = Alert.objects.filter(lifted_at=None, ends_at__gt=now - LOOK_BACK, ends_at__lte=now)
    agencies = {key for alert in ended.select_related("agency__province") for key in shown_by(alert)}
    for row in portals().filter(agency__in=agencies):
        write_copy(row, now)
    return f"agencies {len(agencies)}" if agencies else ""


def write_every_copy(now: datetime) -> str:
    """All copies as they should be, whatever was missed during the day (VL.8.1c, HY.14.3)."""
    number, gone = write_all(now)
    return f"portals {number}" + (f", removed {gone}" if gone else "")
