"""An agency's administrator keeps the old addresses of its own portal, and of no other."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from editorial.services import unpublish
from tenants.models import AgencyModelLogEntry, OldAddress
from tests.factories import make_article, portal_get, portal_post

pytestmark = pytest.mark.django_db


def screen(world: Any, client: Client, who: str = "agency_admin_skhcn", agency: str = "skhcn-hungyen") -> Any:
    client.force_login(world.users[who], backend="django.contrib.auth.backends.ModelBackend")
    host, path = world.host("hungyen", "admin"), f"/a/{agency}/old-addresses/"

    def ask(more: str = "", data: Any = None) -> Any:
        return portal_get(client, host, path + more) if data is None else portal_post(client, host, path + more, data)

    return ask


def test_an_old_address_is_added_found_and_removed(world: Any, client: Client) -> None:
    page = make_article(world.skhcn, title="Bài còn lại")
    ask = screen(world, client)
    target = page.full_url.partition(world.host("skhcn"))[2]
    assert ask(data={"address": "http://so-cu.vn/Tin/1.html", "target": target}).status_code == 302
    assert ask(data={"address": "/khac", "target": "https://noi-khac.vn/x"}).status_code == 302
    assert portal_get(client, world.host("skhcn"), "/Tin/1.html").headers["Location"] == page.full_url
    html = ask("?q=tin").text
    assert "Bài còn lại" in html and "noi-khac.vn" not in html
    row = OldAddress.objects.get(path="/Tin/1.html")
    assert ask(f"{row.pk}/remove/", {}).status_code == 302
    assert portal_get(client, world.host("skhcn"), "/Tin/1.html").status_code == 404
    actions = AgencyModelLogEntry.objects.filter(agency=world.skhcn).values_list("action", flat=True)
    assert {"tenants.add_old_address", "tenants.remove_old_address"} <= set(actions)


@pytest.mark.parametrize(
    ("address", "target", "says"),
    [
        ("/", "/tin-tuc/", "sau tên miền"),
        ("/tin-tuc/", "/gioi-thieu/", "đang có trang"),
        ("/da-co", "/tin-tuc/", "đã có nơi chuyển đến"),
        ("/moi", "javascript:alert(1)", "https://"),
        ("/moi", "/khong-co-trang/", "không có trang"),
        ("/" + "a" * 501, "/tin-tuc/", "500"),
        ("", "", "bắt buộc"),
    ],
)
def test_what_cannot_be_is_said_at_the_field_and_nothing_typed_is_lost(
    world: Any, client: Client, address: str, target: str, says: str
) -> None:
    OldAddress.objects.create(agency=world.skhcn, path="/da-co", url="/tin-tuc/")
    answer = screen(world, client)(data={"address": address, "target": target})
    assert answer.status_code == 422
    assert says in answer.text
    assert OldAddress.objects.filter(agency=world.skhcn).count() == 1
    assert not target or f'value="{target}"' in answer.text


def test_the_address_of_a_text_that_was_taken_off_may_lead_elsewhere(world: Any, client: Client) -> None:
    """Only what is live answers itself; where readers are told why a text went, the notice stays."""
    host, head = world.host("skhcn"), world.users["board_head_skhcn"]
    gone, told, live = (make_article(world.skhcn, title=title) for title in ("Đã gỡ", "Có báo", "Còn lại"))
    paths = {page: page.full_url.partition(host)[2] for page in (gone, told, live)}
    unpublish(gone, actor=head, now=timezone.now(), reason="Trùng bài")
    unpublish(told, actor=head, now=timezone.now(), reason="Nhầm", notice="wrong", text="Nhầm số liệu.")
    ask = screen(world, client)
    assert ask(data={"address": paths[gone], "target": paths[live]}).status_code == 302
    assert portal_get(client, host, paths[gone]).headers["Location"] == live.full_url
    refused = ask(data={"address": paths[told], "target": paths[live]})
    assert refused.status_code == 422 and "đang có thông báo" in refused.text
    assert portal_get(client, host, paths[told]).status_code == 410
    for target in (gone, told):
        answer = ask(data={"address": "/khac", "target": paths[target]})
        assert answer.status_code == 422 and "không có trên cổng" in answer.text
    assert OldAddress.objects.count() == 1


def test_only_the_agencys_administrator_may(world: Any, client: Client) -> None:
    row = OldAddress.objects.create(agency=world.commune, path="/cu", url="/tin-tuc/")
    own = OldAddress.objects.create(agency=world.skhcn, path="/cu", url="/tin-tuc/")
    author = screen(world, client, "author_skhcn")
    assert author().status_code == 403
    assert author(data={"address": "/moi", "target": "/tin-tuc/"}).status_code == 403
    assert author(f"{own.pk}/remove/", {}).status_code == 403
    admin = screen(world, client)
    assert admin(f"{row.pk}/remove/", {}).status_code == 404
    assert "/a/phohien" not in admin().text
    assert OldAddress.objects.count() == 2
