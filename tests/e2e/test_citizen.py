"""A citizen reads: from the province to a commune, by search, in English, on paper, by keyboard alone."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from portal.models import Place
from tests.e2e.window import PHONE, SMALL, Window
from tests.factories import make_article
from tests.portal.adverts import running


@pytest.fixture
def news(world: Any) -> dict[str, Any]:
    """What the portals have to read."""
    for number in range(1, 5):
        make_article(world.hungyen, title=f"Tỉnh họp bàn việc chống lũ lần thứ {number}")
    return {
        "province": make_article(world.hungyen, title="Tỉnh phát động trồng cây đầu xuân"),
        "commune": make_article(world.commune, title="Phường kiểm tra đê điều trước mùa mưa"),
        "other": make_article(world.songphu, title="Xã nạo vét kênh, củng cố đê điều"),
    }


@pytest.mark.clause("VL.5.1", "NB.7.3a", "VL.9.1")
def test_from_the_province_to_a_commune_and_on_by_search(window: Window, news: dict[str, Any], world: Any) -> None:
    page = window.page
    window.go(world.host("hungyen"))
    window.look("home")
    page.get_by_role("link", name="Tin tức - Sự kiện", exact=True).first.click()
    window.look("section")
    page.get_by_role("link", name=news["province"].title).first.click()
    assert page.locator("h1").inner_text() == news["province"].title
    window.look("article")
    page.evaluate("window.print = () => { document.title = 'printed' }")
    page.locator("[data-print]").first.click()
    assert page.title() == "printed"

    page.goto(news["commune"].get_full_url())
    assert window.host() == world.host("commune")
    window.look()
    page.locator("#masthead-q").fill("de dieu")
    page.keyboard.press("Enter")
    page.wait_for_url("**/tim-kiem/**")
    assert page.get_by_role("link", name=news["commune"].title).is_visible()
    assert not page.get_by_role("link", name=news["other"].title).count()
    window.look("search")


def test_a_portal_is_found_in_the_directory(window: Window, world: Any) -> None:
    window.go(world.host("hungyen"))
    window.look()
    window.page.locator("#portal-q").fill("pho hien")
    window.page.keyboard.press("Enter")
    window.page.wait_for_url("**/cong-thanh-phan/**")
    window.look("directory")
    window.page.locator(".directory a").click()
    assert window.host() == world.host("commune")
    window.look()
    window.go(world.host("hungyen"), "/cong-thanh-phan/?q=khong+co")
    window.look("directory-nothing")


@pytest.mark.clause("HY.4b")
def test_the_english_home_answers_in_english(window: Window, world: Any) -> None:
    window.go(world.host("hungyen"))
    window.look()
    window.page.get_by_role("link", name="English").click()
    assert window.host() == world.host("hungyen", language="en")
    assert window.page.locator("html").get_attribute("lang") == "en"
    window.look("english")
    window.page.get_by_role("link", name="Tiếng Việt").click()
    assert window.host() == world.host("hungyen")


TOGGLED = """box => {
  box.querySelector("summary").click();
  const waits = box.getAnimations({ subtree: true }).map((each) => each.effect.getComputedTiming().endTime);
  return [box.open, box.querySelector("a").checkVisibility(), Math.max(0, ...waits)];
}"""
"""What a reader has in the moment of pressing: whether it is open, its link seen, and milliseconds still to wait."""
UNDER_IT = """() => [...document.querySelectorAll("main a, footer a, footer button")].filter((link) => {
  link.focus();
  const box = link.getBoundingClientRect();
  const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
  return top?.closest("[data-advert]");
}).map((link) => link.textContent)"""


@pytest.mark.clause("TB.8")
def test_a_floating_advert_is_closed_at_once_stays_closed_and_hides_no_focus(window: Window, world: Any) -> None:
    page, host = window.page, world.host("hungyen")
    for number in range(1, 9):
        make_article(world.hungyen, title=f"Tỉnh họp bàn việc chống lũ lần thứ {number}")
    running(world.hungyen, place=Place.FLOATING)
    window.go(host)
    window.look("advert")
    box = page.locator("[data-advert]")
    assert page.locator(".advert-float").evaluate("box => getComputedStyle(box).position") == "sticky"
    assert page.evaluate(UNDER_IT) == []
    limit = world.hungyen.regulation.advertising.floating_closes_within.value
    assert box.evaluate(TOGGLED) == [False, False, 0] and limit > 0
    assert box.evaluate(TOGGLED) == [True, True, 0]
    box.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(box.locator("a")).to_be_hidden()
    page.reload()
    expect(box.locator("a")).to_be_hidden()
    window.look("advert-closed")
    page.set_viewport_size(SMALL)  # type: ignore[arg-type]
    assert page.locator(".advert-float").evaluate("box => getComputedStyle(box).position") == "static"


def test_by_keyboard_alone(window: Window, news: dict[str, Any], world: Any) -> None:
    page = window.page
    window.go(world.host("hungyen"))
    window.look()
    page.keyboard.press("Tab")
    assert page.locator(".skip-link").evaluate("link => link === document.activeElement && link.checkVisibility()")
    page.keyboard.press("Enter")
    assert page.locator("#main").evaluate("main => main === document.activeElement")
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.locator(".menu__toggle").focus()
    page.keyboard.press("Enter")
    first = page.locator(".menu__panel a").first
    assert first.is_visible()
    page.keyboard.press("Tab")
    assert first.evaluate("link => link === document.activeElement")
    page.keyboard.press("Escape")
    assert not first.is_visible()
    assert page.locator(".menu__toggle").evaluate("toggle => toggle === document.activeElement")


def test_what_is_not_there(window: Window, world: Any) -> None:
    window.go(world.host("commune"), "/khong-co/", status=404)
    assert window.page.get_by_role("link", name=world.commune.name).count()
    window.look("not-found")
    window.go("khac.hungyen.localhost", status=404)
    assert world.hungyen.name not in window.page.content()
    window.look("unknown-host")
