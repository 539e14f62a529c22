"""A browser window as one person has it, and the eyes that look at each page: axe, language, width, broken parts."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import BrowserContext, Page, Response

from tests.e2e.language import VISIBLE_TEXT, foreign_texts
from tests.factories import PASSWORD

PHONE, DESKTOP = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
SMALL = {"width": 320, "height": 640}
"""A window of 1280 pixels at 400 % (WCAG 2.2, 1.4.10)."""
OF_COLOUR = ["color-contrast", "link-in-text-block"]
"""What axe can find differently in another scheme of colours."""
SHOTS = os.environ.get("E2E_SHOTS", "")
"""With a folder in E2E_SHOTS each page looked at is kept there as picture, at both widths."""


class Window:
    """`go` opens an address, `look` examines the page that is open.

    A window remembers what went wrong beside the page: server errors, script errors, what the content security policy
    refused, requests to foreign hosts. `close` fails for any of them, and for a page that was visited without a look
    (axe needs scripts: a window without them is excused).
    """

    def __init__(self, context: BrowserContext, port: int, *, scripts: bool = True) -> None:
        self.context, self.port, self.scripts = context, port, scripts
        self.problems: list[str] = []
        self.seen: set[str] = set()
        self.visited: set[str] = set()
        self.expected: list[int] = []
        self.framed: set[tuple[Any, ...]] = set()
        context.on("response", self._on_response)
        context.on("request", self._on_request)
        context.on("console", self._on_console)
        context.on("weberror", lambda error: self.problems.append(f"script: {error.page.url}: {error.error}"))
        self.page: Page = context.new_page()
        self.watch(self.page)

    def watch(self, page: Page) -> Page:
        """Remember each page that this tab opens."""
        page.set_default_timeout(10_000)
        page.on("framenavigated", lambda frame: self._visit(page, frame))
        return page

    def url(self, host: str, path: str = "/") -> str:
        return f"http://{host}:{self.port}{path}"

    def go(self, host: str, path: str = "/", *, status: int = 200) -> Response:
        """Open an address; fails unless the answer has this status."""
        self.expected.append(status)
        response = self.page.goto(self.url(host, path))
        assert response is not None
        assert response.status == status, f"{response.url}: {response.status}"
        return response

    def fetched(self, path: str, *, status: int) -> None:
        """What the page's own host answers for a picture or file."""
        self.expected.append(status)
        answer = self.page.evaluate("path => fetch(path, {cache: 'no-store'}).then(response => response.status)", path)
        assert answer == status, f"{path}: {answer}"

    def host(self) -> str:
        return urlsplit(self.page.url).hostname or ""

    def path(self) -> str:
        return urlsplit(self.page.url).path

    def follow(self, act: Callable[[], Any]) -> None:
        """Do something that leads to another page, and wait for it."""
        with self.page.expect_navigation():
            act()

    def wait_for_proof(self) -> None:
        """The browser has done the work that robots shun (security/human.py); each page with such a form asks anew."""
        self.page.locator("input[type=hidden][name=altcha]").wait_for(state="attached")

    def type_day(self, name: str, day: str) -> None:
        """A day, typed. The calendar opens a moment after its field is entered; a click beside it closes it."""
        self.page.locator(f"[name={name}]").fill(day)
        calendar = self.page.locator(".xdsoft_datetimepicker:visible")
        calendar.wait_for()
        self.page.locator("h1").first.click()
        calendar.wait_for(state="hidden")

    def choose(self, end: str) -> None:
        """An entry of the administration's menu, by the end of its address; its submenu is opened first."""
        link = f"a[href$='{end}']"
        entry = self.page.locator(f".sidebar {link}")
        entry.wait_for(state="attached")
        if not entry.is_visible():
            self.page.locator(f".sidebar-sub-menu-item:has({link})").locator("> button").click()
        self.follow(entry.click)

    def look(self, name: str = "", *, names: str = "", page: Page | None = None) -> None:
        """The page has no violation known to axe, fits both widths, and speaks the language that it names.

        What frames all pages of a host (head and foot, or the administration's menu) is the same on each: it is
        examined on the first that a person sees there, at each width.
        """
        page = page or self.page
        page.wait_for_load_state("load")
        self.seen.add(_address(page.url))
        if (page.locator("html").get_attribute("lang") or "").startswith("vi"):
            known = frozenset(names.lower().split())
            foreign = foreign_texts(page.evaluate(VISIBLE_TEXT), known)
            assert not foreign, f"{page.url}: not Vietnamese: {foreign}"
        for size in (PHONE, DESKTOP):
            self._look_at(page, size, name, apart=self._framed(page, size))

    def look_everywhere(self, name: str = "", *, names: str = "") -> None:
        """`look`, and besides: 320 pixels wide, there also with the largest text; both widths in the dark.

        Once in a run for each kind of public page: tests/e2e/test_everyone.py does it.
        """
        page = self.page
        self.look(name, names=names)
        self._look_at(page, SMALL, name, targets=True, apart=self._framed(page, SMALL))
        page.evaluate("document.documentElement.dataset.size = 'xl'")
        _fits(page, SMALL)
        page.evaluate("delete document.documentElement.dataset.size")
        page.emulate_media(color_scheme="dark")
        for size in (PHONE, DESKTOP):
            apart = self._framed(page, size, "dark")
            self._look_at(page, size, f"{name}-dark" if name else "", only=OF_COLOUR, apart=apart)
        page.emulate_media(color_scheme="light")

    def _framed(self, page: Page, size: dict[str, int], scheme: str = "light") -> bool:
        """Whether what frames the pages of this host was examined before, at this width and in these colours."""
        key = (page.evaluate(APPEARANCE), size["width"], scheme)
        known = key in self.framed
        self.framed.add(key)
        return known

    @staticmethod
    def _look_at(page: Page, size: dict[str, int], name: str, **rules: Any) -> None:
        page.set_viewport_size(size)  # type: ignore[arg-type]
        page.mouse.move(0, size["height"] / 2)
        if SHOTS and name:
            page.screenshot(path=Path(SHOTS) / f"{name}-{size['width']}.png", full_page=True)
        accessible(page, **rules)
        _fits(page, size)

    def sign_in(self, host: str, username: str, password: str = PASSWORD) -> None:
        """By the form, as everybody does. Each person has a menu of their own."""
        self.framed.clear()
        self.go(host, "/login/")
        self.seen.add(_address(self.page.url))
        self.page.locator("[name=username]").fill(username)
        self.page.locator("[name=password]").fill(password)
        self.follow(lambda: self.page.locator("form.login-form [type=submit]").click())

    def sign_out(self, host: str) -> None:
        """By the menu of one's own account."""
        self.page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]
        self.page.locator(".sidebar-footer__account").click()
        self.follow(lambda: self.page.locator(".sidebar-footer form[action$='/logout/'] button").click())
        self.seen.add(_address(self.page.url))

    def close(self) -> None:
        for page in self.context.pages:
            page.goto("about:blank")
        self.context.close()
        unseen = sorted(self.visited - self.seen) if self.scripts else []
        assert not self.problems, self.problems
        assert not unseen, f"visited without a look: {unseen}"

    def _visit(self, page: Page, frame: Any) -> None:
        if frame == page.main_frame and frame.url.startswith("http"):
            self.visited.add(_address(frame.url))

    def _on_response(self, response: Response) -> None:
        if response.status >= 400 and response.status not in self.expected:
            self.problems.append(f"{response.status} {response.request.method} {response.url}")

    def _on_request(self, request: Any) -> None:
        target = urlsplit(request.url)
        if target.scheme in {"http", "https"} and not (target.hostname or "").endswith(".localhost"):
            self.problems.append(f"outside: {request.url}")

    def _on_console(self, message: Any) -> None:
        refused = re.match(r"Failed to load resource: the server responded with a status of (\d+)", message.text)
        if message.type == "error" and not refused:
            self.problems.append(f"console: {message.text}")


