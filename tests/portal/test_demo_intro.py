"""The demo's introductions, schedules, events and albums: each part loads, and what it makes passes its own rules."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import timezone
from wagtail.fields import StreamField

from portal.catalogue import kinds
from portal.demo.content import Item, load, provinces
from portal.demo.items import build_items
from portal.models import AlbumPage, ContentPage, LeaderPage, ScheduleWeekPage
from portal.schedule_blocks import outside
from tests.factories import make_article
from tests.portal.pictures import UNCLOSED, draw_small

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings(UNCLOSED)]
MINE = {model.kind for model in kinds().values() if model.__module__.split(".")[-1] in {"organisation", "places"}}
MINE |= {"schedule_week", "event", "album", "topic"}
ROLES = ("author", "board_head")


def items_of(province: str, key: str) -> list[Item]:
    portal = next(portal for portal in load(province) if portal.key == key)
    return [item for item in portal.items if item.kind in MINE]


def pages_named(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if set(value) == {"page"}:
            yield value["page"]
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from pages_named(one)


def check(page: ContentPage) -> None:
    page.full_clean()
    for field in page._meta.get_fields():
        if isinstance(field, StreamField):
            field.formfield().clean(getattr(page, field.name))


@pytest.mark.parametrize("key", ["phuong-pho-hien", "hungyen"])
def test_a_portals_part_builds_pages_that_pass_their_own_rules(
    world: Any, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    draw_small(monkeypatch)
    agency, items = (world.commune if key == "phuong-pho-hien" else world.hungyen), items_of("hungyen", key)
    for title in pages_named([item.fields for item in items]):
        make_article(agency, title=title)
    people = [world.users[f"{role}_{'commune' if agency == world.commune else 'hungyen'}"] for role in ROLES]
    assert build_items(agency, tuple(items), *people, timezone.now()) == len(items)
    for kind in {item.kind for item in items}:
        pages = list(kinds()[kind].objects.filter(agency=agency).live())
        assert len(pages) == sum(item.kind == kind for item in items)
        for page in pages:
            check(page)
    for week in ScheduleWeekPage.objects.filter(agency=agency):
        assert outside(week.monday, [block.value["day"] for block in week.entries]) == []
    for album in AlbumPage.objects.filter(agency=agency):
        assert {block.block_type for block in album.items} == {album.medium}
    assert LeaderPage.objects.filter(agency=agency).count() >= 3


def test_every_item_names_a_kind_a_section_that_takes_it_and_fields_that_exist() -> None:
    for province in provinces():
        for portal in load(province):
            for item in portal.items:
                model = kinds()[item.kind]
                where = f"{province}/{portal.key}: {item.title}"
                assert not model.home_sections or item.section in model.home_sections, where
                assert set(item.fields) <= {field.name for field in model._meta.get_fields()}, where
