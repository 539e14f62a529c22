"""The parts of a front page: drawn by rule from the catalogue, of one's own portal and of others in the province."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from editorial.services import publish_urgently, unpublish
from portal.alerts.services import raise_alert
from portal.models import (
    AlbumPage,
    EventPage,
    LegalDocumentPage,
    Place,
    PublicServicePage,
    SectionPage,
    Severity,
)
from tenants.hosts import forget_hosts
from tenants.life import close_agency, suspend_agency
from tenants.looks import change_look, default_look
from tenants.models import Agency, HomeBlock
from tests.factories import make_article, make_page, portal_get
from tests.isolation.work import make_image
from tests.portal.adverts import DAY, running
from tests.portal.crowd import add_agencies, add_news
from tests.portal.kinds import WHOLE
from tests.portal.test_schedule import entry, make_week, this_monday

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")]
PROVINCE, COMPONENT = "hungyen.localhost", "skhcn.hungyen.localhost"
MOST_QUERIES, MOST_BYTES = 20, 60_000


@pytest.fixture(autouse=True)
def _media(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


def front(client: Client, host: str) -> str:
    forget_hosts()
    return str(portal_get(client, host).content.decode())


def part(html: str, name: str) -> str:
    """The part whose heading has this identifier; empty where it is not shown."""
    found = re.search(rf'<section class="block" aria-labelledby="{name}">.*?</section>', html, re.DOTALL)
    return found[0] if found else ""


def links(html: str) -> list[str]:
    """Texts of the links of its list."""
    return re.findall(r"<a[^>]*>([^<]+)</a>", html.split("<ul", 1)[1]) if html else []


def make_document(agency: Agency, title: str, issued: date, **fields: Any) -> LegalDocumentPage:
    known = {"form": "decision", "issuer": "UBND", "signatory": "Nguyễn Văn A", "number": f"{issued.day}/QĐ-UBND"}
    body = [("paragraph", "<p>Điều 1.</p>")]
    page: LegalDocumentPage = make_page(
        LegalDocumentPage, agency, title=title, issued_on=issued, body=body, **known | fields
    )
    return page


def correct(page: Any, head: Any, **fields: Any) -> None:
    """Publish another version of a page."""
    changed = type(page).objects.get(pk=page.pk)
    for name, value in fields.items():
        setattr(changed, name, value)
    changed.save_revision(user=head, log_action=True)
    publish_urgently(changed, actor=head, now=timezone.now(), reason="Đính chính")


@pytest.mark.clause("TN.16.2dd", "VL.9.2")
def test_the_province_shows_its_portals_news_and_agrees_with_them(world: Any, client: Client) -> None:
    head = world.users["board_head_skhcn"]
    text = make_article(world.skhcn, title="Trao giải sáng tạo", summary="Mười giải được trao.")
    make_article(world.commune, title="Phường mở cửa thư viện")
    make_article(world.songphu, title="Tin của tỉnh khác")
    make_article(world.skhcn, title="Chức năng, nhiệm vụ", section="introduction")
    make_article(world.skhcn, title="Bản nháp", live=False)
    html = part(front(client, PROVINCE), "portals-news")
    assert links(html) == ["Phường mở cửa thư viện", "Trao giải sáng tạo"]
    assert f'href="http://{COMPONENT}{text.get_url_parts()[2]}"' in html
    assert world.skhcn.name in html and world.commune.name in html and "Mười giải" in html
    correct(text, head, title="Trao giải thưởng sáng tạo", summary="Mười hai giải được trao.")
    html = part(front(client, PROVINCE), "portals-news")
    assert links(html) == ["Phường mở cửa thư viện", "Trao giải thưởng sáng tạo"]
    assert "Mười hai giải" in html and "Mười giải" not in html
    unpublish(text, actor=head, now=timezone.now(), reason="Sai số liệu")
    assert links(part(front(client, PROVINCE), "portals-news")) == ["Phường mở cửa thư viện"]


@pytest.mark.clause("TN.16.2dd")
def test_a_portal_that_does_not_answer_stands_on_no_other(world: Any, client: Client) -> None:
    now = timezone.now()
    make_article(world.skhcn, title="Tin của Sở")
    taken_over = make_article(world.commune, title="Tin của xã cũ")
    make_article(world.commune, title="Tin của phường")
    # As after a merger: what came from an agency that has ended is in its archive alone.
    type(taken_over).objects.filter(pk=taken_over.pk).update(came_from=world.skhcn)
    assert len(links(part(front(client, PROVINCE), "portals-news"))) == 2
    suspend_agency(world.skhcn, actor=None, now=now, reason="Bảo trì")
    assert links(part(front(client, PROVINCE), "portals-news")) == ["Tin của phường"]
    close_agency(world.commune, actor=None, now=now, reason="Giải thể")
    assert part(front(client, PROVINCE), "portals-news") == ""


@pytest.mark.clause("VL.9.2")
def test_no_portal_fills_the_list_and_a_parent_shows_its_own_children(world: Any, client: Client) -> None:
    make_article(world.commune, title="Tin cũ của phường")
    for number in range(5):
        make_article(world.skhcn, title=f"Tin {number}")
    assert links(part(front(client, PROVINCE), "portals-news")) == ["Tin 4", "Tin 3", "Tin cũ của phường"]
    make_article(world.songphu, title="Tin của xã")
    make_article(world.snv, title="Tin của Sở Nội vụ")
    assert links(part(front(client, world.host("tambinh")), "portals-news")) == ["Tin của xã"]
    assert part(front(client, COMPONENT), "portals-news") == ""
    add_agencies(world.hungyen, 1)
    assert part(front(client, world.host("hungyen", language="en")), "portals-news") == ""


@pytest.mark.clause("VL.9.2")
def test_a_component_shows_its_own_province_and_no_other(world: Any, client: Client) -> None:
    make_document(world.hungyen, "Về bảng giá đất", date(2026, 3, 1))
    head = world.users["board_head_hungyen"]
    newer = make_document(world.hungyen, "Về hỗ trợ sáng tạo", date(2026, 4, 2))
    make_document(world.vinhlong, "Văn bản của Vĩnh Long", date(2026, 5, 1))
    make_document(world.commune, "Văn bản của phường", date(2026, 5, 1))
    text = make_article(world.hungyen, title="Tỉnh họp phiên thường kỳ")
    make_article(world.vinhlong, title="Tin của Vĩnh Long")
    html = front(client, COMPONENT)
    assert links(part(html, "province-news")) == ["Tỉnh họp phiên thường kỳ"]
    found = part(html, "province-documents")
    assert links(found) == ["Về hỗ trợ sáng tạo", "Về bảng giá đất"]
    assert "2/QĐ-UBND" in found and "02/04/2026" in found
    assert f'href="http://{PROVINCE}{newer.get_url_parts()[2]}"' in found
    assert f'href="http://{PROVINCE}/van-ban/"' in found
    assert links(part(front(client, world.host("snv")), "province-documents")) == ["Văn bản của Vĩnh Long"]
    assert part(front(client, PROVINCE), "province-news") == ""
    correct(newer, head, title="Về hỗ trợ đổi mới sáng tạo")
    unpublish(text, actor=head, now=timezone.now(), reason="Sai")
    html = front(client, COMPONENT)
    assert links(part(html, "province-documents"))[0] == "Về hỗ trợ đổi mới sáng tạo"
    assert part(html, "province-news") == ""


def fill(agency: Agency) -> None:
    """A portal that has something of its own for each part."""
    image, now = make_image(agency, "Ảnh"), timezone.now()
    for place in range(9):
        make_article(agency, title=f"Tin {place} của tỉnh", summary="Tóm tắt. " * 20, image=image)
    for place in range(3):
        make_article(agency, title=f"Thông báo {place}", section="announcements")
        make_article(agency, title=f"Chỉ đạo {place}", section="directives", image=image)
        make_page(
            EventPage, agency, title=f"Sự kiện {place}", place="Hội trường", starts_at=now + timedelta(days=place)
        )
    for place in range(6):
        make_document(agency, f"Về việc số {place}", date(2026, 3, 1 + place))
        make_page(PublicServicePage, agency, title=f"Dịch vụ {place}", **WHOLE[PublicServicePage])
    for place in range(5):
        make_page(AlbumPage, agency, title=f"Album {place}", image=image, items=[])
    make_page(AlbumPage, agency, title="Album không bìa", items=[])
    make_page(EventPage, agency, title="Sự kiện đã qua", place="Hội trường", starts_at=now - timedelta(days=3))
    make_week(agency, this_monday() + timedelta(7), entry(this_monday() + timedelta(8), "Họp giao ban tuần sau"))
    make_week(agency, this_monday() - timedelta(7), entry(this_monday() - timedelta(6), "Họp đã qua"))


def frame(agency: Agency) -> None:
    """What can stand around the parts: a banner of the gravest kind, two adverts, a look with pictures and links."""
    now = timezone.now()
    raise_alert(
        agency, severity=Severity.DANGER, title="Vỡ đê", text="Gọi 114.", ends_at=now + DAY, actor=None, now=now
    )
    for place in Place:
        running(agency, place=place, image=make_image(agency, "Hội chợ", alt_text="Gian hàng"))
    look = default_look(agency)
    look.logo, look.banner = make_image(agency, "Huy hiệu"), make_image(agency, "Băng", colour="blue")
    look.links = [{"language": "vi", "label": "Chính phủ", "url": "https://chinhphu.vn/"}]
    change_look(agency, look, actor=None, now=now)


def queries(client: Client, host: str) -> int:
    forget_hosts()
    with CaptureQueriesContext(connection) as captured:
        assert portal_get(client, host).status_code == 200
    return len(captured)


def test_a_full_front_page_shows_its_own_newest_within_its_budget(world: Any, client: Client) -> None:
    fill(world.hungyen)
    for other in (world.skhcn, world.commune):
        add_news(other, 3)
    html = front(client, PROVINCE)
    assert links(part(html, "new-documents")) == [f"Về việc số {place}" for place in (5, 4, 3, 2, 1)]
    services = part(html, "public-services")
    assert links(services)[:6] == [f"Dịch vụ {place}" for place in (5, 4, 3, 2, 1, 0)]
    assert services.count("Mức độ 3") == services.count("Một phần") == 6
    assert links(part(html, "media")) == [f"Album {place}" for place in (4, 3, 2, 1)]
    coming = part(html, "coming")
    assert "Họp giao ban tuần sau" in coming and "đã qua" not in coming
    assert coming.index("Sự kiện 0") < coming.index("Sự kiện 1") < coming.index("Sự kiện 2")
    for address in (
        "/van-ban/",
        "/tin-tuc/?kind=album",
        "/tin-tuc/?kind=event",
        "/lich-cong-tac/",
        "/cong-thanh-phan/",
    ):
        assert f'{address}"' in html, address
    assert html.count("<h1") == 1 and len(html.encode()) <= MOST_BYTES
    before = queries(client, PROVINCE)
    assert before <= MOST_QUERIES
    for agency in add_agencies(world.hungyen, 12):
        add_news(agency, 1)
    for place in range(3):
        make_document(world.hungyen, f"Thêm {place}", date(2026, 6, 1 + place))
    assert queries(client, PROVINCE) == before


@pytest.mark.parametrize(
    ("name", "below", "others"),
    [("hungyen", "skhcn", {"portals"}), ("tambinh", "songphu", {"province-news", "province-documents"})],
)
def test_a_front_page_with_all_that_there_can_be_keeps_its_budget(
    world: Any, client: Client, name: str, below: str, others: set[str]
) -> None:
    """In a process that remembers no host. A parent that is a component shows the most: others above and below."""
    agency, host = getattr(world, name), world.host(name)
    fill(agency)
    frame(agency)
    if not agency.is_province:
        make_article(agency.province, title="Tin của tỉnh")
        make_document(agency.province, "Văn bản của tỉnh", date(2026, 3, 1))
    add_news(getattr(world, below), 3)
    html = front(client, host)
    shown = set(re.findall(r'<section class="block" aria-labelledby="([\w-]+)"', html))
    own = {"announcements", "coming", "new-documents", "public-services", "media", "portals-news", "sections"}
    assert shown >= own | others
    for around in ("Gọi 114.", 'rel="sponsored', "brand__logo", "banner__image", "https://chinhphu.vn/"):
        assert around in html, around
    assert queries(client, host) <= MOST_QUERIES


def test_a_part_that_is_not_shown_costs_nothing_and_can_be_chosen(world: Any, client: Client) -> None:
    fill(world.hungyen)
    add_news(world.skhcn, 3)
    before, marks = queries(client, PROVINCE), {"new-documents", "coming", "portals-news", "public-services", "media"}
    assert all(part(front(client, PROVINCE), mark) for mark in marks)
    wanted = [HomeBlock.PORTALS_NEWS, HomeBlock.DOCUMENTS]
    rest = [block for block in HomeBlock if block not in wanted]
    look = default_look(world.hungyen)
    look.layout = [{"block": str(block), "shown": block in wanted} for block in [*wanted, *rest]]
    change_look(world.hungyen, look, actor=None, now=timezone.now())
    html = front(client, PROVINCE)
    assert html.index('id="portals-news"') < html.index('id="new-documents"')
    assert not any(part(html, mark) for mark in marks - {"portals-news", "new-documents"})
    assert 'class="front"' not in html and 'class="welcome"' not in html
    assert before - queries(client, PROVINCE) >= 6


def test_an_empty_portal_welcomes_and_shows_no_empty_part(world: Any, client: Client) -> None:
    for host in (PROVINCE, COMPONENT):
        html = front(client, host)
        assert 'class="welcome"' in html and html.count("<h1") == 1
        shown = set(re.findall(r'aria-labelledby="([\w-]+)"', html.partition("<main")[2].partition("</main>")[0]))
        assert shown <= {"sections", "portals"}
    make_article(world.hungyen, title="Tin của tỉnh")
    html = front(client, COMPONENT)
    assert 'class="welcome"' in html and part(html, "province-news")
    assert SectionPage.objects.filter(agency=world.skhcn).exists()
