"""A portal shows the look in use: colours, logo, banner, menu, front page and links, without a query more."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from editorial import services
from portal.demo.looks import build_look
from portal.models import SectionPage
from tenants.hosts import forget_hosts
from tenants.looks import change_look
from tenants.models import Agency, HomeBlock, Look
from tests.factories import make_article, portal_get
from tests.isolation.work import make_image
from tests.portal.crowd import add_news

# Wagtail leaves the temporary files of renditions to the garbage collector.
pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")]
HOST = "skhcn.hungyen.localhost"


@pytest.fixture(autouse=True)
def _media(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


def dress(agency: Agency, **content: Any) -> Look:
    look = Look(**{"theme": "tim"} | content)
    return change_look(agency, look, actor=None, now=timezone.now())


def html_of(client: Client, host: str = HOST, path: str = "/") -> str:
    response = portal_get(client, host, path)
    assert response.status_code == 200
    text: str = response.content.decode()
    return text


def menu_bar(html: str) -> list[str]:
    bar = html.split('class="menu__inline"')[1].split("</ul>")[0]
    return re.findall(r"<a [^>]+>([^<>]+)<", bar)


def section(agency: Agency, key: str) -> SectionPage:
    found: SectionPage = SectionPage.objects.get(agency=agency, key=key, locale__language_code="vi")
    return found


def test_a_portal_without_a_look_shows_its_sections_and_costs_no_row(world: Any, client: Client) -> None:
    html = html_of(client)
    titles = list(SectionPage.objects.child_of(world.skhcn.home_page).order_by("path").values_list("title", flat=True))
    assert menu_bar(html) == titles[:5]
    assert "css/themes/do-vang" in html and "brand__emblem" in html and 'class="banner"' not in html
    assert not Look.objects.exists()


def test_the_look_in_use_is_shown_on_its_own_portal_alone(world: Any, client: Client) -> None:
    logo, banner = make_image(world.skhcn, "Huy hiệu"), make_image(world.skhcn, "Băng", colour="blue", alt_text="Cầu")
    links = [{"language": "vi", "label": "Chính phủ", "url": "https://chinhphu.vn/"}]
    dress(world.skhcn, logo=logo, banner=banner, links=links)
    html, news = html_of(client), html_of(client, path="/tin-tuc/")
    assert 'alt="Cầu"' in html and "banner__image" in html and "banner__image" not in news
    for text in (html, news):
        assert "css/themes/tim" in text and "brand__logo" in text and "brand__emblem" not in text
        assert '<a href="https://chinhphu.vn/" rel="external noopener">Chính phủ<' in text
    for address in re.findall(r'src="(/media/[^"]+)"', html):
        answer = portal_get(client, HOST, address)
        assert answer.status_code == 200 and b"".join(answer.streaming_content)
        assert portal_get(client, "phohien.hungyen.localhost", address).status_code == 404
    others = html_of(client, "phohien.hungyen.localhost")
    assert "css/themes/tim" not in others and "chinhphu.vn" not in others


def test_images_of_a_look_that_was_replaced_are_on_no_portal(world: Any, client: Client) -> None:
    logo = make_image(world.skhcn, "Huy hiệu")
    dress(world.skhcn, logo=logo)
    answer = portal_get(client, HOST, logo.file.url)
    assert answer.status_code == 200 and b"".join(answer.streaming_content)
    dress(world.skhcn)
    assert portal_get(client, HOST, logo.file.url).status_code == 404


def test_the_menu_follows_its_pages_and_hides_no_section(world: Any, client: Client) -> None:
    notices, contacts = section(world.skhcn, "announcements"), section(world.skhcn, "contacts")
    article = make_article(world.skhcn, title="Bảng giá dịch vụ")
    menu = [
        {"language": "vi", "label": "", "page": notices.pk},
        {"language": "vi", "label": "Giá", "page": article.pk},
        {"language": "vi", "label": "Dịch vụ công", "url": "https://dichvucong.gov.vn/"},
        {"language": "vi", "label": "Hỏi đáp", "url": "/hoi-dap/"},
        {"language": "en", "label": "English only", "url": "https://example.vn/"},
        {"language": "vi", "label": "Đã xoá", "page": 10**9},
    ]
    dress(world.skhcn, menu=menu)
    html = html_of(client)
    assert menu_bar(html) == [notices.title, "Giá", "Dịch vụ công", "Hỏi đáp"]
    assert html.count(f">{contacts.title}</a>") == 2, "in the panel and in the directory of the front page"
    services.unpublish(article, actor=world.users["board_head_skhcn"], now=timezone.now(), reason="Hết hiệu lực")
    assert menu_bar(html_of(client)) == [notices.title, "Dịch vụ công", "Hỏi đáp"]


def test_an_english_home_has_its_own_menu(world: Any, client: Client) -> None:
    news = SectionPage.objects.filter(agency=world.hungyen, locale__language_code="en").order_by("path")[0]
    menu = [
        {"language": "en", "label": "", "page": news.pk},
        {"language": "vi", "label": "Chính phủ", "url": "https://chinhphu.vn/"},
    ]
    dress(world.hungyen, menu=menu)
    assert menu_bar(html_of(client, "en.hungyen.localhost")) == [news.title]
    assert menu_bar(html_of(client, "hungyen.localhost")) == ["Chính phủ"]
    assert "css/themes/tim" in html_of(client, "en.hungyen.localhost")


def test_the_front_page_shows_its_parts_in_the_order_of_the_look(world: Any, client: Client) -> None:
    make_article(world.skhcn, title="Tin đầu")
    for title in ("Nghỉ lễ", "Lịch cắt điện"):
        make_article(world.skhcn, title=title, section="announcements")
    marks = {'class="front"': "lead", 'class="tasks"': "tasks", 'id="announcements"': "announcements"}
    marks |= {'id="sections"': "directory", 'id="links"': "links"}

    def order() -> list[str]:
        html = html_of(client)
        return [marks[mark] for mark in sorted(marks, key=html.find) if mark in html]

    assert order() == ["lead", "tasks", "announcements", "directory"]
    links = [{"language": "vi", "label": "Chính phủ", "url": "https://chinhphu.vn/"}]
    wanted = ["announcements", "links", "directory", "lead"]
    rest = [{"block": block, "shown": False} for block in HomeBlock.values if block not in wanted]
    dress(world.skhcn, links=links, layout=[{"block": block, "shown": True} for block in wanted] + rest)
    assert order() == wanted
    assert html_of(client).count("<h1") == 1


def test_a_look_costs_no_query(world: Any, client: Client) -> None:
    add_news(world.skhcn, 12)

    def cost() -> int:
        forget_hosts()
        with CaptureQueriesContext(connection) as captured:
            html_of(client)
        return len(captured)

    cost()
    plain = cost()
    images = {"logo": make_image(world.skhcn, "Huy hiệu"), "banner": make_image(world.skhcn, "Băng", colour="blue")}
    pages = SectionPage.objects.child_of(world.skhcn.home_page)[:6]
    menu = [{"language": "vi", "label": "", "page": page.pk} for page in pages]
    links = [{"language": "vi", "label": f"Liên kết {n}", "url": f"https://example.vn/{n}"} for n in range(20)]
    dress(world.skhcn, **images, menu=menu, links=links)
    cost()  # makes the renditions
    assert cost() == plain


@pytest.mark.clause("HY.3.7")
def test_the_demo_links_to_the_portals_of_the_state_and_keeps_what_was_changed(world: Any, client: Client) -> None:
    build_look(world.skhcn, timezone.now())
    build_look(world.skhcn, timezone.now())
    assert world.skhcn.looks.count() == 1
    for path in ("/", "/tin-tuc/"):
        footer = html_of(client, path=path).split("<footer")[1]
        assert 'href="https://chinhphu.vn/"' in footer and 'href="https://dichvucong.gov.vn/"' in footer
    dress(world.skhcn)
    build_look(world.skhcn, timezone.now())
    assert "chinhphu.vn" not in html_of(client)
