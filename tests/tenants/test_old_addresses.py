"""Addresses of a former site lead to what became of it; they are asked for only where the portal has nothing."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tenants.models import OldAddress
from tenants.old_addresses import normal_path, remember_addresses, target_of
from tests.factories import make_article, portal_get


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("https://cu.vn/tin/b%C3%A0i-vi%E1%BA%BFt/?id=2#cuoi", "/tin/bài-viết?id=2"),
        ("/tin/bai-1.html", "/tin/bai-1.html"),
        ("//tin//", "/"),
        ("/%2Ftin/", "/tin"),
        ("/?p=12", "/?p=12"),
        ("/a?b=&c=%20", "/a?b=&c=+"),
        ("/a%00b", ""),
        ("http://[loi/", ""),
        ("/" + "a" * 501, ""),
    ],
)
def test_an_address_has_one_form(address: str, kept: str) -> None:
    assert normal_path(address) == kept


@pytest.mark.django_db
def test_an_old_address_leads_to_its_page(world: Any, client: Client) -> None:
    page = make_article(world.skhcn, title="Bài đã chuyển")
    remember_addresses(world.skhcn, {"https://cu.vn/2019/05/b%C3%A0i-c%C5%A9.html": page, "/index.php?id=7": page})
    for path in ("/2019/05/b%C3%A0i-c%C5%A9.html", "/2019/05/b%C3%A0i-c%C5%A9.html?utm=x", "/index.php?id=7"):
        answer = portal_get(client, world.host("skhcn"), path)
        assert (answer.status_code, answer.headers["Location"]) == (301, page.full_url), path
    assert portal_get(client, world.host("skhcn"), "/index.php?id=8").status_code == 404
    assert client.post("/index.php?id=7", headers={"host": world.host("skhcn")}).status_code != 301
    assert portal_get(client, world.host("commune"), "/index.php?id=7").status_code == 404


@pytest.mark.django_db
def test_an_address_without_slash_leads_there_too(world: Any, client: Client) -> None:
    remember_addresses(world.skhcn, {"/bai-cu/": "https://noi-khac.gov.vn/bai"})
    for path in ("/bai-cu", "/bai-cu/"):
        assert portal_get(client, world.host("skhcn"), path).headers["Location"] == "https://noi-khac.gov.vn/bai"


@pytest.mark.django_db
def test_a_page_that_is_not_live_is_no_target(world: Any) -> None:
    draft = make_article(world.skhcn, live=False)
    remember_addresses(world.skhcn, {"/nhap": draft})
    assert target_of(world.skhcn, "/nhap") is None
    OldAddress.objects.filter(path="/nhap").update(url="/tin-tuc/")
    assert target_of(world.skhcn, "/nhap") == "/tin-tuc/"


@pytest.mark.django_db
def test_a_page_that_answers_is_never_hidden_by_an_old_address(world: Any, client: Client) -> None:
    page = make_article(world.skhcn)
    path = page.full_url.partition(world.host("skhcn"))[2]
    assert remember_addresses(world.skhcn, {path: "https://noi-khac.gov.vn/", "https://cu.vn/": "/tin-tuc/"}) == 1
    assert portal_get(client, world.host("skhcn"), path).status_code == 200


@pytest.mark.django_db
def test_an_old_address_costs_one_query_and_a_later_target_wins(world: Any) -> None:
    page = make_article(world.skhcn)
    remember_addresses(world.skhcn, {"/cu": "/tin-tuc/"})
    remember_addresses(world.skhcn, {"/cu/": page})
    assert target_of(world.skhcn, "/cu") == page.full_url
    with CaptureQueriesContext(connection) as asked:
        target_of(world.skhcn, "/cu?x=1")
    assert len(asked) == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        OldAddress.objects.create(agency=world.skhcn, path="/khong-dau")
