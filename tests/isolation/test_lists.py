"""Lists, choosers and searches show one's own, and every link on them leads somewhere. Others' objects: the crawl."""

from __future__ import annotations

import html
import re
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest

from tests.isolation.routes import LISTED, SHOWN
from tests.isolation.work import Belongings, Desk, text_of

# Wagtail's own preview of an image leaves its temporary file to the garbage collector.
pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")]
LINK = re.compile(r'(?<![-\w])(?:href|action|data-chooser-url)="([^"#][^"]*)"')
BY_SCRIPT = re.compile(r'"(/a/[^"\s<>{}]+/)"')
CONFIGURED = ("/api/main/", "/block-preview/")


def test_ones_own_are_listed(author: Desk, own: Belongings) -> None:
    for path in ("pages/{section}/", "choose-page/{section}/", "choose-page/search/?q=cuaminh", "pages/search/?q=nhap"):
        assert "Nháp cuaminh" in text_of(author.get(own.fill(path))), path
    for path in ("images/", "images/?q=cuaminh", "images/?tag=nhãn-cuaminh", "images/chooser/"):
        assert "Ảnh cuaminh" in text_of(author.get(path)), path
    for path in ("documents/", "documents/?q=cuaminh", "documents/chooser/", "documents/chooser/results/?q=cuaminh"):
        assert "Tệp cuaminh" in text_of(author.get(path)), path
    assert set(author.get("tag-autocomplete/?term=nhãn").json()) == {"nhãn-cuaminh", "nhãn-tệp-cuaminh"}


def links_on(answer: Any) -> set[str]:
    text = html.unescape(text_of(answer))
    return set(LINK.findall(text)) | set(BY_SCRIPT.findall(text))


def test_every_link_of_the_admin_leads_somewhere(desk: Desk, own: Belongings) -> None:
    dead: dict[str, str] = {}
    tried: dict[str, int] = {}
    for path in [*LISTED, *(own.fill(shown) for shown in SHOWN)]:
        answer = desk.get(path)
        if answer.streaming or answer.status_code != 200 or "preview" in path or "view" in path:
            continue
        for link in links_on(answer):
            target = urlsplit(urljoin(desk.base + path, link))
            if target.netloc or target.path.startswith("/static/") or any(part in target.path for part in CONFIGURED):
                continue
            if target.path not in tried:
                response = desk.client.get(target.path, headers={"host": desk.host})
                tried[target.path] = response.status_code
                if response.streaming:
                    b"".join(response.streaming_content)
            if tried[target.path] == 404:
                dead[target.path] = path
    assert not dead
