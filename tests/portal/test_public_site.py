"""The public side over HTTP: who answers on which host, and what must never be reachable there."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.factories import portal_get


@pytest.mark.clause("VL.5.1", "HY.4a", "HY.4b")
def test_each_portal_answers_with_its_own_name(world: Any, client: Client) -> None:
    for agency, host in (
        (world.hungyen, "hungyen.localhost"),
        (world.skhcn, "skhcn.hungyen.localhost"),
        (world.vinhlong, "vinhlong.localhost"),
        (world.songphu, "songphu.tambinh.vinhlong.localhost"),
    ):
        response = portal_get(client, host)
        assert response.status_code == 200
        assert agency.name in response.content.decode()
        assert response.headers["Content-Language"] == "vi"


def test_an_unknown_host_is_a_404_that_names_no_agency(world: Any, client: Client) -> None:
    response = portal_get(client, "khac.hungyen.localhost")
    assert response.status_code == 404
    assert world.hungyen.name not in response.content.decode()


def test_public_hosts_have_no_admin_and_no_cookies(world: Any, client: Client) -> None:
    for path in ("/admin/", "/login/", "/pages/", "/a/skhcn/", "/account/"):
        response = portal_get(client, "hungyen.localhost", path)
        assert response.status_code == 404
        assert not response.cookies


def test_a_neighbours_page_is_not_reachable_through_another_host(world: Any, client: Client) -> None:
    assert portal_get(client, "hungyen.localhost", "/skhcn-hungyen/").status_code == 404
