"""A page that is renamed or moved is still found at its old address, and so is all that is live below it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from editorial import services
from portal.models import HomePage, SectionPage
from tenants.models import BasePage, OldAddress
from tenants.moved_pages import remember_below
from tenants.old_addresses import remember_addresses
from tests.factories import make_article, portal_get

pytestmark = pytest.mark.django_db


@pytest.fixture
def renamed(world: Any, django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[Any]]) -> Any:
    """Publishes a page of the department under another slug, by the head of its board."""

    def rename(page: Any, slug: str, actor: str = "board_head_skhcn") -> Any:
        page = BasePage.objects.get(pk=page.pk).specific.get_latest_revision_as_object()
        page.slug = slug
        page.save_revision()
        with django_capture_on_commit_callbacks(execute=True):
            services.publish_urgently(page, actor=world.users[actor], now=timezone.now(), reason="Đổi địa chỉ")
        return BasePage.objects.get(pk=page.pk)

    return rename


def path_of(page: Any) -> str:
    return str(BasePage.objects.get(pk=page.pk).get_url_parts()[2])


def leads(client: Client, host: str, path: str) -> tuple[int, str]:
    answer = portal_get(client, host, path)
    return answer.status_code, answer.headers.get("Location", "")


def test_a_published_version_with_another_slug_keeps_the_old_address(
    world: Any, client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    """Through the board's own door: submitted by its author, approved by somebody else."""
    page, host, author = make_article(world.skhcn), world.host("skhcn"), world.users["author_skhcn"]
    old = path_of(page)
    page.slug = "dia-chi-moi"
    page.save_revision(user=author)
    assert portal_get(client, host, old).status_code == 200
    services.submit(page, actor=author, now=timezone.now())
    with django_capture_on_commit_callbacks(execute=True):
        services.approve(page, actor=world.users["board_member_skhcn"], now=timezone.now())
    new = BasePage.objects.get(pk=page.pk).full_url
    assert new.endswith("/dia-chi-moi/")
    assert leads(client, host, old) == leads(client, host, old + "?utm=x") == (301, new)
    assert portal_get(client, host, path_of(page)).status_code == 200
    assert portal_get(client, world.host("commune"), old).status_code == 404
    assert set(OldAddress.objects.values_list("agency", flat=True)) == {world.skhcn.pk}


def test_a_section_takes_the_addresses_below_along(world: Any, client: Client, renamed: Any) -> None:
    live, draft, host = make_article(world.skhcn), make_article(world.skhcn, live=False), world.host("skhcn")
    section = live.get_parent()
    below, above, unseen = path_of(live), path_of(section), path_of(draft)
    renamed(section, "tin-moi")
    assert leads(client, host, above) == (301, BasePage.objects.get(pk=section.pk).full_url)
    assert leads(client, host, below) == (301, BasePage.objects.get(pk=live.pk).full_url)
    assert not OldAddress.objects.filter(page=draft.pk).exists()
    assert portal_get(client, host, unseen).status_code == 404


def test_a_notice_stands_at_the_old_addresses_too(world: Any, client: Client, renamed: Any) -> None:
    """Of a text that was renamed and then taken off, and of one that was off when its section was renamed."""
    first, second, host = make_article(world.skhcn), make_article(world.skhcn), world.host("skhcn")
    old = path_of(first), path_of(second)
    renamed(first, "ten-khac")
    for page in (first, second):
        told = {"notice": "wrong", "text": "Nhầm số liệu."}
        services.unpublish(page, actor=world.users["board_head_skhcn"], now=timezone.now(), reason="Nhầm", **told)
    renamed(first.get_parent(), "tin-moi")
    assert [portal_get(client, host, path).status_code for path in old] == [410, 410]
    assert portal_get(client, world.host("commune"), old[0]).status_code == 404
    back = renamed(second, second.slug)
    assert leads(client, host, old[1]) == (301, back.full_url)


