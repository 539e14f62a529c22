"""A former site comes in; a member of the board reads it and accepts it, and the old address of a text leads to it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.e2e.test_article import CMS, WORK
from tests.e2e.window import Window
from tests.portal.former_site import PDF, import_site, png, serving, write_wxr, wxr_item

TEXT = "<p>Sở tổ chức hội nghị phổ biến kế hoạch ứng dụng công nghệ trong cơ quan nhà nước.</p>"


@pytest.mark.clause("VL.30a")
def test_the_board_takes_over_a_former_site(open_window: Callable[..., Window], world: Any, tmp_path: Path) -> None:
    member = open_window()
    with serving() as site:
        site.add("/hoi-nghi.png", png("navy", (800, 500)), "image/png")
        site.add("/ke-hoach.pdf", PDF, "application/pdf")
        body = f'{TEXT}<img src="{site.url}/hoi-nghi.png" alt="Toàn cảnh hội nghị"><a href="/ke-hoach.pdf">Kế hoạch</a>'
        items = (
            wxr_item(1, title="Hội nghị phổ biến kế hoạch", body=body, link=f"{site.url}/2019/05/hoi-nghi/"),
            wxr_item(2, title="Thông báo tuyển chọn nhiệm vụ", body=f"{TEXT}<img src='{site.url}/mat.png'>"),
            wxr_item(3, title="Giới thiệu phòng thí nghiệm", body=TEXT),
        )
        export = write_wxr(tmp_path / "cong-cu.xml", *items, site=site.url)
        import_site(world.skhcn.slug, export, host=site.host, allow_private=True)
    page = member.page
    member.sign_in(CMS, "board_member_skhcn")
    member.look("import-dashboard")
    member.follow(lambda: page.locator(f".adm-work a[href='{WORK}imports/']").first.click())
    expect(page.get_by_text("cong-cu.xml").first).to_be_visible()
    member.look("import-list", names="cong-cu.xml wordpress")
    member.follow(lambda: page.get_by_role("link", name="cong-cu.xml").click())
    member.look("import-batch", names="cong-cu.xml wordpress http")
    with member.context.expect_page() as opened:
        page.get_by_role("link", name="Hội nghị phổ biến kế hoạch").click()
    expect(opened.value.get_by_text("Toàn cảnh").or_(opened.value.locator("article img")).first).to_be_visible()
    member.look("import-preview", page=opened.value)
    opened.value.close()
    page.get_by_role("checkbox", name="Hội nghị phổ biến kế hoạch").check()
    member.follow(lambda: page.get_by_role("button", name="Chấp nhận các bài đã chọn").click())
    expect(page.get_by_text("Đã đưa 1 bài lên cổng")).to_be_visible()
    member.look("import-accepted", names="cong-cu.xml wordpress http")
    citizen = open_window()
    citizen.expected.append(301)
    citizen.go(world.host("skhcn"), "/2019/05/hoi-nghi/")
    expect(citizen.page.get_by_role("heading", level=1)).to_have_text("Hội nghị phổ biến kế hoạch")
    expect(citizen.page.get_by_role("link", name="Kế hoạch", exact=True)).to_be_visible()
    citizen.look("import-public")
    member.follow(lambda: page.get_by_role("link", name="Hiện tất cả").click())
    member.look("import-all", names="cong-cu.xml wordpress http")
