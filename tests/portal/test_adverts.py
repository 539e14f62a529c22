"""Adverts: the board's decision, marked, outside the text and every list, closed at once, gone after their last day."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import html

from editorial.transitions import NotAllowed
from portal.adverts.transitions import TABLE, Action, Situation, allowed, check
from portal.models import Advert, AdvertState, Place
from tenants.hosts import forget_hosts
from tenants.regulation import all_regulations
from tests.factories import make_article, portal_get, portal_post
from tests.isolation.work import Desk, make_image, text_of
from tests.portal.adverts import DAY, proposed, running

pytestmark = pytest.mark.django_db


def page_of(client: Client, host: str, path: str = "/") -> Any:
    """What readers get, in a process that remembers no host."""
    forget_hosts()
    return html.fromstring(portal_get(client, host, path).content.decode())


def adverts_in(page: Any) -> list[str]:
    """Their words, beside those that say that they lead to another site."""
    links = page.xpath("//a[contains(@rel, 'sponsored')]")
    return [" ".join(link.text_content().replace(" (trang ngoài)", "").split()) for link in links]


@pytest.mark.clause("TB.16.3", "VL.20.1b")
def test_only_the_board_shows_an_advert_and_never_whoever_proposed_it() -> None:
    board, author = Situation(reviews=True), Situation(proposed_it=True)
    both = Situation(reviews=True, proposed_it=True)
    assert allowed(AdvertState.PROPOSED, board) == [Action.APPROVE, Action.TURN_DOWN]
    assert allowed(AdvertState.PROPOSED, author) == allowed(AdvertState.PROPOSED, both) == [Action.TURN_DOWN]
    assert allowed(AdvertState.APPROVED, board) == [Action.END]
    for state in AdvertState:
        assert allowed(state, Situation()) == []
        assert Action.APPROVE not in allowed(state, author) + allowed(state, both)
    assert not [key for key in TABLE if key[0] == AdvertState.ENDED]
    with pytest.raises(NotAllowed):
        check(AdvertState.ENDED, Action.APPROVE, board)


@pytest.mark.clause("TB.8")
def test_an_advert_is_marked_and_stands_outside_news_and_their_lists(
    world: Any, client: Client, settings: Any, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    image = make_image(world.skhcn, "Hội chợ", alt_text="Gian hàng gạo")
    running(world.skhcn, image=image)
    running(world.skhcn, "Ngày hội việc làm", place=Place.FLOATING)
    article = make_article(world.skhcn, title="Sở họp báo")
    assert not any(rules.advertising.allowed_in_news.value for rules in all_regulations())
    host = world.host("skhcn")
    for path in ("/", article.url, article.get_parent().url):
        page = page_of(client, host, path)
        assert adverts_in(page) == [
            "Hội chợ nông sản Gian hàng mở cửa từ 8 giờ.",
            "Ngày hội việc làm Gian hàng mở cửa từ 8 giờ.",
        ]
        for link in page.xpath("//a[contains(@rel, 'sponsored')]"):
            assert "noopener" in link.get("rel").split()
            assert not link.xpath("ancestor::main | ancestor::article | ancestor::header | ancestor::footer"), path
            (aside,) = link.xpath("ancestor::aside[@aria-label]")
            assert "Quảng cáo: Hợp tác xã Sen Hồng" in " ".join(aside.text_content().split())
        names = page.xpath("//aside/@aria-label")
        assert len(names) == len(set(names)), "landmarks are told apart by their names"
        assert not page.xpath(
            "//*[self::script or self::link or self::img or self::iframe][contains(@src, 'example.vn')]"
        )
        (picture,) = page.xpath("//aside//img[contains(@class, 'advert')]")
        assert picture.get("src") == image.file.url and picture.get("alt") == "Gian hàng gạo"
    stored = portal_get(client, host, image.file.url)
    assert stored.status_code == 200 and b"".join(stored.streaming_content)
    assert portal_get(client, world.host("commune"), image.file.url).status_code == 404


@pytest.mark.clause("TB.8")
def test_a_floating_advert_closes_and_opens_at_once_without_script(world: Any, client: Client) -> None:
    """A disclosure element does it, and nothing in its style sheet takes time."""
    running(world.skhcn, "Cũ", place=Place.FLOATING)
    running(world.skhcn, "Mới", place=Place.FLOATING)
    page = page_of(client, world.host("skhcn"))
    (box,) = page.xpath("//details[@data-advert]")
    assert "open" in box.attrib and box[0].tag == "summary" and "Mới" in box.text_content()
    assert "Đóng" in box[0].text_content() and "Mở" in box[0].text_content()
    css = (settings.BASE_DIR / "static/css/adverts.css").read_text(encoding="utf-8")
    assert set(re.findall(r"(?:transition|animation)[\w-]*:\s*([^;]+);", css)) == {"none"}
    assert "@keyframes" not in css
    script = (settings.BASE_DIR / "static/js/site.js").read_text(encoding="utf-8")
    assert "setTimeout" not in script.partition("data-advert")[2].partition("\n}\n")[0]
    for rules in all_regulations():
        assert rules.advertising.floating_closes_within.value > 0
    paper = (settings.BASE_DIR / "static/css/print.css").read_text(encoding="utf-8").partition("display: none")[0]
    assert {".adverts,", ".advert-float,"} <= set(paper.split())


def test_where_no_advert_stands_and_what_portals_without_one_pay(world: Any, client: Client) -> None:
    """Not where people ask, search or read of their data; in no preview; in one language; from first to last day."""
    today, host = timezone.localdate(), world.host("skhcn")

    def cost(path: str = "/") -> int:
        with CaptureQueriesContext(connection) as queries:
            portal_get(client, host, path)
        return sum("portal_advert" in query["sql"] for query in queries)

    page_of(client, host, "/quyen-rieng-tu/")
    assert [cost("/tim-kiem/"), cost(), cost("/"), cost("/tin-tuc/")] == [0, 1, 0, 0], (
        "once while the host is remembered"
    )
    assert "advert" not in portal_get(client, host).content.decode()
    running(world.skhcn, "Hôm nay", starts_on=today, ends_on=today)
    running(world.skhcn, "Mai", starts_on=today + DAY)
    late = running(world.skhcn, "Hôm qua", starts_on=today - DAY)
    Advert.objects.filter(pk=late.pk).update(ends_on=today - DAY)
    proposed(world.skhcn, "Chờ duyệt")
    running(world.hungyen, "In English", language="en")
    assert [text.split(" Gian")[0] for text in adverts_in(page_of(client, host))] == ["Hôm nay"]
    for path in ("/quyen-rieng-tu/", "/tim-kiem/?q=so", "/hoi-dap/gui/", "/hoi-dap/", "/feeds/", "/khong-co/"):
        assert adverts_in(page_of(client, host, path)) == [], path
    assert (
        adverts_in(page_of(client, world.host("commune"))) == adverts_in(page_of(client, world.host("hungyen"))) == []
    )
    (english,) = page_of(client, world.host("hungyen", language="en")).xpath("//aside[@class='adverts']")
    assert "Advertisement: Hợp tác xã Sen Hồng" in english.text_content()
    draft = make_article(world.skhcn, live=False)
    draft.save_revision(user=world.users["author_skhcn"])
    preview = text_of(Desk(world.users["author_skhcn"], world.skhcn.slug).get(f"pages/{draft.pk}/view_draft/"))
    assert "sponsored" not in preview and draft.title in preview


def test_what_cannot_be_is_refused(world: Any, settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    today = timezone.localdate()
    for field, value in {
        "ends_on": today - DAY,
        "starts_on": today + 2 * DAY,
        "url": "http://quangcao.example.vn/",
        "image": make_image(world.snv, "Ảnh của sở khác"),
        "place": "giua-bai",
        "advertiser": "",
    }.items():
        with pytest.raises(ValidationError) as refused:
            proposed(world.skhcn, **{field: value})
        assert {field.replace("starts_on", "ends_on")} <= set(refused.value.message_dict)
    with pytest.raises(PermissionDenied):
        proposed(world.skhcn, actor=world.users["author_commune"])
    assert not Advert.objects.exists()


def test_an_author_proposes_the_board_decides_and_readers_see_it(world: Any, client: Client) -> None:
    base, today = f"/a/{world.skhcn.slug}/adverts/", timezone.localdate()
    author, board = (
        Desk(world.users["author_skhcn"], world.skhcn.slug),
        Desk(world.users["board_member_skhcn"], world.skhcn.slug),
    )
    asked = {
        "advertiser": "Hợp tác xã Sen Hồng",
        "title": "Hội chợ nông sản",
        "text": "",
        "image": "",
        "place": "foot",
        "language": "vi",
        "starts_on": today.isoformat(),
        "ends_on": today.isoformat(),
    }
    wrong = author.post("adverts/new/", asked | {"url": "javascript:alert(1)", "title": "Dài " * 2500})
    page = text_of(wrong)
    assert wrong.status_code == 200 and "Hợp tác xã Sen Hồng" in page and ("Dài " * 2500).strip() in page
    assert page.count("error-message") >= 2 and "trong 1,5 giây" in page and not Advert.objects.exists()
    assert author.post("adverts/new/", asked | {"url": "https://hoichonongsan.example.vn/"}).status_code == 302
    advert = Advert.objects.get()
    assert "Hội chợ nông sản" in text_of(author.get("adverts/")) and "/approve/" not in text_of(author.get("adverts/"))
    assert author.post(f"adverts/{advert.pk}/approve/").status_code == 403
    assert adverts_in(page_of(client, world.host("skhcn"))) == []
    assert f"adverts/{advert.pk}/approve/" in text_of(board.get("adverts/"))
    assert board.post(f"adverts/{advert.pk}/approve/").status_code == 302
    assert adverts_in(page_of(client, world.host("skhcn"))) == ["Hội chợ nông sản"]
    other = Desk(world.users["board_member_commune"], world.commune.slug)
    assert other.post(f"adverts/{advert.pk}/end/").status_code == 404
    assert "Hội chợ nông sản" not in text_of(other.get("adverts/"))
    assert board.post(f"adverts/{advert.pk}/approve/").status_code == 403, "approved already"
    assert board.post(f"adverts/{advert.pk}/end/").status_code == 302
    assert adverts_in(page_of(client, world.host("skhcn"))) == []
    kept = Advert.objects.get()
    assert (kept.proposed_by, kept.approved_by) == (world.users["author_skhcn"], world.users["board_member_skhcn"])
    client.force_login(world.users["responder_skhcn"])
    assert portal_get(client, world.host("hungyen", "admin"), base).status_code == 403
    assert portal_post(client, world.host("hungyen", "admin"), f"{base}new/", asked).status_code == 403
