"""An administrator gives the portal another look, sees it first, and takes it back; with and without script."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

from django.core.files.images import ImageFile
from playwright.sync_api import Page, expect

from portal.demo.images import draw
from tenants.models import Agency, PortalImage
from tests.e2e.window import Window
from tests.factories import make_article

CMS, HOST, WORK = "cms.hungyen.localhost", "skhcn.hungyen.localhost", "/a/skhcn-hungyen/"
NAMES = "http https zip"


def keep_picture(agency: Agency, title: str, motif: str, size: tuple[int, int]) -> PortalImage:
    data = BytesIO()
    draw(motif, 3, size).save(data, "PNG")
    image = PortalImage(title=title, alt_text=title, collection=agency.collection)
    image.file = ImageFile(BytesIO(data.getvalue()), name=f"{motif}.png")
    image.save()
    return image


def choose(page: Page, field: str, title: str) -> None:
    page.locator(f"#id_{field}-chooser .chooser__choose-button").first.click()
    dialog = page.locator(".modal-dialog")
    dialog.get_by_text(title).first.click()
    expect(dialog).to_have_count(0)


def fill(page: Page, rows: str, number: int, address: str, name: str, place: str = "") -> None:
    page.locator(f"[name={rows}-{number}-address]").fill(address)
    page.locator(f"[name={rows}-{number}-label]").fill(name)
    page.locator(f"[name={rows}-{number}-ORDER]").fill(place)


def test_an_administrator_changes_the_look_and_takes_it_back(open_window: Callable[..., Window], world: Any) -> None:
    for title in ("Hội nghị khoa học", "Ngày hội sáng tạo"):
        make_article(world.skhcn, title=title)
    keep_picture(world.skhcn, "Biểu trưng của Sở", "lotus", (320, 320))
    keep_picture(world.skhcn, "Cầu bắc qua sông", "bridge", (1520, 380))
    admin = open_window()
    page = admin.page
    admin.sign_in(CMS, "agency_admin_skhcn")
    admin.look()
    admin.choose("/look/")
    admin.look("look", names=NAMES)
    page.locator("[name=theme][value=tim]").check()
    choose(page, "logo", "Biểu trưng của Sở")
    choose(page, "banner", "Cầu bắc qua sông")
    fill(page, "menu", 0, "/thong-bao/", "Thông báo", "2")
    fill(page, "menu", 1, "/hoi-dap/", "Hỏi đáp", "1")
    fill(page, "links", 0, "http://x.vn/", "Chính phủ")
    page.locator("#id_note").fill("Ngày truyền thống")
    admin.follow(lambda: page.locator(".look-form .look-buttons [type=submit]").first.click())
    expect(page.locator(".look-error")).to_contain_text("https://")
    admin.look("look-error", names=NAMES)
    fill(page, "links", 0, "https://chinhphu.vn/", "Cổng Chính phủ")
    with page.expect_popup() as opened:
        page.locator("[formaction$='/look/preview/']").click()
    preview = admin.watch(opened.value)
    expect(preview.locator(".menu__inline a").first).to_have_text("Hỏi đáp")
    admin.look("look-preview", page=preview)
    preview.close()
    admin.follow(lambda: page.locator(".look-form .look-buttons [type=submit]").first.click())
    expect(page.locator(".look-table")).to_contain_text("Ngày truyền thống")
    admin.look("look-changed", names=NAMES)
    citizen = open_window()
    citizen.go(HOST)
    expect(citizen.page.locator(".brand__logo")).to_be_visible()
    expect(citizen.page.locator(".banner__image")).to_have_attribute("alt", "Cầu bắc qua sông")
    expect(citizen.page.locator(".footer")).to_contain_text("Cổng Chính phủ")
    citizen.look("look-portal")
    admin.go(CMS, f"{WORK}look/1/")
    admin.look("look-version")
    admin.go(CMS, f"{WORK}look/0/")
    admin.look("look-first", names=NAMES)
    admin.follow(lambda: page.locator("form[action$='/look/0/restore/'] [type=submit]").click())
    admin.look("look-restored", names=NAMES)
    citizen.go(HOST)
    expect(citizen.page.locator(".brand__emblem")).to_be_visible()
    citizen.look()


def test_the_menu_is_changed_without_script(open_window: Callable[..., Window], world: Any) -> None:
    admin = open_window(scripts=False)
    page = admin.page
    admin.sign_in(CMS, "agency_admin_skhcn")
    admin.go(CMS, f"{WORK}look/")
    fill(page, "menu", 0, "/thong-bao/", "Báo", "1")
    page.locator("[name=links-shown]").check()
    admin.follow(lambda: page.locator(".look-form .look-buttons [type=submit]").first.click())
    assert page.locator("[name=menu-0-address]").input_value() == "/thong-bao/"
    admin.go(HOST)
    expect(page.locator(".menu__inline a").first).to_have_text("Báo")
