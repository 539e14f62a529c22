"""The calendars of many agencies at once: what tenants.clock reads for one, in two queries for all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db.models import Q

from tenants.calendar import Calendar, DayKind, OfficialDay
from tenants.clock import RANK
from tenants.models import Agency, CalendarYear, OfficialDayRow
from tenants.models.days import Scope


def calendars_of(agencies: Sequence[Agency]) -> dict[int, Calendar]:
    """Calendar by primary key of the agency. Agencies with the same hours and days share one."""
    pks = {agency.pk for agency in agencies}
    provinces = {agency.province_id or agency.pk for agency in agencies}
    rows = OfficialDayRow.objects.filter(
        Q(scope=Scope.NATIONAL)
        | Q(scope=Scope.PROVINCE, agency_id__in=provinces)
        | Q(scope=Scope.AGENCY, agency_id__in=pks)
    )
    ordered = sorted(rows, key=lambda row: (RANK[row.scope], row.pk))
    years: dict[int, list[int]] = defaultdict(list)
    for row in CalendarYear.objects.filter(province__in=provinces):
        years[row.province_id].append(row.year)
    shared: dict[tuple[object, ...], Calendar] = {}
    found: dict[int, Calendar] = {}
    for agency in agencies:
        own = _rows_of(agency, ordered)
        hours = agency.regulation.working_hours.hours()
        confirmed = years[agency.province_id or agency.pk]
        key = (hours, tuple(row.pk for row in own), tuple(confirmed))
        if key not in shared:
            days = [OfficialDay(row.date, DayKind(row.kind), row.decision, row.name) for row in own]
            shared[key] = Calendar.build(hours, days, confirmed)
        found[agency.pk] = shared[key]
    return found


def _rows_of(agency: Agency, rows: Iterable[OfficialDayRow]) -> list[OfficialDayRow]:
    holders = {
        Scope.NATIONAL.value: None,
        Scope.PROVINCE.value: agency.province_id or agency.pk,
        Scope.AGENCY.value: agency.pk,
    }
    return [row for row in rows if row.agency_id == holders[row.scope]]
