"""Visits wait in Valkey until a job moves them into the database: a reader's request writes no row.

What waits is one hash, `<day>:<agency>:<page>` → number. The job renames it, so that nothing is added to it any more;
its new name is a batch's key, which the database remembers in the transaction that adds the batch. A job that dies
before that leaves the batch to the next one; a job that dies after it leaves a batch that is only thrown away.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from datetime import datetime, timedelta
from functools import cache
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from redis import Redis, RedisError, ResponseError

from portal.models import VisitBatch
from portal.visits.counts import Visits, add

PREFIX = "visits"
PATIENCE = 0.5
"""Seconds that a request waits for Valkey. A reader's page does not wait at all: the beacon comes after it."""
REMEMBERED = timedelta(days=30)


@cache
def _valkey(url: str) -> Any:
    return Redis.from_url(url, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE)


def _waiting() -> str:
    return f"{PREFIX}:waiting"


def count(day: dt.date, agency: int, page: int) -> bool:
    """One visit more. False where Valkey does not answer: the visit is lost, and the reader notices nothing."""
    try:
        _valkey(settings.VALKEY_URL).hincrby(_waiting(), f"{day.isoformat()}:{agency}:{page}", 1)
    except RedisError:
        return False
    return True


def move(now: datetime) -> int:
    """Moves what waits into the database, each visit once. Returns how many. Raises RedisError without Valkey."""
    valkey = _valkey(settings.VALKEY_URL)
    _close_batch(valkey)
    moved = 0
    for key in sorted(valkey.scan_iter(f"{PREFIX}:batch:*")):
        moved += _move_batch(valkey, key.decode(), now)
        valkey.delete(key)
    VisitBatch.objects.filter(moved_at__lt=now - REMEMBERED).delete()
    return moved


def _close_batch(valkey: Any) -> None:
    try:
        valkey.rename(_waiting(), f"{PREFIX}:batch:{uuid4().hex}")
    except ResponseError:  # there is no such key: nothing waits
        return


@transaction.atomic
def _move_batch(valkey: Any, key: str, now: datetime) -> int:
    _batch, fresh = VisitBatch.objects.get_or_create(key=key, defaults={"moved_at": now})
    if not fresh:
        return 0
    visits = _read(valkey.hgetall(key))
    add(visits)
    return visits.total()


def _read(fields: dict[bytes, bytes]) -> Visits:
    found: Visits = Counter()
    for field, number in fields.items():
        day, agency, page = field.decode().split(":")
        found[dt.date.fromisoformat(day), int(agency), int(page)] += int(number)
    return found
