"""One run over the links: collect what was published, judge what the database knows, ask for some of the rest.

A run asks for few addresses and for few of each host, so that all are asked within days and no site is pressed. What
fails is asked again the next day, and is broken only after several days in a row: a site may be down for one.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Case, F, Min, QuerySet, Value, When, Window
from django.db.models.functions import Coalesce, RowNumber

from portal.links.collecting import collect_outdated
from portal.links.probe import Outcome, ask_outside, ask_own
from portal.links.references import WORKS, judge_references
from portal.models.links import LinkKind, LinkState, PageLink
from tenants.calendar import ZONE

RUN_SECONDS = 60.0
"""After that long a run begins no other request; what is left waits for the next."""
MOST_OWN = 500


def check(now: datetime) -> str:
    """The whole run; returns a line for the record."""
    collected = collect_outdated(now)
    judge_references(PageLink.objects.all(), now)
    asked = 0
    for kind, address in _due(now):
        outcome = ask_own(address) if kind == LinkKind.OWN else _ask_outside(address)
        record(address, outcome, now, days=1 if kind == LinkKind.OWN else settings.LINK_BROKEN_AFTER)
        asked += 1
    return f"collected {collected}, asked {asked}" if collected or asked else ""


def _ask_outside(address: str) -> Outcome:
    return ask_outside(address, allow_private=settings.LINK_CHECK_ALLOW_PRIVATE)


def _due(now: datetime) -> Iterator[tuple[str, str]]:
    """What is to be asked, the longest due first: our own portals' addresses, then the few of each host elsewhere."""
    waiting = PageLink.objects.filter(due_at__lte=now, page__live=True, left_at=None)
    for address in _addresses(waiting.filter(kind=LinkKind.OWN))[:MOST_OWN]:
        yield LinkKind.OWN, address
    if not settings.LINK_CHECK_OUTSIDE:
        return
    end = time.monotonic() + RUN_SECONDS
    turn = Window(RowNumber(), partition_by="host", order_by="due")
    few = _addresses(waiting.filter(kind=LinkKind.OUTSIDE)).annotate(turn=turn)
    for address in few.filter(turn__lte=settings.LINK_CHECK_PER_HOST)[: settings.LINK_CHECK_PER_RUN]:
        if time.monotonic() > end:
            return
        yield LinkKind.OUTSIDE, address


def _addresses(links: QuerySet[PageLink]) -> Any:
    """Each address once, however many pages have it."""
    found = links.values("host", "address").annotate(due=Min("due_at")).order_by("due", "address")
    return found.values_list("address", flat=True)


def record(address: str, outcome: Outcome, now: datetime, *, days: int) -> None:
    """Keep what was found of an address, for every page that has it. Broken: failed on `days` different days."""
    links = PageLink.objects.filter(address=address, kind__in=(LinkKind.OWN, LinkKind.OUTSIDE))
    again = now + timedelta(days=settings.LINK_CHECK_DAYS)
    if not outcome.problem:
        links.update(**WORKS, checked_at=now, due_at=again)
    elif outcome.failed:
        _record_failure(links, outcome, now, days)
    else:
        failing = links.filter(state__in=(LinkState.FAILING, LinkState.BROKEN))
        failing.update(checked_at=now, due_at=now + timedelta(days=1))
        rest = links.exclude(state__in=(LinkState.FAILING, LinkState.BROKEN))
        found = {"state": LinkState.UNCERTAIN, "problem": outcome.problem, "detail": outcome.detail}
        rest.update(**found, checked_at=now, due_at=again)


def _record_failure(links: QuerySet[PageLink], outcome: Outcome, now: datetime, days: int) -> None:
    today = now.astimezone(ZONE).date()
    links.update(
        failures=Case(When(failed_on=today, then=F("failures")), default=F("failures") + 1),
        failed_on=today,
        failing_since=Coalesce("failing_since", now),
        problem=outcome.problem,
        detail=outcome.detail,
        checked_at=now,
        due_at=now + timedelta(days=1),
    )
    links.update(state=Case(When(failures__gte=days, then=Value(LinkState.BROKEN)), default=Value(LinkState.FAILING)))
