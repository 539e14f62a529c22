"""The demo's services, projects, figures and goods are as complete as the forms ask for, and show every state."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from portal.demo.content import load, provinces
from portal.demo.items import build_items
from portal.models import ProjectPage, SectionPage, TenderPage
from portal.models.projects import ProjectStatus
from tests.portal.kinds import WHOLE
from tests.portal.pictures import draw_small

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore::ResourceWarning")]
KINDS = {model.kind: model for model in WHOLE}


def test_every_page_of_these_kinds_in_the_demo_can_be_published(world: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    draw_small(monkeypatch)
    agency, author = world.hungyen, world.users["author_hungyen"]
    portals = [portal for province in provinces() for portal in load(province)]
    wanted = tuple(item for portal in portals for item in portal.items if item.kind in KINDS)
    assert {item.kind for item in wanted} == set(KINDS)
    assert len({item.title for item in wanted}) == len(wanted)
    build_items(agency, wanted, author, world.users["board_head_hungyen"], timezone.now())
    for model in WHOLE:
        for page in model.objects.filter(agency=agency):
            page.full_clean()
            assert page.live
            assert page.shown_facts()
    projects = ProjectPage.objects.filter(agency=agency)
    assert set(projects.values_list("status", flat=True)) == set(ProjectStatus)
    assert len({tender.state for tender in TenderPage.objects.filter(agency=agency)}) >= 3
    assert TenderPage.objects.filter(agency=agency, project__in=projects).exists()
    assert SectionPage.objects.live().filter(agency=agency, key="social_services").exists()


def test_the_demo_shows_ten_services_on_the_portals_of_hung_yen() -> None:
    services = [item for portal in load("hungyen") for item in portal.items if item.kind == "public_service"]
    assert len(services) >= 10
    assert {item.fields["level"] for item in services} == {1, 2, 3, 4}
