"""Lists, choosers, searches and filters show one agency, and every link on them leads somewhere."""

from __future__ import annotations

import html
import re
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest

from tests.isolation.routes import LISTED, SHOWN
from tests.isolation.work import CANARY, WORD, Belongings, Desk, text_of

# Wagtail's own preview of an image leaves its temporary file to the garbage collector.
pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")]
LINK = re.compile(r'(?<![-\w])(?:href|action|data-chooser-url)="([^"#][^"]*)"')
BY_SCRIPT = re.compile(r'"(/a/[^"\s<>{}]+/)"')
CONFIGURED = ("/api/main/", "/block-preview/")


def asked(path: str) -> list[str]:
    """The address alone, and with every parameter that could widen it."""
    joint = "&" if "?" in path else "?"
    wider = f"q={WORD}&search_all=1&collection_id=1&owner=1&site=1&edited_by=1&layout=list"
    return [path, f"{path}{joint}{wider}", f"{path}{joint}q=bai&term=nhãn&locale=vi&p=1"]


def test_no_list_names_what_belongs_to_others(desk: Desk, own: Belongings, neighbour: Belongings, far: Any) -> None:
    for path in [*LISTED, *(own.fill(shown) for shown in SHOWN)]:
        for address in asked(path):
            answer = desk.get(address)
            if answer.streaming or "delete" in address:
                continue
            assert answer.status_code in {200, 302}, (address, answer.status_code)
            text = text_of(answer)
            where = text.find(CANARY)
            assert where < 0, (address, text[max(0, where - 200) : where + 60])
            assert "/a/phohien-hungyen" not in text, address


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
