"""The calendar of an agency: national days, its province's, its own, in that order, the latest decision last."""

from __future__ import annotations

import time
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.db.models.signals import post_delete, post_save
from django.utils import timezone

from tenants.calendar import ZONE, Calendar, DayKind, OfficialDay
from tenants.models import Agency, CalendarYear, OfficialDayRow
from tenants.models.days import Scope
from tenants.official_days import initial_days

LIFETIME = 5.0
RANK = {Scope.NATIONAL.value: 0, Scope.PROVINCE.value: 1, Scope.AGENCY.value: 2}
_calendars: dict[int, tuple[float, Calendar]] = {}


def local_now() -> datetime:
    """The present instant in Asia/Ho_Chi_Minh."""
    return timezone.now().astimezone(ZONE)


def calendar_for(agency: Agency) -> Calendar:
    """Office hours of the agency's regulation and all official days that hold for it, remembered for a few seconds."""
    known = _calendars.get(agency.pk)
    if known is None or known[0] < time.monotonic():
        known = (time.monotonic() + LIFETIME, _calendar(agency))
        _calendars[agency.pk] = known
    return known[1]


def _calendar(agency: Agency) -> Calendar:
    of_province = models.Q(scope=Scope.PROVINCE, agency_id=agency.province_id or agency.pk)
    of_agency = models.Q(scope=Scope.AGENCY, agency_id=agency.pk)
    rows = OfficialDayRow.objects.filter(models.Q(scope=Scope.NATIONAL) | of_province | of_agency)
    ordered = sorted(rows, key=lambda row: (RANK[row.scope], row.pk))
    days = [OfficialDay(row.date, DayKind(row.kind), row.decision, row.name) for row in ordered]
    years = CalendarYear.objects.filter(province=agency.province_id or agency.pk).values_list("year", flat=True)
    return Calendar.build(agency.regulation.working_hours.hours(), days, years)


def forget_calendars(**_: Any) -> None:
    """Drop what this process remembers; other processes catch up within LIFETIME seconds."""
    _calendars.clear()


def connect_signals() -> None:
    """Forget at once in the process that recorded a day or confirmed a year."""
    for model in (OfficialDayRow, CalendarYear):
        post_save.connect(forget_calendars, sender=model, dispatch_uid=f"forget-calendar-save-{model.__name__}")
        post_delete.connect(forget_calendars, sender=model, dispatch_uid=f"forget-calendar-delete-{model.__name__}")


@transaction.atomic
def seed_official_days(years: Iterable[int]) -> int:
    """Records the known national days of these years where no decision stands yet. Returns how many it recorded.

    A seeded year is not a confirmed one: only the office confirms.
    """
    days = initial_days(years)
    known = set(
        OfficialDayRow.objects.filter(scope=Scope.NATIONAL, date__in=[day.date for day in days]).values_list(
            "date", flat=True
        )
    )
    rows = [
        OfficialDayRow(date=day.date, kind=day.kind.value, name=day.name, decision=day.decision)
        for day in days
        if day.date not in known
    ]
    OfficialDayRow.objects.bulk_create(rows)
    forget_calendars()
    return len(rows)
