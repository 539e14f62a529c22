"""The directory of a province's portals: reached from the front page, found by name and by kind."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tenants.hosts import forget_hosts
from tenants.models import Agency, AgencyState
from tests.factories import portal_get
from tests.portal.crowd import add_agencies

pytestmark = pytest.mark.django_db
PATH = "/cong-thanh-phan/"


@pytest.mark.clause("VL.3.2", "TN.9.2")
def test_the_front_page_leads_to_every_portal_of_the_province_and_each_leads_back(world: Any, client: Client) -> None:
    added = add_agencies(world.hungyen, 10)
    assert f'action="{PATH}"' in portal_get(client, world.host("hungyen")).text
    html = portal_get(client, world.host("hungyen"), PATH).text
    for agency in (*added, world.skhcn, world.commune):
        assert agency.name in html, agency
    assert world.snv.name not in html and world.songphu.name not in html
    assert f'href="http://{world.host("skhcn")}/"' in html
    assert f'href="http://{world.host("hungyen")}/"' in portal_get(client, world.host("skhcn")).text


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("?q=pho hien", {"commune"}),
        ("?q=pho%CC%82%CC%81+hie%CC%82%CC%81n", {"commune"}),
        ("?q=KH%26CN", {"skhcn"}),
        ("?q=KHOA+H%E1%BB%8CC", {"skhcn"}),
        ("?kind=department", {"skhcn"}),
        ("?kind=commune&q=so", set()),
        ("?kind=nonsense", {"skhcn", "commune"}),
        ("?q=%00&page=99", {"skhcn", "commune"}),
    ],
)
def test_a_portal_is_found_by_name_and_kind(world: Any, client: Client, asked: str, found: set[str]) -> None:
    answer = portal_get(client, world.host("hungyen"), PATH + asked)
    assert answer.status_code == 200
    names = {"skhcn": world.skhcn.name, "commune": world.commune.name}
    assert {key for key, name in names.items() if name in answer.text} == found
    if not found:
        assert "Không tìm thấy" in answer.text


def test_a_portal_that_does_not_answer_is_not_listed(world: Any, client: Client) -> None:
    Agency.objects.filter(pk=world.skhcn.pk).update(state=AgencyState.SUSPENDED)
    assert world.skhcn.name not in portal_get(client, world.host("hungyen"), PATH).text


def test_a_component_has_no_directory(world: Any, client: Client) -> None:
    assert portal_get(client, world.host("skhcn"), PATH).status_code == 404


def test_the_directory_costs_the_same_for_many(world: Any, client: Client) -> None:
    def asked() -> int:
        forget_hosts()
        with CaptureQueriesContext(connection) as captured:
            assert portal_get(client, world.host("hungyen"), PATH).status_code == 200
        return len(captured)

    asked()
    few = asked()
    add_agencies(world.hungyen, 130)
    assert asked() == few
