"""An article's way from the author's keyboard over the board's desk to the portal, and no other way."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO
from typing import Any

from PIL import Image
from playwright.sync_api import expect

from security.models import OutboxMail
from tests.e2e.window import Window
from tests.factories import make_article

CMS, PORTAL = "cms.hungyen.localhost", "skhcn.hungyen.localhost"
WORK = "/a/skhcn-hungyen/"
TITLE = "Điện tử hoá hồ sơ: tập huấn chữ ký số"
CORRECTED = "Tập huấn chữ ký số cho cán bộ xã, phường"


def picture() -> dict[str, Any]:
    """A file as the browser's dialog hands it over."""
    buffer = BytesIO()
    Image.new("RGB", (1200, 750), "#9b1c1c").save(buffer, "PNG")
    return {"name": "lop-hoc.png", "mimeType": "image/png", "buffer": buffer.getvalue()}


def upload_in_chooser(window: Window) -> None:
    page = window.page
    page.locator("#id_image-chooser .chooser__choose-button").first.click()
    dialog = page.locator(".modal-dialog")
    dialog.locator("#tab-label-upload").click()
    dialog.locator("input[type=file]").set_input_files([picture()])  # type: ignore[list-item]
    title = dialog.locator("#tab-upload [name$='-title']")
    expect(title).to_have_value("lop-hoc")
    title.fill("Lớp học chữ ký số")
    window.look("image-chooser")
    dialog.locator("#tab-upload [type=submit]").click()
    dialog.wait_for(state="detached")


def write(window: Window) -> None:
    """From the dashboard over the page tree to a saved draft."""
    page = window.page
    page.locator(".adm-work a[href$='/pages/']").first.click()
    page.wait_for_url("**/pages/**")
    window.look("explorer")
    row = page.locator("tr", has_text="Tin tức")
    window.follow(lambda: row.locator("a[href$='/add_subpage/']").click())
    window.look()
    window.follow(lambda: page.locator("a[href*='/add/portal/articlepage/']").click())
    window.look("editor-new")
    page.locator("[name=title]").fill(TITLE)
    page.locator("[name=summary]").fill("Hai buổi học, mỗi cán bộ tự ký được một văn bản.")
    upload_in_chooser(window)
    page.locator("[name=image_alt]").fill("Học viên ngồi kín lớp")
    page.locator("#body-root, [data-contentpath=body]").first.locator(".c-sf-add-button").first.click()
    page.locator(".w-combobox__option:has(use[href='#icon-pilcrow'])").click()
    page.locator(".public-DraftEditor-content").click()
    page.keyboard.type("Mỗi xã cử hai người. Lớp học mở vào sáng thứ Hai.")
    window.look("editor-filled")
    window.follow(lambda: page.locator("footer .action-save").click())
    assert page.locator("[name=slug]").input_value() == "dien-tu-hoa-ho-so-tap-huan-chu-ky-so"


def see_preview(window: Window) -> str:
    """The draft looks as on its portal, picture and all. Returns the picture's path."""
    window.page.locator("[data-side-panel-toggle=preview]").click()
    preview = window.page.frame_locator("#w-preview-iframe")
    expect(preview.locator("h1")).to_have_text(TITLE)
    assert "Be Vietnam Pro" in preview.locator("h1").evaluate("heading => getComputedStyle(heading).fontFamily")
    image = preview.locator("figure img").first
    expect(image).to_have_js_property("complete", True)
    assert image.evaluate("image => image.naturalWidth") > 0
    window.look("editor-preview")
    return str(image.evaluate("image => new URL(image.src).pathname"))


def submit(window: Window) -> None:
    """Hand the text to the board, by the menu beside the button that saves."""
    window.page.locator("footer .w-dropdown__toggle").click()
    window.follow(
        lambda: window.page.locator("button[name=action-submit], [name=action-restart-workflow]").last.click()
    )
    window.look()


def refuse(window: Window) -> None:
    """From the mailed link to a refusal; one without a ground is told so and keeps the note."""
    page = window.page
    form = page.locator("form[action$='/refuse/']")
    page.locator("details:has(form[action$='/refuse/']) summary").click()
    form.locator("textarea").fill("Xin nêu rõ cả các xã.")
    window.expected.append(422)
    window.follow(lambda: form.locator("[type=submit]").click())
    assert form.locator("[role=alert]").is_visible()
    assert form.locator("textarea").input_value() == "Xin nêu rõ cả các xã."
    window.look("review-error")
    form.locator("input[type=radio]").first.check()
    window.follow(lambda: form.locator("[type=submit]").click())
    window.look("queue-empty")


def newest_link(username: str) -> str:
    """The address in the last mail to a person."""
    mail = OutboxMail.objects.filter(to__contains=f"{username}@").latest("pk")
    found = re.search(r"http://\S+", mail.body_text)
    assert found, mail.body_text
    return found[0]


def test_an_article_is_refused_corrected_and_goes_live(open_window: Callable[..., Window], world: Any) -> None:
    author, member, reader = open_window(), open_window(), open_window()
    author.sign_in(CMS, "author_skhcn")
    assert author.path() == WORK
    author.look("dashboard", names="author")
    write(author)
    image = see_preview(author)
    reader.go(PORTAL)
    reader.look("department")
    reader.fetched(image, status=404)
    submit(author)
    author.sign_out(CMS)

    member.sign_in(CMS, "board_member_skhcn")
    member.look("dashboard-board")
    member.follow(lambda: member.page.locator(".adm-work a[href$='/editorial/queue/']").first.click())
    member.look("queue")
    member.page.goto(newest_link("board_member_skhcn"))
    assert member.page.locator("h1").inner_text().startswith(TITLE)
    member.look("review")
    refuse(member)

    author.sign_in(CMS, "author_skhcn")
    author.follow(lambda: author.page.locator(".adm-work a[href$='/editorial/texts/']").first.click())
    assert "Xin nêu rõ cả các xã." in author.page.locator("main").inner_text()
    author.look("texts")
    author.page.goto(newest_link("author_skhcn"))
    author.page.locator("[name=title]").fill(CORRECTED)
    author.look("editor-refused")
    submit(author)

    reader.fetched(image, status=404)
    member.page.goto(newest_link("board_member_skhcn"))
    member.follow(lambda: member.page.locator("form[action$='/approve/'] [type=submit]").click())
    member.look()

    reader.page.goto(newest_link("author_skhcn"))
    assert reader.host() == PORTAL
    assert reader.page.locator("h1").inner_text() == CORRECTED
    reader.look("article-live")
    reader.fetched(image, status=200)
    reader.go(PORTAL, "/tim-kiem/?q=tap+huan+chu+ky+so")
    assert reader.page.get_by_role("link", name=CORRECTED).is_visible()
    reader.look()


def test_reading_needs_no_script(open_window: Callable[..., Window], world: Any) -> None:
    article = make_article(world.skhcn, title="Lịch tiếp công dân tháng này")
    reader = open_window(scripts=False)
    reader.go(PORTAL)
    reader.page.locator(".menu__toggle").click()
    reader.page.locator(".menu__panel a", has_text="Tin tức").click()
    reader.page.get_by_role("link", name=article.title).first.click()
    assert reader.page.locator("h1").inner_text() == article.title
    reader.page.locator("#masthead-q").fill("tiep cong dan")
    reader.follow(lambda: reader.page.keyboard.press("Enter"))
    assert reader.page.get_by_role("link", name=article.title).is_visible()
