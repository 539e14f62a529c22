"""For everyone: every kind of public page at each width, light and dark, without script; and a reader's own choices."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.template.loader import render_to_string
from django.utils import timezone
from playwright.sync_api import Route, expect

from portal.alerts.services import raise_alert
from portal.models import SectionPage, Severity
from portal.storm.places import folder_of
from portal.storm.write import portals, write_copy
from tenants.models import OutsideKey
from tenants.outside import KNOWN, set_outside_service
from tests.e2e.window import OF_COLOUR, SMALL, Window, accessible
from tests.factories import make_article
from tests.isolation.work import make_image
from tests.portal.adverts import running
from tests.portal.examples import Example, make_all
from tests.qa_inbox.test_storm import ASKED, send

NAMES = "http https pdf rss json xml"


@pytest.mark.clause("HY.8.3")
def test_every_kind_of_public_page_at_every_width_in_both_schemes_and_without_script(
    open_window: Callable[..., Window], world: Any
) -> None:
    """The first example of each kind, of each list too, is looked at; without script each is a whole page."""
    of_kind: dict[str, Example] = {}
    for found in make_all(world):
        if not found.posted:
            of_kind.setdefault(found.kind, found)
    window, plain = open_window(), open_window(scripts=False, viewport=SMALL)
    for found in of_kind.values():
        window.go(found.host, found.path, status=found.status)
        window.look_everywhere(found.label, names=f"{NAMES} {found.names}")
        plain.go(found.host, found.path, status=found.status)
        whole_without_script(plain)


@pytest.mark.clause("HY.8.3", "HY.14.3")
def test_the_storm_copy_is_for_everyone_too(window: Window, world: Any, settings: Any, tmp_path: Path) -> None:
    """One page of each template as nginx serves its file, with a banner of the gravest kind."""
    settings.STORM_ROOT, settings.STORM_KEY_FILE = tmp_path / "storm", tmp_path / "storm-key.pem"
    settings.STORM_QUESTIONS = tmp_path / "questions"
    host, now = world.host("skhcn"), timezone.now()
    article = make_article(world.skhcn, title="Giữ an toàn khi bão về", summary="Chằng néo nhà cửa.")
    banner = {"severity": Severity.DANGER, "title": "Vỡ đê", "text": "Rời vùng trũng. Gọi 114."}
    raise_alert(world.skhcn, ends_at=now + timedelta(hours=1), actor=None, now=now, **banner)
    write_copy(portals().get(hostname=host), now)
    folder = folder_of(host)

    def as_nginx(route: Route) -> None:
        """Files are served as they lie there; what is sent goes to the small program that takes questions."""
        path = urlsplit(route.request.url).path
        if route.request.method == "POST":
            status, html = send(route.request.post_data_buffer or b"", host)
            route.fulfill(status=status, body=html, content_type="text/html; charset=utf-8")
        else:
            route.fulfill(path=folder / path.lstrip("/") / ("index.html" if path.endswith("/") else ""))

    window.page.route("**/*", as_nginx)
    text = urlsplit(article.full_url).path
    for path in ("/", f"/{text.split('/')[1]}/", text, "/missing.html", settings.STORM_ASK_PATH):
        window.go(host, path)
        window.look_everywhere(f"storm{path.replace('/', '-').rstrip('-')}", names=NAMES)
        whole_without_script(window)
    window.expected.append(422)
    window.page.locator("form").evaluate("form => form.noValidate = true")
    window.follow(window.page.locator("form [type=submit]").click)
    window.look_everywhere("storm-again")
    for name in ("subject", "body", "name", "email", "address"):
        window.page.locator(f"[name={name}]").fill(ASKED[name])
    window.page.locator("[name=consent]").check()
    window.follow(window.page.locator("form [type=submit]").click)
    window.look_everywhere("storm-received", names=window.page.locator("main strong").inner_text())


def test_the_page_of_a_broken_server_is_for_everyone_too(window: Window, world: Any) -> None:
    window.page.route("**/*", lambda route: route.fulfill(body=render_to_string("500.html"), content_type="text/html"))
    window.go(world.host("skhcn"))
    window.look_everywhere("broken", names=NAMES)


def whole_without_script(window: Window) -> None:
    """A heading, and nothing to press that would do nothing."""
    page = window.page
    assert page.locator("main h1").first.inner_text().strip(), page.url
    assert not page.locator("[data-print], [data-copy], [data-needs-script]").filter(visible=True).count(), page.url
    idle = page.locator("button:visible, input[type=button]:visible")
    for button in idle.all():
        assert button.evaluate("button => button.type === 'submit' && !!button.form"), (page.url, button.inner_text())


@pytest.mark.clause("VL.2.5")
def test_a_reader_chooses_how_pages_are_shown_and_it_lasts(window: Window, world: Any) -> None:
    """Text size, contrast, colours by keyboard; kept in this browser without a cookie, on the next page and visit."""
    page, host = window.page, world.host("hungyen")
    make_article(world.hungyen, title="Tỉnh mở hội làng")
    told: list[tuple[str, str]] = []
    page.on("request", lambda asked: told.append((asked.method, urlsplit(asked.url).path)))
    window.go(host)
    window.look()
    normal = page.locator("body").evaluate("body => parseFloat(getComputedStyle(body).fontSize)")
    page.locator(".comfort__toggle").focus()
    page.keyboard.press("Enter")
    for part, value in (("size", "xl"), ("contrast", "high"), ("scheme", "dark")):
        page.locator(f"[name=comfort-{part}]:checked").focus()
        page.keyboard.press("ArrowLeft")
        assert page.locator(f"[name=comfort-{part}][value={value}]").is_checked()
    accessible(page)
    page.keyboard.press("Escape")
    expect(page.locator(".comfort__panel")).to_be_hidden()
    assert page.locator(".comfort__toggle").evaluate("toggle => toggle === document.activeElement")

    page.get_by_role("link", name="Tin tức - Sự kiện", exact=True).first.click()
    page.wait_for_url("**/tin-tuc/")
    window.look()
    body = page.locator("body")
    assert body.evaluate("body => parseFloat(getComputedStyle(body).fontSize)") == pytest.approx(normal * 1.3)
    assert body.evaluate("body => getComputedStyle(body).backgroundColor") == "rgb(0, 0, 0)"
    page.emulate_media(media="print")
    assert body.evaluate("body => getComputedStyle(body).backgroundColor") == "rgb(255, 255, 255)"
    page.emulate_media(media="screen")
    assert not window.context.cookies()
    visits = [(method, path) for method, path in told if path.startswith("/luot-xem/")]
    news = SectionPage.objects.get(agency=world.hungyen, key="news", locale__language_code="vi")
    assert visits == [("POST", f"/luot-xem/{pk}/") for pk in (world.hungyen.home_page.pk, news.pk)], "one a page seen"

    again = window.watch(window.context.new_page())
    again.goto(window.url(host))
    assert again.locator("html").evaluate(
        "html => [html.dataset.size, html.dataset.contrast, html.dataset.scheme]"
    ) == [
        "xl",
        "high",
        "dark",
    ]
    again.locator(".comfort__toggle").click()
    again.locator("[name=comfort-scheme][value=light]").check()
    accessible(again, only=OF_COLOUR)
    expect(page.locator("html")).to_have_attribute("data-scheme", "light")


ON_SCREEN = (
    ".utility, .menu, .masthead__search, .breadcrumb, .aside, .adverts, .article__tools, .read-aloud, .share, "
    ".footer nav, .button"
)
"""What a printed page leaves out."""


def test_a_printed_article_is_its_text_its_date_and_where_it_came_from(window: Window, world: Any) -> None:
    body = [("paragraph", '<p>Xem <a href="https://bao.example.vn/de">bài gốc</a>.</p>')]
    origin = {"author_name": "Nguyễn Thị Sen", "source_name": "Báo Hưng Yên", "original_date": timezone.localdate()}
    article = make_article(world.hungyen, title="Xã giữ đê", summary="Trực cả đêm.", body=body, **origin)
    running(world.hungyen, image=make_image(world.hungyen, "Hội chợ", alt_text="Gian hàng"))
    page = window.page
    page.add_init_script(VOICE)
    page.goto(article.get_full_url())
    window.look("printed")
    shown = page.locator(ON_SCREEN).filter(visible=True)
    for name in ON_SCREEN.split(", "):
        assert page.locator(name).filter(visible=True).count(), f"not there to be left out: {name}"
    page.emulate_media(media="print")
    assert shown.count() == 0
    for name in (".brand__name", "h1", ".meta time", ".article__summary", ".article__author", ".article__source"):
        expect(page.locator(name).first).to_be_visible()
    expect(page.locator("#cite-text")).to_be_visible()
    link = page.locator(".prose a")
    assert "https://bao.example.vn/de" in link.evaluate("link => getComputedStyle(link, '::after').content")


VOICE = """
class Speech { constructor(text) { this.text = text } }
const said = [];
const synth = Object.assign(new EventTarget(), {
  getVoices: () => [{ lang: "vi-VN", localService: true }],
  speak: (speech) => said.push(speech),
  cancel: () => said.splice(0).forEach((speech) => speech.onend()),
});
Object.defineProperty(window, "speechSynthesis", { value: synth });
window.SpeechSynthesisUtterance = Speech;
window.speaking = () => said.map((speech) => speech.text.trim());
window.sayOn = () => said.shift().onend();
"""
"""A voice for a browser that has none, which says nothing until told to go on."""


@pytest.mark.clause("HY.8.3", "VL.2.5")
def test_an_article_is_read_aloud_where_the_browser_has_a_voice(window: Window, world: Any) -> None:
    """By keyboard: listen, pause, go on, stop; the block that is read is marked, and the state is told."""
    page = window.page
    body = [("paragraph", "<p>Nước lên nhanh.</p><p>Cả xã ra đê.</p>")]
    article = make_article(world.hungyen, title="Xã giữ đê", summary="Trực cả đêm.", body=body)
    page.goto(article.get_full_url())
    expect(page.locator("[data-read-aloud]")).to_be_hidden()
    page.add_init_script(VOICE)
    page.reload()
    listen, stop = page.locator("[data-read-aloud] button").all()
    expect(listen).to_be_visible()
    window.look("read-aloud")
    listen.focus()
    heard = []
    page.keyboard.press("Enter")
    for _ in range(3):
        heard += page.evaluate("speaking()")
        page.evaluate("sayOn()")
    assert heard == ["Xã giữ đê", "Trực cả đêm.", "Nước lên nhanh."]
    expect(page.locator(".is-read-aloud")).to_have_text("Cả xã ra đê.")
    accessible(page)
    page.keyboard.press("Enter")
    assert page.evaluate("speaking()") == []
    expect(page.locator("[data-read-aloud] [role=status]")).to_have_text("Đã tạm dừng.")
    page.keyboard.press("Enter")
    assert page.evaluate("speaking()") == ["Cả xã ra đê."]
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("speaking()") == []
    expect(page.locator(".is-read-aloud")).to_have_count(0)
    expect(stop).to_be_hidden()
    assert listen.evaluate("button => button === document.activeElement")


@pytest.mark.clause("HY.8.3")
def test_words_around_an_inner_list_are_read_too_in_their_order_and_once(window: Window, world: Any) -> None:
    items = "<li>Chiều: <b>kiểm</b> tra.<ul><li>Kè đê.</li><li>Cống.<ol><li>Cửa van.</li></ol></li></ul>Rồi báo.</li>"
    article = make_article(world.hungyen, title="Lịch trực", summary="", body=[("paragraph", f"<ul>{items}</ul>")])
    page = window.page
    page.add_init_script(VOICE)
    page.goto(article.get_full_url())
    window.look("read-aloud-list")
    page.locator("[data-read-aloud] button").first.click()
    heard: list[str] = []
    while page.locator("[data-read-aloud]").get_attribute("data-state") == "reading":
        heard += page.evaluate("speaking()")
        page.evaluate("sayOn()")
    own = ["Lịch trực", "Chiều: kiểm tra.", "Kè đê.", "Cống.", "Cửa van.", "Rồi báo."]
    assert heard[: len(own)] == own
    assert len(set(heard)) == len(heard)


@pytest.mark.clause("TB.14.2", "HY.12.2")
def test_the_national_measurement_is_told_to_set_no_cookies_before_it_counts(window: Window, world: Any) -> None:
    """What its tracker would find, in the order in which it takes it; and whom else the browser asked: nobody."""
    set_outside_service(world.skhcn, OutsideKey.EMC, "8981", actor=None, now=timezone.now())
    tracker = f"https://{KNOWN[OutsideKey.EMC].host}/embed/gov-tracking.min.js"
    found = "window.found = window._govaq.map(([name]) => name); document.documentElement.dataset.counted = 'yes';"
    window.page.route(tracker, lambda route: route.fulfill(content_type="text/javascript", body=found))
    window.go(world.host("skhcn"))
    expect(window.page.locator("html")).to_have_attribute("data-counted", "yes")
    told = window.page.evaluate("window.found")
    assert told[0] == "disableCookies" and told.index("trackPageView") > 0
    assert not window.context.cookies()
    window.look()
    window.go(world.host("skhcn"), "/quyen-rieng-tu/")
    expect(window.page.locator("main")).to_contain_text("không dùng cookie")
    expect(window.page.locator("main")).to_contain_text("mở những liên kết và tệp nào")
    window.look("privacy-measured", names=NAMES)
    assert set(window.problems) == {f"outside: {tracker}"}
    window.problems.clear()
