"""Titles as one types, and "did you mean"."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.find import index, views
from portal.find.suggestions import ROWS
from portal.models import Entry, TitleWord
from portal.tasks import gather_title_words
from tenants.hosts import forget_hosts
from tests.factories import make_article, portal_get
from tests.portal.find.test_search import search

pytestmark = pytest.mark.django_db


def suggested(client: Client, host: str, q: str, **more: str) -> list[str]:
    response = portal_get(client, host, f"/tim-kiem/goi-y/?{urlencode({'q': q, **more})}")
    assert (response.status_code, response.cookies) == (200, {})
    return [row["title"] for row in response.json()["rows"]]


@pytest.mark.clause("NB.7.3a")
def test_titles_are_suggested_by_what_begins_a_word_in_them(world: Any, client: Client) -> None:
    host = world.host("skhcn")
    live = make_article(world.skhcn, title="Đăng ký khai sinh")
    make_article(world.skhcn, title="Hướng dẫn đăng ký kết hôn")
    make_article(world.skhcn, title="Đăng ký bản thảo", live=False)
    make_article(world.commune, title="Đăng ký thường trú")
    make_article(world.songphu, title="Đăng ký tỉnh khác")
    assert suggested(client, host, "dang k") == ["Đăng ký khai sinh", "Hướng dẫn đăng ký kết hôn"]
    assert set(suggested(client, host, "Đăng Ký", scope="province")) == {
        "Đăng ký khai sinh",
        "Hướng dẫn đăng ký kết hôn",
        "Đăng ký thường trú",
    }
    assert suggested(client, host, "khai sihn")[:1] == ["Đăng ký khai sinh"]
    Entry.objects.filter(pk=live.pk).update(number="12/2025/QĐ-UBND")
    index.write({live.pk: []})
    assert suggested(client, host, "12/2025/q") == ["Đăng ký khai sinh"]
    for nothing in ("", "đă", "\x00", "😀😀😀", "%%%", "___", "zzzz" * 200):
        assert suggested(client, host, nothing) == []
    response = portal_get(client, host, "/tim-kiem/goi-y/?q=khai+sinh")
    assert response.headers["Cache-Control"] == "public, max-age=60"
    assert response.json()["rows"][0]["url"] == live.full_url


def test_suggestions_cost_the_same_and_are_few(world: Any, client: Client) -> None:
    costs = []
    for number in (1, 12):
        for place in range(number):
            make_article(world.commune if place % 2 else world.skhcn, title=f"Lịch tiếp công dân {place}")
        suggested(client, world.host("skhcn"), "lich tiep", scope="province")
        forget_hosts()
        with CaptureQueriesContext(connection) as captured:
            rows = suggested(client, world.host("skhcn"), "lich tiep", scope="province")
        costs.append(len(captured))
    assert len(rows) == ROWS
    assert costs[1] <= costs[0]


def test_who_asks_too_often_gets_an_empty_list(world: Any, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    make_article(world.skhcn, title="Lịch tiếp công dân")
    monkeypatch.setattr(views, "SUGGESTIONS", "2/h")
    answers = [suggested(client, world.host("skhcn"), "lich tiep") for _ in range(3)]
    assert [len(rows) for rows in answers] == [1, 1, 0]


@pytest.mark.clause("NB.7.3a")
def test_a_slip_of_the_fingers_is_put_right(world: Any, client: Client) -> None:
    host = world.host("skhcn")
    for agency, title in (
        (world.skhcn, "Giấy phép xây dựng"),
        (world.skhcn, "Giấy phép khai thác"),
        (world.songphu, "Nghiêng"),
    ):
        make_article(agency, title=title)
    make_article(world.skhcn, title="Khoáng sản", live=False)
    gather_title_words(timezone.now())
    meant = {typed: search(client, host, typed).context["meant"] for typed in ("giay phpe", "Giấy phép xâyy dựng")}
    assert meant == {"giay phpe": "giay phép", "Giấy phép xâyy dựng": "Giấy phép xây dựng"}
    for typed in ("giay phep", "khoangg", "nghiengg", "qqqqqq", "12345"):
        assert search(client, host, typed).context["meant"] not in ("khoáng", "nghiêng", typed), typed
    words = TitleWord.objects.filter(province=world.hungyen)
    assert words.get(folded="phep").number == 2
    assert not words.filter(folded__in=["khoang", "nghieng"]).exists()