def test_a_moved_page_is_found_at_its_old_address(world: Any, client: Client) -> None:
    page, host = make_article(world.skhcn), world.host("skhcn")
    news, old = BasePage.objects.get(pk=page.get_parent().pk), path_of(page)
    target = SectionPage.objects.get(agency=world.skhcn, key="strategies")
    page.move(target, pos="last-child")
    assert leads(client, host, old) == (301, BasePage.objects.get(pk=page.pk).full_url)
    again = path_of(news)
    BasePage.objects.get(pk=news.pk).move(BasePage.objects.get(pk=target.pk), pos="last-child")
    assert leads(client, host, again) == (301, BasePage.objects.get(pk=news.pk).full_url)
    kept = OldAddress.objects.count()
    BasePage.objects.get(pk=page.pk).move(BasePage.objects.get(pk=target.pk), pos="first-child")
    assert OldAddress.objects.count() == kept


def test_two_that_swap_their_slugs_both_answer_and_neither_leads_in_a_circle(
    world: Any, client: Client, renamed: Any
) -> None:
    first, second, host = make_article(world.skhcn), make_article(world.skhcn), world.host("skhcn")
    one, two = path_of(first), path_of(second)
    slugs = [path.strip("/").rpartition("/")[2] for path in (one, two)]
    renamed(first, "tam")
    renamed(second, slugs[0])
    renamed(first, slugs[1])
    assert [leads(client, host, path)[0] for path in (one, two)] == [200, 200]
    services.unpublish(second, actor=world.users["board_head_skhcn"], now=timezone.now(), reason="Gỡ")
    assert leads(client, host, one) == (301, BasePage.objects.get(pk=first.pk).full_url)
    services.unpublish(first, actor=world.users["board_head_skhcn"], now=timezone.now(), reason="Gỡ")
    assert [leads(client, host, path)[0] for path in (one, two)] == [404, 404]


def test_an_address_that_leads_to_itself_is_not_found(world: Any, client: Client) -> None:
    host = world.host("skhcn")
    remember_addresses(world.skhcn, {"/vong": "/vong/", "/tron?x=1": f"http://{host}/tron/?x=1"})
    for path in ("/vong/", "/tron/?x=1"):
        assert portal_get(client, host, path).status_code == 404


def test_a_text_that_comes_back_elsewhere_yields_to_what_stands_at_its_old_address(
    world: Any, client: Client, renamed: Any
) -> None:
    texts, host = [make_article(world.skhcn) for _ in range(2)], world.host("skhcn")
    old = [path_of(page) for page in texts]
    for page in texts:
        services.unpublish(page, actor=world.users["board_head_skhcn"], now=timezone.now(), reason="Sửa")
    remember_addresses(world.skhcn, {old[1]: "https://noi-khac.gov.vn/"})
    back = [renamed(page, f"tro-lai-{page.pk}") for page in texts]
    assert leads(client, host, old[0]) == (301, back[0].full_url)
    assert leads(client, host, old[1]) == (301, "https://noi-khac.gov.vn/")


def test_a_draft_leaves_no_address_behind(world: Any, renamed: Any) -> None:
    renamed(make_article(world.skhcn, live=False), "lan-dau-dang")
    assert not OldAddress.objects.exists()


def test_many_pages_cost_no_query_each_and_no_other_agency_gets_an_address(world: Any) -> None:
    section = make_article(world.skhcn).get_parent()

    def cost(before: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            remember_below(section.pk, before, itself=True)
        return len(asked)

    home = HomePage.objects.get(pk=world.skhcn.home_page_id)
    few = cost(f"{home.url_path}cu-1/")
    for _ in range(3):
        make_article(world.skhcn)
    assert cost(f"{home.url_path}cu-2/") == few
    assert OldAddress.objects.filter(path__startswith="/cu-2/").count() >= 4
    other = HomePage.objects.get(pk=world.commune.home_page_id)
    assert remember_below(section.pk, f"{other.url_path}cu-3/", itself=True) == 0
    assert remember_below(home.pk, "/hungyen/ten-cu/", itself=True) == 0
    assert not OldAddress.objects.filter(path__startswith="/cu-3").exists()
