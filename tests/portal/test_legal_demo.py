"""The demo's documents, directives, decisions, guidance and plans: complete, published, and linked to each other."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from portal.catalogue import kinds, listable_kinds
from portal.demo.agencies import departments
from portal.demo.content import Item, load, provinces
from portal.demo.items import build_items
from portal.force import Force, Stage
from portal.models import LegalDocumentPage, StrategyPage
from tenants.models import BasePage
from tenants.regulation import get_regulation
from tests.factories import make_section

pytestmark = pytest.mark.django_db
OWN = {"legal_document", "gazette_issue", "directive", "commendation", "guidance", "strategy"}


AGENCY_KINDS = {"Tỉnh": "province", "Sở": "department", "Xã": "commune", "Phường": "commune"}
NOT_A_COMMUNES = {"gazette_issue", "science_programme"}
"""Only provinces have a gazette, and communes run no science programmes."""
OF_THE_INBOX = {"questions", "consultations", "feedback", "contacts"}
"""Sections whose content is not written as pages: questions, drafts for comment, and the register of officials."""
WRITTEN = date(2026, 11, 28)


def items_of(province: str, key: str) -> tuple[Item, ...]:
    return tuple(item for portal in load(province) if portal.key == key for item in portal.items if item.kind in OWN)


@pytest.mark.parametrize(("key", "not_theirs"), [("hungyen", set()), ("phuong-pho-hien", NOT_A_COMMUNES)])
def test_the_province_and_a_ward_of_hung_yen_show_every_kind(key: str, not_theirs: set[str]) -> None:
    portal = next(portal for portal in load("hungyen") if portal.key == key)
    shown = {item.kind for item in portal.items} | ({"article"} if portal.articles else set())
    assert set(listable_kinds()) - shown == not_theirs


@pytest.mark.parametrize("province", provinces())
def test_every_provincial_portal_has_something_in_each_section_that_its_regulation_names(province: str) -> None:
    portal = next(portal for portal in load(province) if portal.agency.startswith("Tỉnh"))
    texts = [*portal.articles, *portal.pages, *portal.items]
    filled = {text.section for text in texts} | {"english" for text in texts if getattr(text, "language", "") == "en"}
    required = get_regulation(departments()[province]["regulation"]).required_sections("province")
    assert {one.key for one in required} - filled <= OF_THE_INBOX


@pytest.mark.parametrize("province", provinces())
def test_items_stand_in_sections_that_the_portal_has_and_came_after_what_they_tell_of(province: str) -> None:
    regulation = get_regulation(departments()[province]["regulation"])
    for portal in load(province):
        kind = AGENCY_KINDS[portal.agency.split()[0]]
        sections = {required.key for required in regulation.required_sections(kind)}
        for item in portal.items:
            if item.kind in OWN:
                assert item.section in sections, (portal.key, item.title)
                told = item.fields.get("issued_on") or item.fields.get("decided_on")
                if isinstance(told, date):
                    assert WRITTEN - timedelta(days=item.days_ago) >= told, (portal.key, item.title)
                elif told:
                    assert told["days_ago"] >= item.days_ago, (portal.key, item.title)


def test_the_demo_of_every_portal_is_complete(world: Any) -> None:
    """Built on one portal, one after the other: what each file says goes live and passes its own checks."""
    now, author, head = timezone.now(), world.users["author_hungyen"], world.users["board_head_hungyen"]
    for key in ("gazette", "emulation"):
        make_section(world.hungyen, key)
    for province in provinces():
        for portal in load(province):
            items = tuple(item for item in portal.items if item.kind in OWN)
            assert build_items(world.hungyen, items, author, head, now) == len(items)
    for kind in sorted(OWN):
        own = kinds()[kind].objects.filter(agency=world.hungyen)
        assert own.live().count() == own.count() >= 3
        for page in own:
            page.full_clean()


def test_the_province_shows_each_state(world: Any) -> None:
    now, author, head = timezone.now(), world.users["author_hungyen"], world.users["board_head_hungyen"]
    build_items(world.hungyen, items_of("hungyen", "hungyen"), author, head, now)
    documents = LegalDocumentPage.objects.filter(agency=world.hungyen)
    assert documents.count() >= 12
    today = timezone.localdate(now)
    assert all(documents.in_state(state, today).exists() for state in Force)
    assert all(StrategyPage.objects.in_stage(stage, today).exists() for stage in Stage)


def test_an_item_that_names_nothing_or_itself_is_a_fault(world: Any) -> None:
    circle = Item("gazette_issue", "legal_documents", "Số lạc", 1, fields={"documents": [{"page": "Số lạc"}]})
    with pytest.raises(ValueError, match="Số lạc"):
        build_items(world.hungyen, (circle,), None, None, timezone.now())  # type: ignore[arg-type]
    row = {"type": "document", "value": {"page": "Không có"}}
    lost = Item("gazette_issue", "legal_documents", "Số lạc", 1, fields={"documents": [row]})
    with pytest.raises(BasePage.DoesNotExist):
        build_items(world.hungyen, (lost,), None, None, timezone.now())  # type: ignore[arg-type]
