"""The log of an agency, read by its administrator: its own entries of both kinds, and nobody else's."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.log_actions import log

from tenants.hosts import forget_hosts
from tests.factories import make_article, portal_get

pytestmark = pytest.mark.django_db


def shown(world: Any, client: Client, who: str, query: str = "", agency: str = "skhcn-hungyen") -> Any:
    client.force_login(world.users[who], backend="django.contrib.auth.backends.ModelBackend")
    return portal_get(client, world.host("hungyen", "admin"), f"/a/{agency}/activity/{query}")


def something_happens(world: Any) -> None:
    now, author = timezone.now(), world.users["author_skhcn"]
    log(make_article(world.skhcn, title="Bài của sở"), "wagtail.edit", user=author, timestamp=now)
    log(world.skhcn, "tenants.rename", user=world.users["agency_admin_skhcn"], timestamp=now, title="Đổi tên sở")
    log(make_article(world.commune, title="Bài của phường"), "wagtail.edit", user=author, timestamp=now)
    log(world.commune, "tenants.rename", user=None, timestamp=now, title="Đổi tên phường")


def test_an_administrator_reads_ones_own_agencys_log(world: Any, client: Client) -> None:
    something_happens(world)
    html = shown(world, client, "agency_admin_skhcn").text
    assert "Bài của sở" in html and "Đổi tên sở" in html and "Người dùng author_skhcn" in html
    assert "phường" not in html.lower()


@pytest.mark.parametrize(
    ("query", "found", "left_out"),
    [
        ("?about=b%C3%A0i", "Bài của sở", "Đổi tên sở"),
        ("?person={admin}", "Đổi tên sở", "Bài của sở"),
        ("?person={stranger}", "Bài của sở", "Bài của phường"),
        ("?until=2020-01-01", "Không tìm thấy gì", "Bài của sở"),
        ("?since=hom-qua", "Bài của sở", "Bài của phường"),
        ("?about=%00&p=99", "Bài của sở", "Bài của phường"),
    ],
)
def test_it_is_narrowed(world: Any, client: Client, query: str, found: str, left_out: str) -> None:
    something_happens(world)
    keys = {"admin": world.users["agency_admin_skhcn"].pk, "stranger": world.users["author_commune"].pk}
    html = shown(world, client, "agency_admin_skhcn", query.format(**keys)).text
    assert found in html
    assert left_out not in html


def test_it_is_the_administrators_alone(world: Any, client: Client) -> None:
    assert shown(world, client, "author_skhcn").status_code == 403
    assert shown(world, client, "agency_admin_skhcn", agency="phohien-hungyen").status_code == 404


def test_a_long_log_costs_no_more_queries(world: Any, client: Client) -> None:
    def asked() -> int:
        forget_hosts()
        with CaptureQueriesContext(connection) as captured:
            shown(world, client, "agency_admin_skhcn")
        return len(captured)

    something_happens(world)
    asked()
    few = asked()
    for _number in range(30):
        something_happens(world)
    assert asked() == few
