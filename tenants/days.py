"""Official days and confirmed years: recorded here, append-only, each with the decision that announced it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from wagtail.log_actions import log

from tenants.clock import forget_calendars
from tenants.models import Agency, CalendarYear, OfficialDayRow
from tenants.models.days import Scope


@transaction.atomic
def record_official_day(
    agency: Agency,
    *,
    day: date,
    kind: str,
    decision: str,
    name: str = "",
    scope: str = Scope.AGENCY,
    announced_on: date | None = None,
    actor: Any,
    now: datetime,
) -> OfficialDayRow:
    """Record one decision about one day; a later decision about the same day and scope wins over this one.

    `agency` is where the day is recorded: a province records days that hold for all its agencies, and its own. Days of
    the whole country change every province's deadlines: only the superuser of the installation records them.
    """
    row = OfficialDayRow.objects.create(
        date=day,
        kind=kind,
        name=name,
        scope=scope,
        agency=None if scope == Scope.NATIONAL else agency,
        decision=decision,
        announced_on=announced_on,
        recorded_by=actor,
    )
    data = {"date": day.isoformat(), "kind": str(kind), "scope": str(scope), "decision": decision}
    log(agency, "tenants.record_day", user=actor, timestamp=now, data=data)
    forget_calendars()
    return row


@transaction.atomic
def confirm_year(agency: Agency, *, year: int, decision: str, actor: Any, now: datetime) -> CalendarYear:
    """A province's office confirms, for its agencies, that a year's official days are complete.

    Confirming twice keeps the first decision.
    """
    values = {"decision": decision, "confirmed_by": actor}
    row, made = CalendarYear.objects.get_or_create(province=agency.root, year=year, defaults=values)
    if made:
        log(agency, "tenants.confirm_year", user=actor, timestamp=now, data={"year": year, "decision": decision})
        forget_calendars()
    return row
