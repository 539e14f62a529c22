"""What happened at an agency, by whom: its part of the log, newest first (the record that an inspector asks for)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import IntegerField, QuerySet, Value
from wagtail.models.audit_log import BaseLogEntry

from tenants.models import Agency, AgencyModelLogEntry, AgencyPageLogEntry

LOGS: tuple[Any, ...] = (AgencyModelLogEntry, AgencyPageLogEntry)


def activity_of(
    agency: Agency, *, about: str = "", person: int | None = None, since: date | None = None, until: date | None = None
) -> QuerySet[Any, dict[str, Any]]:
    """Keys of the agency's entries of both logs, newest first; for `entries_of`. Days are counted in local time.

    `about`: a part of the name of what was acted on; `person`: key of who acted.
    """
    asked: dict[str, Any] = {"agency": agency}
    asked |= {"label__icontains": about} if about else {}
    asked |= {"user": person} if person is not None else {}
    asked |= {"timestamp__date__gte": since} if since else {}
    asked |= {"timestamp__date__lte": until} if until else {}
    parts = [
        log.objects.filter(**asked)
        .order_by()
        .annotate(log=Value(place, IntegerField()))
        .values("pk", "timestamp", "log")
        for place, log in enumerate(LOGS)
    ]
    return parts[0].union(*parts[1:], all=True).order_by("-timestamp", "-pk")


def entries_of(rows: Iterable[dict[str, Any]]) -> list[BaseLogEntry]:
    """The entries that keys stand for, in their order; two queries."""
    keys = [(row["log"], row["pk"]) for row in rows]
    found: dict[tuple[int, int], BaseLogEntry] = {}
    for place, log in enumerate(LOGS):
        whole = log.objects.select_related("user", "content_type")
        found |= {(place, pk): each for pk, each in whole.in_bulk([pk for at, pk in keys if at == place]).items()}
    return [found[key] for key in keys if key in found]
