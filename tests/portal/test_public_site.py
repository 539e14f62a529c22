"""The public side over HTTP: who answers on which host, and what must never be reachable there."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client

from tenants.models import Agency
from tests.factories import make_article, portal_get


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


@pytest.mark.clause("NB.7.3a", "VL.9.1")
@pytest.mark.parametrize("typed", ["đê điều", "de dieu", "ĐÊ ĐIỀU", "đê điều"])
def test_search_finds_with_and_without_diacritics(world: Any, client: Client, typed: str) -> None:
    make_article(world.skhcn, title="Kiểm tra đê điều trước mùa lũ")
    make_article(world.commune, title="Đê điều ở phường")
    make_article(world.songphu, title="Đê điều ở tỉnh khác")
    make_article(world.skhcn, title="Đê điều chưa duyệt", live=False)
    own = portal_get(client, "skhcn.hungyen.localhost", f"/tim-kiem/?q={quote(typed)}").content.decode()
    assert "Kiểm tra" in own
    assert "chưa duyệt" not in own
    assert "ở phường" not in own
    province = portal_get(client, "skhcn.hungyen.localhost", f"/tim-kiem/?q={quote(typed)}&scope=province")
    assert "<mark>Đê điều</mark> ở phường" in province.content.decode()
    assert "tỉnh khác" not in province.content.decode()


@pytest.mark.clause("TB.17.1", "VL.27.1", "HY.23.1")
def test_every_page_says_how_reuse_names_its_source(world: Any, client: Client) -> None:
    for name, portal in (("hungyen", "Cổng thông tin điện tử tỉnh Hưng Yên"), ("vinhlong", "tỉnh Vĩnh Long")):
        html = portal_get(client, world.host(name)).content.decode()
        cite = world.__getattr__(name).regulation.citation.text_vi.value
        assert cite.split("{")[0] in html
        assert portal in html


@pytest.mark.clause("TB.13.1", "HY.22.1")
def test_the_footer_names_who_answers_for_the_portal(world: Any, client: Client) -> None:
    Agency.objects.filter(pk=world.skhcn.pk).update(head_name="Trần Thị Giám Đốc")
    assert "Trần Thị Giám Đốc" not in portal_get(client, world.host("commune")).content.decode()
    assert "Trần Thị Giám Đốc" in portal_get(client, world.host("skhcn")).content.decode()
    html = portal_get(client, world.host("skhcn")).content.decode()
    assert world.skhcn.owning_agency
    assert world.skhcn.owning_agency in html
    assert world.skhcn.managing_unit in html


def test_feeds_sitemap_and_robots_name_only_this_portal(world: Any, client: Client) -> None:
    article = make_article(world.skhcn, title="Tin mới")
    host = world.host("skhcn")
    for path in ("/feeds/tin-tuc.rss", "/feeds/tin-tuc.atom", "/sitemap-1.xml"):
        response = portal_get(client, host, path)
        assert response.status_code == 200
        assert article.full_url in response.getvalue().decode()
    assert f"http://{host}/sitemap.xml" in portal_get(client, host, "/robots.txt").content.decode()
