"""The weeks of a work schedule: this week, the one before, the one after."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

if TYPE_CHECKING:
    from portal.models import ScheduleWeekPage, SectionPage


def weeks_of(section: Any) -> QuerySet[ScheduleWeekPage]:
    """Live weeks below a section that are the portal's own."""
    from portal.models import ScheduleWeekPage

    return ScheduleWeekPage.objects.descendant_of(section).live().filter(came_from=section.came_from_id)


def week_context(page: ScheduleWeekPage) -> dict[str, Any]:
    """A week with links to its neighbours; two queries."""
    others = weeks_of(page.get_parent().specific_deferred).exclude(pk=page.pk).defer("entries")
    return {
        "days": _marked(page.days(), timezone.localdate()),
        "earlier": others.filter(monday__lt=page.monday).order_by("-monday").first(),
        "later": others.filter(monday__gt=page.monday).order_by("monday").first(),
    }


def this_week(section: SectionPage, request: HttpRequest) -> dict[str, Any]:
    """The week that readers look for on the section's page: this one, else the next that is published."""
    today = timezone.localdate()
    monday = today - timedelta(days=today.weekday())
    week = weeks_of(section).filter(monday__gte=monday).order_by("monday").first()
    days = _marked(week.days(), today) if week else []
    return {"week": week, "days": days, "is_this_week": week is not None and week.monday == monday}


def _marked(days: list[dict[str, Any]], today: date) -> list[dict[str, Any]]:
    return [{**day, "is_today": day["day"] == today} for day in days]
