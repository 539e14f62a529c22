"""What is published stands in the catalogue, as it was decided on; what is taken off is not found there."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from editorial.services import unpublish
from portal import catalogue
from portal.models import ArticlePage, Entry, HomePage, SectionPage
from portal.tasks import repair_catalogue
from tests.factories import make_article
from tests.portal.costs import queries_of

pytestmark = pytest.mark.django_db


def section_of(agency: Any, key: str) -> SectionPage:
    return SectionPage.objects.get(agency=agency, key=key, locale__language_code="vi")


@pytest.mark.clause("VL.9.1")
def test_a_published_text_is_in_the_catalogue_until_it_is_taken_off(world: Any) -> None:
    page = make_article(world.skhcn, title="Giải thưởng sáng tạo", summary="Nhận hồ sơ đến hết tháng.")
    entry = catalogue.published().get(page=page)
    assert (entry.kind, entry.summary) == ("article", "Nhận hồ sơ đến hết tháng.")
    assert "Nội dung bài viết." in entry.text
    assert entry.dated_on == timezone.localdate(page.first_published_at)
    unpublish(page, actor=world.users["board_head_skhcn"], now=timezone.now(), reason="Sai số liệu")
    assert not catalogue.published().filter(page=page).exists()


def test_a_draft_is_not_in_the_catalogue(world: Any) -> None:
    page = make_article(world.skhcn, live=False)
    assert not Entry.objects.filter(page=page).exists()


def test_the_job_writes_what_is_missing_and_nothing_twice(world: Any) -> None:
    now = timezone.now()
    repair_catalogue(now)
    page = make_article(world.skhcn)
    Entry.objects.filter(page=page).delete()
    assert repair_catalogue(now) == "entries 1"
    assert repair_catalogue(now) == ""
    assert catalogue.published().filter(page=page).exists()


def test_writing_costs_the_same_for_one_and_for_many(world: Any) -> None:
    costs = []
    for number in (1, 20):
        pages = [make_article(world.skhcn) for _ in range(number)]
        with CaptureQueriesContext(connection) as captured:
            catalogue.enter(pages)
        costs.append(len(captured))
    assert costs[0] == costs[1]


def test_kinds_have_names_that_differ_and_every_page_type_is_one() -> None:
    kinds = catalogue.kinds()
    assert all(kinds)
    assert {ArticlePage, HomePage, SectionPage} <= set(kinds.values())
    assert {"section", "portal"}.isdisjoint(catalogue.listable_kinds())


@pytest.mark.clause("NB.7.1n")
def test_a_kind_stands_in_its_sections_and_in_ones_own(world: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    news, contacts = (section_of(world.skhcn, key) for key in ("news", "contacts"))
    own = news.get_parent().specific.add_child(instance=SectionPage(title="Chuyên đề", slug="chuyen-de", live=False))
    monkeypatch.setattr(ArticlePage, "home_sections", ("news",))
    allowed = [ArticlePage.can_exist_under(parent) for parent in (news, own, contacts, news.get_parent())]
    assert allowed == [True, True, False, False]


def test_a_list_costs_the_same_however_long_it_is(world: Any, client: Client) -> None:
    section, host = section_of(world.skhcn, "news"), world.host("skhcn")
    costs = []
    for number in (1, 8):
        for _ in range(number):
            make_article(world.skhcn)
        costs.append(queries_of(client, host, f"{section.url}?kind=nothing&page=99"))
    assert costs[0] == costs[1]
