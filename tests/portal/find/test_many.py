"""What the search counts and orders by follows pages, entries and agencies; and of many results the best are shown."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from editorial.services import unpublish
from portal.find import results, views
from portal.find.query import parse
from portal.models import Entry, FoundBy
from tenants.models import Agency, BasePage
from tests.factories import make_article
from tests.portal.find.test_search import search, titles

pytestmark = pytest.mark.django_db


def kept(page: Any) -> tuple[Any, ...]:
    return FoundBy.objects.values_list("live", "language", "agency", "province", "kind", "year").get(pk=page.pk)


@pytest.mark.clause("NB.7.3a", "NB.7.4")
def test_the_search_follows_every_change_of_page_entry_and_agency(world: Any, client: Client) -> None:
    def found() -> list[str]:
        return titles(search(client, world.host("skhcn"), "lúa lai", scope="province"))

    page = make_article(world.commune, title="Đề tài lúa lai")
    there, root = Agency.objects.filter(pk=world.commune.pk), world.hungyen
    assert kept(page) == (True, "vi", world.commune.pk, root.pk, "article", timezone.localdate().year)
    Entry.objects.filter(pk=page.pk).update(dated_on=date(2019, 5, 1))
    assert kept(page)[-1] == 2019
    there.update(province=world.songphu.root)
    assert kept(page)[2:4] == (world.commune.pk, world.songphu.root.pk)
    assert found() == []
    there.update(province=root, state="dissolved")
    assert found() == []
    there.update(state="active")
    assert found() == [page.title]
    unpublish(page, actor=world.users["board_head_commune"], now=timezone.now(), reason="Đăng nhầm")
    assert (found(), kept(page)[0]) == ([], False)
    section = BasePage.objects.filter(agency=world.skhcn, live=True, depth=4).order_by("path").first()
    BasePage.objects.get(pk=page.pk).move(section, pos="last-child")
    assert kept(page)[:4] == (False, "vi", world.skhcn.pk, root.pk)


@pytest.mark.clause("NB.7.3a")
def test_of_many_results_the_best_are_put_in_order_and_the_page_says_so(
    world: Any, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    host = world.host("skhcn")
    made = [
        make_article(world.skhcn, title=title, summary=summary)
        for title, summary in (
            ("Mùa gặt", "Tin."),
            ("Mua gạt nước", "Tin."),
            ("Tin một", "Vào mùa gặt."),
            ("Tin hai", "Vào mùa gặt."),
            ("Tin ba", "Đã mua gạt nước."),
            ("Tin bốn", "Đã mua gạt nước."),
        )
    ]
    for place, page in enumerate(made):
        Entry.objects.filter(pk=page.pk).update(dated_on=date(2020 + place, 1, 1))
    asked = [("mùa gặt", {}), ("mua gat", {}), ("mùa gặt", {"sort": "date"}), ("mùa gặt", {"kind": "article"})]
    every = [titles(search(client, host, q, **more)) for q, more in asked]
    assert every[0] == ["Mùa gặt", "Tin hai", "Tin một", "Mua gạt nước", "Tin bốn", "Tin ba"]
    monkeypatch.setattr(results, "BEST", 4)
    monkeypatch.setattr(views, "PER_PAGE", 2)
    for place, (q, more) in enumerate(asked):
        pages = [search(client, host, q, page=number, **more) for number in (1, 2, 3)]
        reach = 6 if more.get("sort") else 4
        shown = [title for page in pages[: reach // 2] for title in titles(page)]
        assert shown == every[place][:reach], q
        assert pages[0].context["total"] == 6
        assert ('<p class="notice">' in pages[1].content.decode()) is (reach == 4)
        assert titles(pages[2]) == every[place][reach - 2 : reach], "beyond the last page the last one is shown"


@pytest.mark.clause("NB.7.3a")
def test_whole_words_come_before_longer_ones_that_begin_so(
    world: Any, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = [("paragraph", "<p>Giá lúa tăng.</p>")]
    whole = [make_article(world.skhcn, title=title, body=body) for title in ("Tin đồng ruộng", "Tin chợ")]
    for page in whole:
        Entry.objects.filter(pk=page.pk).update(dated_on=date(2020, 1, 1))
    longer = [make_article(world.skhcn, title=title) for title in ("Luật Đất đai", "Luật Trồng trọt")]
    for best in (results.BEST, 4):
        monkeypatch.setattr(results, "BEST", best)
        found = titles(search(client, world.host("skhcn"), "lua"))
        assert {*found[:2]} == {page.title for page in whole}
        assert {*found[2:]} & {page.title for page in longer}


@pytest.mark.clause("NB.7.3a")
def test_words_typed_side_by_side_come_before_the_same_apart(world: Any, client: Client) -> None:
    for title in ("Nộp hồ sơ đất", "Gói thầu số 3: kênh số 2 và hồ điều hòa", "Hồ sơ của số nhà 5"):
        make_article(world.skhcn, title=title)
    for typed, best in (("ho so", {"Nộp hồ sơ đất", "Hồ sơ của số nhà 5"}), ("so nha", {"Hồ sơ của số nhà 5"})):
        assert set(titles(search(client, world.host("skhcn"), typed))[: len(best)]) == best


def test_words_are_looked_up_in_the_indexes(world: Any) -> None:
    asked = results.Asked(parse("mùa gặt"), world.skhcn, "vi", province=True)
    with results.by_index():
        plans = [tier.explain() for tier in results.tiers(results.found(asked), asked.query)]
    assert len(plans) == 5
    for plan in plans:
        assert "found_by_words" in plan
        assert not [line for line in plan.splitlines() if "Filter" in line and "@@" in line], plan