FRAME = [[".masthead"], [".footer"], ["#wagtail-sidebar"]]
APPEARANCE = """[location.hostname, document.documentElement.lang, ...Object.values(document.documentElement.dataset),
  document.querySelector("link[href*='/themes/']")?.href].join()"""


def accessible(page: Page, *, only: list[str] | None = None, targets: bool = False, apart: bool = False) -> None:
    """No violation of any axe rule, or of those named, in the page and its frames, each examined by itself.

    `targets`: what is pressed is 24 pixels large (WCAG 2.2, 2.5.8), a rule that axe keeps off by itself. `apart`:
    without what frames all pages of a host.
    """
    context = {"exclude": FRAME} if apart else None
    options: dict[str, Any] = {"resultTypes": ["violations"], "iframes": False}
    if only:
        options["runOnly"] = only
    if targets:
        options["rules"] = {"target-size": {"enabled": True}}
    found = []
    for frame in page.frames:
        if frame.url.startswith("about:"):
            continue
        frame.wait_for_load_state("load")
        # Once a document: Wagtail's own axe, which may be there, checks texts by rules of its own.
        if not frame.evaluate("'axeOfTests' in window"):
            frame.evaluate(AXE_SCRIPT)
            frame.evaluate("window.axeOfTests = window.axe")
        result = frame.evaluate(
            "([context, options]) => axeOfTests.run(context ?? document, options)", [context, options]
        )
        found += [
            f"{frame.url}: {rule['id']}: {node['target']} {node['html'][:200]} {node['failureSummary'][:300]}"
            for rule in result["violations"]
            for node in rule["nodes"]
        ]
    assert not found, f"{page.url} at {page.viewport_size}:\n" + "\n".join(found)


STICKING_OUT = """width => [...document.querySelectorAll("body *")]
  .filter((element) => element.getBoundingClientRect().right > width + 0.5 && element.checkVisibility())
  .slice(0, 5).map((element) => element.outerHTML.slice(0, 90))"""


def _fits(page: Page, size: dict[str, int]) -> None:
    """Nobody has to scroll sideways (WCAG 2.2, 1.4.10)."""
    wide = page.evaluate("document.documentElement.scrollWidth")
    out = page.evaluate(STICKING_OUT, size["width"]) if wide > size["width"] else []
    assert wide <= size["width"], f"{page.url}: {wide} wide in a window of {size['width']}: {out}"


def _address(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.hostname}{parts.path}"
