"""What readers find where a text was taken off."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from editorial import services
from editorial.models import Withdrawal
from editorial.tasks import publish_due
from tests.editorial.conftest import again
from tests.factories import make_article, portal_get, portal_post

pytestmark = pytest.mark.django_db


def test_readers_are_told_why_a_text_is_gone_and_what_replaces_it(world: Any, client: Client) -> None:
    wrong, right = (make_article(world.skhcn, title=title) for title in ("Mức phí cũ", "Mức phí mới"))
    portal, admin = world.host("skhcn"), world.host("hungyen", "admin")
    url = f"/a/{world.skhcn.slug}/editorial/act/{wrong.pk}/unpublish/"
    client.force_login(world.users["board_member_skhcn"])
    asked = {
        "unpublish-note": "Nhầm số liệu",
        "unpublish-notice": "replaced",
        "unpublish-text": "Mức phí đã đăng bị nhầm.",
        "unpublish-replaced_by": "/khong-co-trang-nay/",
    }
    answer = portal_post(client, admin, url, asked)
    assert answer.status_code == 422 and "Mức phí đã đăng bị nhầm." in answer.content.decode()
    asked["unpublish-replaced_by"] = f"https://{portal}{right.get_url_parts()[2]}"
    assert portal_post(client, admin, url, asked).status_code == 302
    gone = portal_get(client, portal, wrong.get_url_parts()[2])
    page = gone.content.decode()
    assert gone.status_code == 410
    assert "Mức phí cũ" in page and "Mức phí đã đăng bị nhầm." in page and f'href="{right.url}"' in page
    assert "Nhầm số liệu" not in page
    assert portal_get(client, world.host("commune"), wrong.get_url_parts()[2]).status_code == 404


def test_without_a_notice_the_address_is_not_found_and_a_text_that_is_back_is_back(world: Any, client: Client) -> None:
    page, head, host = make_article(world.skhcn), world.users["board_head_skhcn"], world.host("skhcn")
    path = page.get_url_parts()[2]
    services.unpublish(page, actor=head, now=timezone.now(), reason="Lộ thông tin cá nhân")
    assert portal_get(client, host, path).status_code == 404 and not Withdrawal.objects.exists()
    page.refresh_from_db()
    page.save_revision()
    services.publish_urgently(page, actor=head, now=timezone.now(), reason="Đã bỏ thông tin cá nhân")
    services.unpublish(page, actor=head, now=timezone.now(), reason="Đã cũ", notice="outdated", text="")
    assert portal_get(client, host, path).status_code == 410
    page.refresh_from_db()
    page.save_revision()
    services.publish_urgently(page, actor=head, now=timezone.now(), reason="Đăng lại")
    assert portal_get(client, host, path).status_code == 200


def test_archiving_a_live_text_may_leave_a_notice_too(world: Any, client: Client) -> None:
    live, draft = make_article(world.skhcn, title="Thủ tục đã bãi bỏ"), make_article(world.skhcn, live=False)
    portal, admin = world.host("skhcn"), world.host("hungyen", "admin")
    client.force_login(world.users["board_member_skhcn"])

    def archiving(page: Any, data: Any = None) -> Any:
        url = f"/a/{world.skhcn.slug}/editorial/act/{page.pk}/archive/"
        return portal_post(client, admin, url, data) if data else portal_get(client, admin, url)

    assert "archive-notice" in archiving(live).text and "archive-notice" not in archiving(draft).text
    told = {"archive-note": "Hết hiệu lực", "archive-notice": "outdated", "archive-text": "Không còn áp dụng."}
    assert archiving(live, told).status_code == archiving(draft, told).status_code == 302
    assert again(live).archived_at and again(draft).archived_at
    gone = portal_get(client, portal, live.get_url_parts()[2])
    assert gone.status_code == 410 and "Không còn áp dụng." in gone.text
    assert Withdrawal.objects.count() == 1


def back_on(page: Any, head: Any, **fields: Any) -> Any:
    """The text with a new version, published again."""
    page = again(page).specific
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision()
    services.publish_urgently(page, actor=head, now=timezone.now(), reason="Đăng lại")
    return again(page)


@pytest.mark.parametrize("door", ["unpublish", "archive", "expiry"])
def test_an_older_notice_never_comes_back(world: Any, client: Client, door: str) -> None:
    page, head, host = make_article(world.skhcn), world.users["board_head_skhcn"], world.host("skhcn")
    path = page.get_url_parts()[2]
    services.unpublish(page, actor=head, now=timezone.now(), reason="Nhầm", notice="wrong", text="Nhầm số liệu.")
    assert portal_get(client, host, path).status_code == 410
    until = timezone.now() - timedelta(seconds=1) if door == "expiry" else None
    page = back_on(page, head, title="Có tên người dân", expire_at=until)
    assert portal_get(client, host, path).status_code == 200
    if door == "expiry":
        assert publish_due(timezone.now()) == "live 0, off 1, without a decision 0"
    else:
        getattr(services, door)(page, actor=head, now=timezone.now(), reason="Lộ thông tin cá nhân")
    answer = portal_get(client, host, path)
    assert answer.status_code == 404 and "Có tên người dân" not in answer.text


def test_a_notice_stands_until_the_text_is_really_back(world: Any, client: Client) -> None:
    """A version that is refused, or approved for later and stopped, or the archive do not bring it back."""
    page, head, host = make_article(world.skhcn), world.users["board_head_skhcn"], world.host("skhcn")
    author, path = world.users["author_skhcn"], page.get_url_parts()[2]
    services.unpublish(page, actor=head, now=timezone.now(), reason="Nhầm", notice="wrong", text="Nhầm số liệu.")

    def told() -> bool:
        answer = portal_get(client, host, path)
        return answer.status_code == 410 and "Nhầm số liệu." in answer.text

    again(page).specific.save_revision(user=author)
    services.submit(again(page), actor=author, now=timezone.now())
    ground = next(iter(world.skhcn.regulation.refusal_grounds))
    services.refuse(again(page), actor=head, now=timezone.now(), ground=ground)
    assert told()
    version = again(page).specific
    version.go_live_at = timezone.now() + timedelta(hours=1)
    version.save_revision(user=author)
    services.submit(again(page), actor=author, now=timezone.now())
    services.approve(again(page), actor=head, now=timezone.now())
    assert told()
    services.unpublish(again(page), actor=head, now=timezone.now(), reason="Hoãn")
    assert told()
    services.archive(again(page), actor=head, now=timezone.now(), reason="Lưu")
    assert told()
