"""A draft's preview on the admin host looks as on its portal, and leaves the admin's addresses as they were."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import get_script_prefix, get_urlconf, reverse

from portal.models import HomePage, SectionPage
from tests.factories import make_article
from tests.isolation.test_references import form_data
from tests.isolation.work import Desk, make_image, text_of

# Wagtail leaves the temporary files of uploads to the garbage collector.
pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")]
STYLES = re.compile(r'<link rel="stylesheet"[^>]*href="(/static/css/[^"]+)"')
LINKS = re.compile(r'<a [^>]*href="([^"#]+)"')
IMAGES = re.compile(r'<img[^>]* src="(/media/[^"]+)"')


@pytest.fixture(autouse=True)
def _media(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


def looks_as_on_the_portal(text: str, root: str, language: str = "vi") -> None:
    assert f'<html lang="{language}"' in text
    sheets = STYLES.findall(text)
    assert any(path.endswith("css/site.css") for path in sheets) and any("css/themes/" in path for path in sheets)
    assert "/a/" not in "".join(LINKS.findall(text))
    paths = [link for link in LINKS.findall(text) if link.startswith(root + "/")]
    assert paths, "the menu's links are full addresses of the portal"


def where_we_are() -> tuple[str, Any]:
    return get_script_prefix(), get_urlconf()


@pytest.mark.parametrize("who", ["author_skhcn", "board_member_skhcn", "superuser"])
def test_a_draft_with_its_image_and_links(world: Any, who: str) -> None:
    image = make_image(world.skhcn, "Ảnh nháp")
    other = make_article(world.skhcn, title="Bài đã đăng")
    body = [
        ("paragraph", f'<p>Chữ nháp <a linktype="page" id="{other.pk}">bài kia</a></p>'),
        ("image", {"image": image, "alt_text": "Ảnh", "caption": ""}),
    ]
    draft = make_article(world.skhcn, title="Bản nháp", live=False, image=image, body=body)
    desk = Desk(world.users[who], "skhcn-hungyen")
    before = where_we_are()
    text = text_of(desk.get(f"pages/{draft.pk}/view_draft/"))
    assert where_we_are() == before
    looks_as_on_the_portal(text, "http://skhcn.hungyen.localhost")
    assert "Chữ nháp" in text and other.full_url in text
    shown = IMAGES.findall(text)
    assert shown
    for address in shown:
        answer = desk.client.get(address, headers={"host": desk.host})
        assert answer.status_code == 200
        b"".join(answer.streaming_content)
        assert Client().get(address, headers={"host": "skhcn.hungyen.localhost"}).status_code == 404


def test_what_is_typed_is_previewed_before_it_is_saved(world: Any) -> None:
    draft = make_article(world.skhcn, title="Bản nháp", live=False)
    desk = Desk(world.users["author_skhcn"], "skhcn-hungyen")
    section = SectionPage.objects.get(agency=world.skhcn, key="news")
    for path in (f"pages/{draft.pk}/edit/preview/", f"pages/add/portal/articlepage/{section.pk}/preview/"):
        before = where_we_are()
        sent = desk.post(path, form_data("Tiêu đề vừa gõ"))
        assert sent.status_code == 200 and sent.json() == {"is_valid": True, "is_available": True}
        answer = desk.get(path)
        assert answer.status_code == 200 and where_we_are() == before
        text = text_of(answer)
        looks_as_on_the_portal(text, "http://skhcn.hungyen.localhost")
        assert "Tiêu đề vừa gõ" in text and "Chữ đã gõ" in text
        assert answer.headers["Content-Language"] == "vi"
    assert reverse("wagtailadmin_home", urlconf="portal.admin_urls") == "/"


@pytest.mark.parametrize(
    ("kind", "language", "root"),
    [
        ("home", "vi", "http://hungyen.localhost"),
        ("home", "en", "http://en.hungyen.localhost"),
        ("section", "vi", "http://hungyen.localhost"),
    ],
)
def test_homes_and_sections_of_the_province(world: Any, kind: str, language: str, root: str) -> None:
    make_article(world.hungyen, title="Tin của tỉnh")
    model = HomePage if kind == "home" else SectionPage
    pages = model.objects.filter(agency=world.hungyen, locale__language_code=language)
    page = pages.filter(key="news").get() if kind == "section" else pages.get()
    desk = Desk(world.users["board_head_hungyen"], "hungyen")
    before = where_we_are()
    answer = desk.get(f"pages/{page.pk}/view_draft/")
    assert answer.status_code == 200 and where_we_are() == before
    looks_as_on_the_portal(text_of(answer), root, language)
    assert answer.headers["Content-Language"] in {language, "vi"}


def test_the_explorer_of_a_province_opens_at_its_two_homes(world: Any) -> None:
    desk = Desk(world.users["author_hungyen"], "hungyen")
    first = desk.get("pages/")
    assert first.status_code == 302
    text = text_of(desk.client.get(first.headers["Location"], headers={"host": desk.host}))
    homes = HomePage.objects.filter(agency=world.hungyen)
    assert homes.count() == 2
    for home in homes:
        assert f"/a/hungyen/pages/{home.pk}/" in text
    assert f"/pages/{world.skhcn.home_page_id}/" not in text
    assert world.skhcn.name not in text
