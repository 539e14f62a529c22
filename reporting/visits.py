"""How often portals and pages were read: sums over days in Vietnam, each in a fixed number of queries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Q, Sum
from django.db.models.functions import TruncMonth

from portal.models import AgencyVisits, PageVisits
from tenants.calendar import add_months
from tenants.models import Agency, BasePage

DAYS, MONTHS, MOST_READ = 30, 12, 20


class Step(StrEnum):
    """What one row of a course is."""

    DAY = "day"
    MONTH = "month"


@dataclass(frozen=True)
class Sums:
    """Visits of one portal in the last 30 days and the last 12 months, today's among them."""

    days: int = 0
    months: int = 0


def first_day(step: Step, today: dt.date) -> dt.date:
    """The first of 30 days, or of 12 calendar months, that end with today."""
    if step is Step.DAY:
        return today - dt.timedelta(days=DAYS - 1)
    return add_months(today.replace(day=1), 1 - MONTHS)


def course(agency: Agency, step: Step, today: dt.date) -> list[tuple[dt.date, int]]:
    """Visits by day, or by month under its first day, the oldest first; one query."""
    first = first_day(step, today)
    rows = AgencyVisits.objects.filter(agency=agency, day__range=(first, today)).order_by()
    if step is Step.DAY:
        found = dict(rows.values_list("day", "views"))
        days = [first + dt.timedelta(days=number) for number in range(DAYS)]
    else:
        found = dict(rows.annotate(month=TruncMonth("day")).values_list("month").annotate(Sum("views")))
        days = [add_months(first, number) for number in range(MONTHS)]
    return [(day, found.get(day, 0)) for day in days]


def most_read(agency: Agency, first: dt.date, last: dt.date) -> list[tuple[BasePage, int]]:
    """The pages that the agency has now and that were read most; two queries."""
    rows = PageVisits.objects.filter(page__agency=agency, day__range=(first, last)).order_by()
    summed = rows.values_list("page").annotate(number=Sum("views")).order_by("-number", "page")[:MOST_READ]
    numbers = dict(summed)
    pages = BasePage.objects.in_bulk(numbers)
    return [(pages[pk], number) for pk, number in numbers.items()]


def sums_of(agencies: Iterable[Agency], today: dt.date) -> dict[int, Sums]:
    """By primary key of the agency, for those that were visited; one query."""
    days, months = first_day(Step.DAY, today), first_day(Step.MONTH, today)
    keys = [agency.pk for agency in agencies]
    rows = AgencyVisits.objects.filter(agency__in=keys, day__range=(min(days, months), today)).order_by()
    newest = Sum("views", filter=Q(day__gte=days), default=0)
    summed = rows.values_list("agency").annotate(newest=newest, all=Sum("views"))
    return {pk: Sums(*numbers) for pk, *numbers in summed}
