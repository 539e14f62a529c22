"""Two departments become one: the office plans, previews and carries it out; a reader's old link still leads."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import expect

from tests.e2e.window import Window
from tests.factories import make_agency, make_article

CMS, NEW, OLD = "cms.hungyen.localhost", "skhcn.hungyen.localhost", "tttt.hungyen.localhost"
TITLE = "Phủ sóng di động tới các thôn ven đê"
DECISION = "Nghị quyết 15/NQ-HĐND"


def tick(window: Window, field: str, name: str) -> None:
    page = window.page
    page.locator(f"label:has(input[name={field}])", has_text=name).locator("input").check()


def test_a_merger_with_its_preview_and_the_old_address_of_an_article(window: Window, world: Any) -> None:
    old = make_agency(province=world.hungyen, name="Sở Thông tin và Truyền thông", label="tttt")
    path = make_article(old, title=TITLE).url.partition(f"//{OLD}")[2].partition("/")[2]
    page = window.page
    window.sign_in(CMS, "office_hungyen")
    window.look()
    window.choose("/successions/")
    window.look("successions-empty")
    window.follow(lambda: page.locator("main a[href$='/successions/new/']").click())
    tick(window, "predecessors", old.name)
    tick(window, "successors", world.skhcn.name)
    window.type_day("decided_on", "20/02/2025")
    window.type_day("effective_on", "01/03/2025")
    submit = page.locator("form:has([name=decision]) [type=submit]")
    window.follow(lambda: submit.click())
    window.look("succession-error")
    expect(page.locator(f"label:has(input[name=predecessors]):has-text('{old.name}') input")).to_be_checked()
    page.locator("[name=decision]").fill(DECISION)
    window.follow(lambda: submit.click())
    expect(page.locator("main")).to_contain_text("20/02/2025")
    expect(page.locator("main")).to_contain_text("01/03/2025")
    window.look("succession-planned")
    window.follow(lambda: page.locator("form[action$='/preview/'] [type=submit]").click())
    expect(page.locator("main table")).to_contain_text(OLD)
    window.look("succession-preview")
    window.follow(lambda: page.locator("form[action$='/rehearse/'] [type=submit]").click())
    window.look("succession-rehearsed")
    window.go(OLD, f"/{path}")
    assert window.host() == OLD
    window.look("article-before")
    window.go(CMS, "/a/hungyen/successions/")
    window.look("successions")
    window.follow(lambda: page.locator("main a", has_text=DECISION).click())
    page.locator("[name=confirm]").check()
    window.follow(lambda: page.locator("form[action$='/run/'] [type=submit]").click())
    expect(page.locator("main")).to_contain_text("Đã hoàn thành")
    window.look("succession-done")
    window.go(OLD, f"/{path}")
    assert window.host() == NEW
    expect(page.locator("h1")).to_have_text(TITLE)
    expect(page.locator(".notice")).to_contain_text(old.name)
    expect(page.locator(".notice")).to_contain_text(DECISION)
    window.look("article-taken-over")
