"""Journeys of real people in Debian's Chromium, against the whole application on a real database."""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.e2e.server import Server
from tests.e2e.window import DESKTOP, Window

HERE = Path(__file__).parent
CHROMIUM = "/usr/bin/chromium"
UNCLOSED = "ignore:Exception ignored in.*SpooledTemporaryFile:pytest.PytestUnraisableExceptionWarning"
"""Wagtail leaves the temporary file of a rendition to the garbage collector."""
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--no-first-run",
]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All journeys commit."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.e2e)
            item.add_marker(pytest.mark.django_db(transaction=True))
            item.add_marker(pytest.mark.filterwarnings(UNCLOSED))


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """One browser for all journeys.

    Playwright keeps an event loop in this thread while it runs, which Django takes for asynchronous code: hence the
    variable, for as long as the loop lives.
    """
    program = shutil.which("chromium") or CHROMIUM
    if not Path(program).exists():
        reason = "Chromium is missing. As root: apt-get install -y chromium"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def server() -> Iterator[Server]:
    running = Server()
    running.start()
    yield running
    running.stop()


@pytest.fixture
def open_window(
    chromium: Browser, server: Server, world: Any, settings: Any, tmp_path: Path
) -> Iterator[Callable[..., Window]]:
    """`open_window()` is a new browser of a new person: no cookie, no history. `scripts=False` has no JavaScript."""
    from tenants.hosts import forget_hosts

    settings.PORTAL_PORT_SUFFIX = f":{server.port}"
    settings.MEDIA_ROOT = tmp_path / "media"
    forget_hosts()
    windows: list[Window] = []

    def opened(*, scripts: bool = True, viewport: dict[str, int] = DESKTOP) -> Window:
        context = chromium.new_context(
            viewport=viewport,  # type: ignore[arg-type]
            java_script_enabled=scripts,
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
            reduced_motion="reduce",
        )
        windows.append(Window(context, server.port, scripts=scripts))
        return windows[-1]

    yield opened
    try:
        for window in windows:
            window.close()
    finally:
        server.wait_until_idle()
        gc.collect()


@pytest.fixture
def window(open_window: Callable[..., Window]) -> Window:
    return open_window()
