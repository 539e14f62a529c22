"""iCal feeds of a section: its events and weeks of the leaders' schedule, for any calendar (NB.7.1c, TN.4.2)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe
from icalendar import Calendar, Event

from portal.models import EventPage, SectionPage
from portal.queries import live_pages
from portal.schedules import weeks_of
from tenants.models import BasePage

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
PAST = timedelta(weeks=8)
"""How far back a calendar reaches; what is older stays on the portal."""
MOST_WEEKS, MOST_EVENTS = 30, 200
REFRESH = timedelta(hours=1)


@require_safe
def section_calendar(request: Any, where: str) -> HttpResponse:
    """The calendar of one section of the portal whose host was asked for. `where`: its path, or its last part alone."""
    section = section_at(request.host_row.site.root_page, where)
    if section is None:
        raise Http404
    since = timezone.now() - PAST
    weeks = weeks_of(section).filter(monday__gte=since.date()).order_by("-monday")[:MOST_WEEKS]
    lately = Q(starts_at__gte=since) | Q(ends_at__gte=since)
    events = live_pages(EventPage, section).filter(lately)[:MOST_EVENTS]
    name = f"{section.title} – {request.agency.name}"
    body = written(name, [*_schedule(weeks), *_events(events)])
    answer = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = f'inline; filename="{section.slug}.ics"'
    return answer


def section_at(home: BasePage, where: str) -> SectionPage | None:
    """A live section of the portal's own by its path.

    Calendars subscribed to long ago name a section deep in the tree by its slug alone. Several may have the same: the
    one nearest to the front page is meant.
    """
    sections = SectionPage.objects.descendant_of(home).live().filter(came_from=None)
    asked = Q(url_path=f"{home.url_path}{where}/") | Q(slug=where)
    found: SectionPage | None = sections.filter(asked).order_by("depth", "path").first()
    return found


def written(name: str, events: Iterable[Event]) -> bytes:
    """A calendar in the time of Việt Nam, with its time zone."""
    calendar = Calendar()
    calendar.add("prodid", "-//Cong//VI")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", ZONE.key)
    calendar.add("refresh-interval", REFRESH)
    for event in events:
        calendar.add_component(event)
    calendar.add_missing_timezones()
    return calendar.to_ical()


def _schedule(weeks: Iterable[Any]) -> Iterator[Event]:
    """An entry keeps its UID, the id of its block, through every change of the page."""
    for week in weeks:
        for block in week.entries:
            entry = block.value
            notes = [entry["leaders"], entry["chair"], entry["participants"], entry["note"]]
            event = _event(week, str(block.id), entry["content"], entry["place"], notes, entry["cancelled"])
            event.add("dtstart", datetime.combine(entry["day"], entry["start"], ZONE))
            if entry["end"]:
                event.add("dtend", datetime.combine(entry["day"], entry["end"], ZONE))
            yield event


def _events(pages: Iterable[EventPage]) -> Iterator[Event]:
    for page in pages:
        event = _event(page, str(page.translation_key), page.title, page.place, [page.summary], page.cancelled)
        event.add("dtstart", page.starts_at.astimezone(ZONE))
        if page.ends_at:
            event.add("dtend", page.ends_at.astimezone(ZONE))
        yield event


def _event(page: Any, uid: str, summary: str, place: str, notes: list[str], cancelled: bool) -> Event:
    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", page.last_published_at or page.first_published_at)
    event.add("last-modified", page.last_published_at or page.first_published_at)
    event.add("summary", summary)
    event.add("description", "\n".join(note for note in notes if note))
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    event.add("url", page.full_url)
    if place:
        event.add("location", place)
    return event
