"""The leaders' schedule week by week, events, and both as calendars to subscribe to."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from icalendar import Calendar
from wagtail.blocks.struct_block import StructBlockValidationError

from editorial.models import DecisionKind
from editorial.services import publish_many
from portal.models import EventPage, ScheduleWeekPage, SectionPage
from portal.schedule_blocks import EntryBlock, outside
from tenants.models import Agency
from tests.factories import make_page, portal_get
from tests.portal.costs import queries_of

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 23)


def this_monday() -> date:
    today = timezone.localdate()
    return today - timedelta(days=today.weekday())


def entry(day: date | None, content: str = "Họp giao ban", **fields: Any) -> tuple[str, Any]:
    known = {"day": day, "start": time(8), "end": time(10), "leaders": "Chủ tịch", "content": content}
    return ("entry", known | {"place": "Phòng họp số 1", "chair": "Chủ tịch", "cancelled": False} | fields)


def make_week(agency: Agency, monday: date, *entries: Any, **fields: Any) -> ScheduleWeekPage:
    rows = list(entries) or [entry(monday)]
    title = f"Lịch công tác tuần từ {monday:%d/%m/%Y}"
    return make_page(ScheduleWeekPage, agency, title=title, monday=monday, entries=rows, **fields)


def calendar_of(client: Client, host: str, slug: str) -> dict[str, Any]:
    answer = portal_get(client, host, f"/feeds/{slug}.ics")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    calendar = Calendar.from_ical(answer.content)
    assert [str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")] == ["Asia/Ho_Chi_Minh"]
    return {str(event["SUMMARY"]): event for event in calendar.walk("VEVENT")}


@pytest.mark.clause("NB.7.1c", "TN.4.2")
def test_a_week_stands_day_by_day_with_links_to_its_neighbours(world: Any, client: Client) -> None:
    monday, host = this_monday(), world.host("hungyen")
    before, later = make_week(world.hungyen, monday - timedelta(7)), make_week(world.hungyen, monday + timedelta(14))
    late = entry(monday + timedelta(1), "Kiểm tra đê điều", start=time(14), end=None)
    early = entry(monday + timedelta(1), "Tiếp công dân", cancelled=True, note="Chuyển sang tuần sau")
    week = make_week(world.hungyen, monday, late, early)
    section = portal_get(client, host, week.get_parent().url).content.decode()
    assert "Tuần này" in section
    assert "Kiểm tra đê điều" in section
    text = portal_get(client, host, week.url).content.decode()
    assert text.index("Tiếp công dân") < text.index("Kiểm tra đê điều")
    assert "<s>Tiếp công dân</s>" in text
    assert before.url in text
    assert later.url in text


@pytest.mark.clause("NB.7.1c", "TN.4.2")
def test_the_schedule_is_a_calendar_whose_entries_keep_their_names(world: Any, client: Client) -> None:
    monday, host = this_monday(), world.host("hungyen")
    week = make_week(world.hungyen, monday, entry(monday), entry(monday, "Tiếp công dân", cancelled=True))
    make_week(world.hungyen, monday + timedelta(7), entry(monday + timedelta(7), "Chưa duyệt"), live=False)
    make_week(world.skhcn, monday, entry(monday, "Của cơ quan khác"))
    found = calendar_of(client, host, week.get_parent().slug)
    assert set(found) == {"Họp giao ban", "Tiếp công dân"}
    meeting = found["Họp giao ban"]
    assert meeting["DTSTART"].dt.isoformat() == f"{monday}T08:00:00+07:00"
    assert meeting["DTEND"].dt - meeting["DTSTART"].dt == timedelta(hours=2)
    assert [str(found[name]["STATUS"]) for name in ("Họp giao ban", "Tiếp công dân")] == ["CONFIRMED", "CANCELLED"]
    again = calendar_of(client, host, week.get_parent().slug)
    blocks = {str(block.id) for block in ScheduleWeekPage.objects.get(pk=week.pk).entries}
    assert {str(event["UID"]) for event in again.values()} == {str(event["UID"]) for event in found.values()} == blocks


def test_impossible_weeks_and_entries_are_told_at_their_fields() -> None:
    page = ScheduleWeekPage(title="Tuần", monday=MONDAY + timedelta(1))
    with pytest.raises(Exception, match="23/11/2026") as caught:
        page.clean()
    assert list(caught.value.message_dict) == ["monday"]
    assert outside(MONDAY, [MONDAY, MONDAY + timedelta(6), MONDAY + timedelta(7), MONDAY - timedelta(1)]) == [2, 3]
    unfinished = [entry(MONDAY), entry(None), entry(MONDAY, start=None)]
    assert [len(day["entries"]) for day in ScheduleWeekPage(monday=MONDAY, entries=unfinished).days()] == [1]
    assert outside(MONDAY, [None]) == []
    block = EntryBlock()
    value = block.to_python({"day": "2026-11-23", "start": "10:00", "end": "09:00", "leaders": "A", "content": "B"})
    with pytest.raises(StructBlockValidationError) as wrong:
        block.clean(value)
    assert list(wrong.value.block_errors) == ["end"]


def test_the_form_refuses_a_day_outside_the_week_and_a_second_page_for_it(world: Any) -> None:
    section = make_week(world.hungyen, MONDAY).get_parent()
    form_class = ScheduleWeekPage.get_edit_handler().get_form_class()
    row = {"day": "2026-12-05", "start": "08:00", "leaders": "Chủ tịch", "content": "Họp"}
    data = {"title": "Tuần", "slug": "tuan-moi", "monday": "2026-11-23", "entries-count": "1"}
    data |= {"entries-0-deleted": "", "entries-0-order": "0", "entries-0-type": "entry", "entries-0-id": ""}
    data |= {f"entries-0-value-{name}": value for name, value in row.items()} | {
        "files-count": "0",
        "change_notes-count": "0",
    }
    page = ScheduleWeekPage(owner=world.users["author_hungyen"])
    form = form_class(data, instance=page, parent_page=section, for_user=world.users["author_hungyen"])
    assert not form.is_valid()
    assert {"entries", "monday"} <= set(form.errors)
    fault = form.errors["entries"].as_data()[0]
    assert list(fault.block_errors[0].block_errors) == ["day"]


def make_event(agency: Agency, title: str, starts_at: datetime, **fields: Any) -> EventPage:
    return make_page(EventPage, agency, title=title, starts_at=starts_at, place="Quảng trường", **fields)


@pytest.mark.clause("NB.7.1b", "TN.4.5")
def test_events_to_come_and_past_ones_are_told_apart(world: Any, client: Client) -> None:
    now, host = timezone.now(), world.host("skhcn")
    make_event(world.skhcn, "Hội thảo đã xong", now - timedelta(days=3))
    make_event(world.skhcn, "Hội chợ đang mở", now - timedelta(days=3), ends_at=now + timedelta(days=1))
    far = make_event(world.skhcn, "Ngày hội xa", now + timedelta(days=30))
    near = make_event(
        world.skhcn,
        "Ngày hội gần",
        now + timedelta(days=2),
        organiser="Văn phòng Sở",
        registration_url="https://dangky.example.vn/",
        programme=[("item", {"time": "08:00", "content": "Đón khách"})],
    )
    url = near.get_parent().url
    coming = portal_get(client, host, f"{url}?kind=event&when=upcoming").content.decode()
    assert coming.index("Hội chợ đang mở") < coming.index("Ngày hội gần") < coming.index(far.title)
    assert "Hội thảo đã xong" not in coming
    past = portal_get(client, host, f"{url}?kind=event&when=past").content.decode()
    assert ("Hội thảo đã xong" in past, "Hội chợ đang mở" in past, far.title in past) == (True, False, False)
    text = portal_get(client, host, near.url).content.decode()
    assert all(part in text for part in ("Đón khách", "Văn phòng Sở", "https://dangky.example.vn/", "Quảng trường"))
    event = calendar_of(client, host, near.get_parent().slug)["Ngày hội gần"]
    assert str(event["UID"]) == str(near.translation_key)


def test_what_still_runs_stays_in_the_calendar_however_long_ago_it_began(world: Any, client: Client) -> None:
    now = timezone.now()
    running = make_event(world.skhcn, "Triển lãm ba tháng", now - timedelta(weeks=12), ends_at=now + timedelta(days=1))
    make_event(world.skhcn, "Triển lãm đã đóng", now - timedelta(weeks=20), ends_at=now - timedelta(weeks=9))
    make_event(world.skhcn, "Hội thảo năm trước", now - timedelta(weeks=9))
    assert set(calendar_of(client, world.host("skhcn"), running.get_parent().slug)) == {"Triển lãm ba tháng"}


def put_below(section: Any, page: Any) -> Any:
    """A live page at a place of its own in the tree."""
    page.live = False
    section.add_child(instance=page)
    page.save_revision()
    publish_many([page], kind=DecisionKind.IMPORT_ACCEPTED, actor=None, now=timezone.now(), reason="test")
    return page


def test_a_calendar_is_that_of_the_section_at_its_place(world: Any, client: Client) -> None:
    host, now = world.host("skhcn"), timezone.now() + timedelta(days=1)
    news = make_event(world.skhcn, "Ngày hội chung", now).get_parent().specific
    below = put_below(news, SectionPage(title="Chuyên mục con", slug=news.slug))
    put_below(below, EventPage(title="Ngày hội riêng", slug="rieng", starts_at=now, place="Nhà"))
    deep = put_below(below, SectionPage(title="Sâu hơn", slug="sau-hon"))
    put_below(deep, EventPage(title="Ngày hội nhỏ", slug="nho", starts_at=now, place="Nhà"))
    own = str(below.get_url_parts()[2]).strip("/")
    assert own != news.slug
    assert "Ngày hội chung" in calendar_of(client, host, news.slug)
    assert set(calendar_of(client, host, own)) == {"Ngày hội riêng", "Ngày hội nhỏ"}
    assert set(calendar_of(client, host, "sau-hon")) == {"Ngày hội nhỏ"}, "by its slug, as it was subscribed to"
    assert portal_get(client, host, "/feeds/khong-co.ics").status_code == 404


def test_an_event_ends_after_it_begins() -> None:
    now = timezone.now()
    with pytest.raises(Exception, match="kết thúc") as caught:
        EventPage(title="Hội", starts_at=now, ends_at=now, place="Nhà").clean()
    assert list(caught.value.message_dict) == ["ends_at"]


def test_lists_and_calendars_cost_the_same_however_long_they_are(world: Any, client: Client) -> None:
    host, now, costs = world.host("hungyen"), timezone.now(), []
    for start, number in ((0, 1), (1, 7)):
        for at in range(start, start + number):
            week = make_week(world.hungyen, this_monday() - timedelta(weeks=at))
            event = make_event(world.hungyen, f"Sự kiện {at}", now + timedelta(days=at))
        sections = [week.get_parent(), event.get_parent()]
        paths = [f"{sections[0].url}", f"{sections[1].url}?kind=event"]
        paths += [f"/feeds/{section.slug}.ics" for section in sections]
        costs.append(queries_of(client, host, *paths))
    assert costs[0] == costs[1]
