"""The province's office finds an agency among many, suspends its portal, and puts a commune below another district."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import expect

from tests.e2e.window import Window
from tests.factories import make_agency

CMS, PORTAL = "cms.vinhlong.localhost", "songphu.tambinh.vinhlong.localhost"
REASON = "Công văn 12/VP-CNTT"


def test_the_office_finds_an_agency_and_acts_on_it(window: Window, world: Any) -> None:
    district = make_agency(province=world.vinhlong, kind="district", name="Huyện Vũng Liêm")
    page = window.page
    window.sign_in(CMS, "office_vinhlong")
    window.look()
    window.choose("/agencies/")
    window.look("agencies")
    page.locator("[name=q]").fill("song phu")
    window.follow(lambda: page.locator("form[role=search] [type=submit]").click())
    expect(page.locator("main tbody tr")).to_have_count(1)
    window.look("agencies-found")
    window.follow(lambda: page.locator("main tbody a", has_text=world.songphu.name).click())
    window.look("agency")
    window.follow(lambda: page.locator("main a[href$='/suspend/']").click())
    window.follow(lambda: page.locator("main form [type=submit]").click())
    expect(page.locator(".w-field__errors")).to_contain_text("Hãy nêu lý do")
    window.look("agency-suspend-error")
    page.locator("[name=reason]").fill(REASON)
    window.follow(lambda: page.locator("main form [type=submit]").click())
    expect(page.locator("main")).to_contain_text(REASON)
    window.look("agency-suspended")
    window.go(PORTAL, status=503)
    window.look()
    window.go(CMS, f"/a/vinhlong/agencies/{world.songphu.pk}/new_parent/")
    page.locator("[name=parent]").select_option(label=district.name)
    page.locator("[name=reason]").fill(REASON)
    window.look("agency-new-parent")
    window.follow(lambda: page.locator("main form [type=submit]").click())
    expect(page.locator("main")).to_contain_text("chờ quyết định tên miền")
    window.look("agency-moved")
