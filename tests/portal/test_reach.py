"""What a portal tells machines and readers elsewhere: metadata, feeds, sitemaps, security.txt, links to share."""

from __future__ import annotations

import base64
import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit
from xml.etree import ElementTree

import feedparser
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import html as lxml_html

from editorial.services import unpublish
from portal import sitemaps
from portal.alerts.services import raise_alert
from portal.external_links import marked
from portal.feeds import guid
from portal.languages import NAMES
from portal.metadata import metadata_of
from portal.models import EventPage, ProductPage, PublicServicePage, SectionPage, StatisticPage
from portal.storm.contents import portal_at
from tenants.hosts import forget_hosts
from tenants.looks import change_look
from tenants.models import AgencyHost, Look
from tests.factories import make_article, make_page, portal_get
from tests.isolation.work import make_image
from tests.portal.adverts import running
from tests.portal.kinds import WHOLE, make_whole

# Wagtail's own preview of an image leaves its temporary file to the garbage collector.
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]
MAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


def head_of(client: Client, host: str, path: str = "/") -> Any:
    response = portal_get(client, host, path)
    assert response.status_code == 200
    return lxml_html.fromstring(response.content)


def path_of(page: Any) -> str:
    return str(page.get_url_parts()[2])


def told(page: Any, name: str) -> list[str]:
    return page.xpath(f"//meta[@name='{name}' or @property='{name}']/@content")


def nodes(page: Any) -> dict[str, Any]:
    (text,) = page.xpath("//script[@type='application/ld+json']/text()")
    return {node["@type"]: node for node in json.loads(text)["@graph"]}


@pytest.mark.clause("VL.2.13")
def test_a_page_says_its_content_format_quality_and_conditions(world: Any, client: Client) -> None:
    image = make_image(world.skhcn)
    article = make_article(
        world.skhcn,
        title='Đê </script><b>"điều"',
        summary="Kiểm tra trước mùa lũ.",
        author_name="Văn phòng Sở",
        source_url="https://example.vn/goc",
        image=image,
        image_alt="Mặt đê",
    )
    response = portal_get(client, world.host("skhcn"), f"{article.url}?utm_source=x")
    page = lxml_html.fromstring(response.content)
    names = response.context.keys()
    shown = {name: response.context[name] for name in names}
    with CaptureQueriesContext(connection) as captured:
        assert metadata_of(shown, []) is not None
    assert len(captured) == 0
    assert page.xpath("//link[@rel='canonical']/@href") == [article.full_url]
    assert told(page, "og:title") == told(page, "DC.title") == [article.title]
    assert told(page, "og:description") == ["Kiểm tra trước mùa lũ."]
    assert told(page, "og:image") == [f"http://{world.host('skhcn')}{image.file.url}"]
    assert told(page, "og:image:alt") == ["Mặt đê"]
    assert told(page, "DC.creator") == ["Văn phòng Sở"]
    assert told(page, "DC.format") == ["text/html"]
    assert told(page, "DC.source") == ["https://example.vn/goc"]
    assert str(article.live_revision_id) in told(page, "DCTERMS.provenance")[0]
    assert told(page, "DC.rights")[0].startswith("Nguồn: Cổng thông tin điện tử")
    assert told(page, "DC.identifier") == [article.full_url]
    found = nodes(page)
    assert found["NewsArticle"]["headline"] == article.title
    assert found["NewsArticle"]["author"] == {"@type": "Person", "name": "Văn phòng Sở"}
    trail = found["BreadcrumbList"]["itemListElement"]
    assert [item["item"] for item in trail][0::2] == [f"http://{world.host('skhcn')}/", article.full_url]
    assert found["GovernmentOrganization"]["name"] == world.skhcn.name
    assert not page.xpath("//b")


def test_a_list_is_canonical_page_by_page_and_a_front_page_offers_its_search(world: Any, client: Client) -> None:
    section = SectionPage.objects.get(agency=world.skhcn, key="news")
    for _number in range(13):
        make_article(world.skhcn)
    host = world.host("skhcn")
    second = head_of(client, host, f"{section.url}?page=2&utm=1")
    assert second.xpath("//link[@rel='canonical']/@href") == [f"{section.full_url}?page=2"]
    assert nodes(second)["CollectionPage"]["name"] == section.title
    front = nodes(head_of(client, host))
    assert front["WebSite"]["potentialAction"]["target"]["urlTemplate"].startswith(f"http://{host}/tim-kiem/?q=")
    assert front["GovernmentOrganization"]["parentOrganization"]["name"] == world.hungyen.name
    directory = head_of(client, world.host("hungyen"), "/cong-thanh-phan/?kind=x")
    assert told(directory, "og:title") == [directory.xpath("normalize-space(//h1)")]
    assert directory.xpath("//link[@rel='canonical']/@href") == [f"http://{world.host('hungyen')}/cong-thanh-phan/"]
    missing = portal_get(client, host, "/khong-co/")
    assert missing.status_code == 404
    assert b"canonical" not in missing.content


def test_feeds_of_the_portal_its_sections_and_kinds_in_three_formats(world: Any, client: Client) -> None:
    host = world.host("skhcn")
    empty = portal_get(client, host, "/feed.atom")
    assert empty.headers["ETag"] == portal_get(client, host, "/feed.atom").headers["ETag"]
    article = make_article(world.skhcn, title="Tin <mới> & đúng", summary="Tóm tắt")
    make_article(world.commune, title="Của phường")
    section = article.get_parent().specific
    below = section.add_child(instance=SectionPage(title="Chuyên đề", slug="chuyen-de", live=False))
    before, article.slug = guid(article), "khac"
    assert guid(article) == before
    costs = []
    for place in ("/feed", f"/feeds{path_of(section).rstrip('/')}", "/feeds/kinds/article"):
        for extension in ("rss", "atom"):
            response = portal_get(client, host, f"{place}.{extension}")
            feed = feedparser.parse(response.content)
            assert not feed.bozo
            assert [(entry.id, entry.title) for entry in feed.entries] == [(guid(article), "Tin <mới> & đúng")]
            own = [link.href for link in feed.feed.links if link.rel == "self"]
            assert own == [f"http://{host}{place}.{extension}"]
            again = portal_get(client, host, f"{place}.{extension}", **{"if-none-match": response.headers["ETag"]})
            assert again.status_code == 304
            since = portal_get(client, host, f"{place}.{extension}", **{"if-modified-since": response["Last-Modified"]})
            assert since.status_code == 304
        read = json.loads(portal_get(client, host, f"{place}.json").content)
        assert read["version"] == "https://jsonfeed.org/version/1.1"
        assert read["feed_url"] == f"http://{host}{place}.json"
        assert [item["id"] for item in read["items"]] == [guid(article)]
    for _number in range(2):
        forget_hosts()
        with CaptureQueriesContext(connection) as captured:
            portal_get(client, host, "/feed.rss")
        costs.append(len(captured))
        for _more in range(4):
            make_article(world.skhcn)
    assert costs[0] == costs[1]
    shown = portal_get(client, host, "/feeds/").content.decode()
    addresses = re.findall(r'href="(/feeds?(?:/[^"]*)?\.(?:rss|atom|json))"', shown)
    assert {portal_get(client, host, address).status_code for address in set(addresses)} == {200}
    assert {"/feed.json", "/feeds/kinds/article.rss", f"/feeds{path_of(section).rstrip('/')}.atom"} <= set(addresses)
    for path in ("/feeds/kinds/section.rss", f"/feeds{path_of(below).rstrip('/')}.rss", "/feeds/khong-co.json"):
        assert portal_get(client, host, path).status_code == 404


@pytest.mark.parametrize("model", [EventPage, StatisticPage, ProductPage, PublicServicePage])
def test_each_kind_has_a_feed_of_its_own(world: Any, client: Client, model: Any) -> None:
    make_article(world.skhcn, title="Tin")
    fields = {"starts_at": timezone.now(), "place": "Nhà"} if model is EventPage else WHOLE[model]
    page = make_page(model, world.skhcn, title="Có tên riêng", **fields)
    host = world.host("skhcn")
    feed = feedparser.parse(portal_get(client, host, f"/feeds/kinds/{model.kind}.rss").content)
    assert [(entry.title, entry.link) for entry in feed.entries] == [(page.title, page.full_url)]
    assert f"/feeds/kinds/{model.kind}.rss" in portal_get(client, host, "/feeds/").content.decode()


def test_the_sitemap_has_parts_with_dates_and_counterparts(
    world: Any, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sitemaps, "PART", 10)
    original = make_article(world.hungyen, title="Gốc")
    translation = make_article(world.hungyen, title="English", language="en")
    type(translation).objects.filter(pk=translation.pk).update(translation_key=original.translation_key)
    draft = make_article(world.hungyen, live=False)
    host = world.host("hungyen")
    assert f"Sitemap: http://{host}/sitemap.xml" in portal_get(client, host, "/robots.txt").content.decode()
    index = ElementTree.fromstring(portal_get(client, host, "/sitemap.xml").content)
    parts = [loc.text for loc in index.findall("s:sitemap/s:loc", MAP)]
    assert len(parts) > 1
    assert len(index.findall("s:sitemap/s:lastmod", MAP)) == len(parts)
    found: dict[str, list[str]] = {}
    for address in parts:
        body = b"".join(portal_get(client, host, str(address).removeprefix(f"http://{host}")).streaming_content)
        urls = ElementTree.fromstring(body).findall("s:url", MAP)
        assert len(urls) <= 10
        for url in urls:
            found[str(url.findtext("s:loc", "", MAP))] = [str(link.get("href")) for link in url.findall("x:link", MAP)]
    assert found[original.full_url] == [original.full_url, translation.full_url]
    news, twin = (SectionPage.objects.get(agency=world.hungyen, key="news", locale__language_code=one) for one in NAMES)
    assert news.translation_key != twin.translation_key
    assert found[news.full_url] == [news.full_url, twin.full_url], "as the section's own page says"
    assert head_of(client, host, news.url).xpath("//link[@hreflang='en']/@href") == [twin.full_url]
    assert found[f"http://{host}/"] == [f"http://{host}/", f"http://{world.host('hungyen', language='en')}/"]
    assert draft.full_url not in found
    assert all(address.startswith(f"http://{host}/") for address in found)
    assert portal_get(client, host, f"/sitemap-{len(parts) + 1}.xml").status_code == 404


def test_security_txt_names_whom_to_tell_until_when(world: Any, client: Client) -> None:
    type(world.hungyen).objects.filter(pk=world.hungyen.pk).update(email="tinh@example.vn")
    host = world.host("skhcn")
    response = portal_get(client, host, "/.well-known/security.txt")
    assert response.headers["Content-Type"].startswith("text/plain")
    fields = [line.split(": ", 1) for line in response.content.decode().splitlines()]
    assert fields[0] == ["Contact", "mailto:tinh@example.vn"]
    assert ["Contact", f"http://{host}/hoi-dap/gui/"] in fields
    assert dict(fields)["Canonical"] == f"http://{host}/.well-known/security.txt"
    expires = timezone.datetime.fromisoformat(dict(fields)["Expires"])
    assert 0 < (expires - timezone.now()).days < 365


def test_a_withdrawn_text_leaves_the_feeds(world: Any, client: Client) -> None:
    article = make_article(world.skhcn)
    host = world.host("skhcn")
    first = portal_get(client, host, "/feed.json")
    unpublish(article, actor=world.users["board_head_skhcn"], now=timezone.now(), reason="Sai số liệu")
    second = portal_get(client, host, "/feed.json", **{"if-none-match": first.headers["ETag"]})
    assert guid(article) not in second.content.decode()


@pytest.mark.clause("HY.3.7", "TN.7.1", "NB.7.2")
def test_the_language_switch_leads_to_the_counterpart_or_says_that_there_is_none(world: Any, client: Client) -> None:
    original = make_article(world.hungyen, title="Bản gốc")
    host, english = world.host("hungyen"), world.host("hungyen", language="en")
    switch = "//nav[@class='utility__links']/a/@href"
    without = head_of(client, host, original.url)
    assert without.xpath("//link[@hreflang]") == []
    (address,) = without.xpath(switch)
    assert address == f"http://{english}/no-translation/?from={quote(path_of(original), safe='')}"
    said = portal_get(client, english, address.removeprefix(f"http://{english}")).content.decode()
    assert "not available in English" in said
    assert original.full_url in said
    translation = make_article(world.hungyen, title="Translated", language="en")
    type(translation).objects.filter(pk=translation.pk).update(translation_key=original.translation_key)
    page = head_of(client, host, original.url)
    assert page.xpath(switch) == [translation.full_url]
    assert page.xpath("//link[@hreflang='en']/@href") == [translation.full_url]
    assert page.xpath("//link[@hreflang='x-default']/@href") == [original.full_url]
    section = SectionPage.objects.get(agency=world.hungyen, key="news", locale__language_code="vi")
    twin = SectionPage.objects.get(agency=world.hungyen, key="news", locale__language_code="en")
    assert head_of(client, host, section.url).xpath(switch) == [twin.full_url]
    assert head_of(client, world.host("skhcn")).xpath(switch) == []


@pytest.mark.clause("HY.3.7", "TN.7.1", "NB.7.2")
def test_what_is_no_page_of_the_tree_has_the_same_path_in_the_other_language(world: Any, client: Client) -> None:
    host, english = world.host("hungyen"), world.host("hungyen", language="en")
    switch = "//nav[@class='utility__links']/a/@href"
    for path in (
        "/tim-kiem/?q=de+dieu",
        "/feeds/",
        "/quyen-rieng-tu/",
        "/hoi-dap/",
        "/hoi-dap/gui/",
        "/hoi-dap/tra-cuu/",
    ):
        (there,) = head_of(client, host, path).xpath(switch)
        assert there == f"http://{english}{path.split('?')[0]}"
        (back,) = head_of(client, english, there.removeprefix(f"http://{english}")).xpath(switch)
        assert back == f"http://{host}{path.split('?')[0]}"
    for path in ("/khong-co/", "/no-translation/?from=/x/"):
        answer = portal_get(client, english, path)
        assert lxml_html.fromstring(answer.content).xpath(switch) == [f"http://{host}/"]


@pytest.mark.clause("TB.7.1b", "HY.6b")
def test_a_text_can_be_shared_by_plain_links_and_loads_nothing_from_elsewhere(world: Any, client: Client) -> None:
    article = make_article(world.skhcn, title="Đê & điều")
    page = head_of(client, world.host("skhcn"), article.url)
    zalo, facebook, mail = page.xpath("//section[@class='share']//a/@href")
    packed = parse_qs(urlsplit(zalo).query)["d"][0]
    assert json.loads(base64.b64decode(packed)) == {"url": article.full_url}
    assert parse_qs(urlsplit(facebook).query) == {"u": [article.full_url]}
    assert mail.startswith("mailto:") and parse_qs(urlsplit(mail).query)["subject"] == ["Đê & điều"]
    assert page.xpath("//button[@data-copy='share-address']")
    loaded = page.xpath("//script/@src | //img/@src | //iframe/@src | //link[@rel='stylesheet']/@href")
    assert loaded
    assert all(address.startswith("/") and not address.startswith("//") for address in loaded)


def test_links_that_leave_the_province_are_marked_and_no_others() -> None:
    own = ("hungyen.gov.vn", "skhcn.hungyen.gov.vn")
    for inside in ("/tin-tuc/", "https://hungyen.gov.vn/x", "https://xa.hungyen.gov.vn", "mailto:a@example.vn"):
        html = f'<p><a href="{inside}">Đây</a></p>'
        assert marked(html, own) == html
    for outside in ("https://example.vn/?a=1", "http://hungyen.gov.vn.example.vn", "https://xhungyen.gov.vn:8443/"):
        (link,) = lxml_html.fromstring(
            marked(f'<p><a class="x" href="{outside}" rel="y"><b>Kia</b></a></p>', own)
        ).xpath("//a")
        assert (link.get("href"), link.get("class"), link.get("rel")) == (outside, "x", "y external noopener")
        assert link.text_content().startswith("Kia (")


def test_what_a_link_says_of_itself_is_kept_and_said_once() -> None:
    for rel, kept in (
        ("external noopener nofollow", "external noopener nofollow"),
        ("sponsored", "sponsored external noopener"),
    ):
        (link,) = lxml_html.fromstring(marked(f'<p><a href="https://x.vn" rel="{rel}">x</a></p>', ())).xpath("//a")
        assert link.get("rel") == kept


def test_links_to_other_sites_around_the_text_are_marked_too(world: Any, client: Client) -> None:
    """Menu, footer, the links of the front page, banners and adverts: each once, on pages and on other screens."""
    there, here = "https://bo.example.vn/", "https://so.hungyen.localhost/"
    entries = [{"language": "vi", "label": name, "url": url} for name, url in (("Bộ", there), ("Sở", here))]
    change_look(world.skhcn, Look(theme="tim", menu=entries, links=entries), actor=None, now=timezone.now())
    end = timezone.now() + timedelta(hours=1)
    for url in (there, here):
        raise_alert(
            world.skhcn, severity=1, title="Bão", text="Cẩn thận.", url=url, ends_at=end, actor=None, now=timezone.now()
        )
    running(world.skhcn, url=there, image=make_image(world.skhcn, "Hội chợ", alt_text="Gian hàng"))
    host = world.host("skhcn")
    stored = portal_at(AgencyHost.objects.get(hostname=host), timezone.now()).banners.decode()
    front, privacy = head_of(client, host), head_of(client, host, "/quyen-rieng-tu/")
    for page, places in ((front, 6), (privacy, 4), (lxml_html.fromstring(f"<div>{stored}</div>"), 1)):
        found = page.xpath(f"//a[@href='{there}']")
        assert len(found) == places
        for link in found:
            assert {"external", "noopener"} <= set(link.get("rel").split())
            assert link.text_content().count("(trang ngoài)") == 1, link.text_content()
        inside = page.xpath(f"//a[@href='{here}']")
        assert inside
        assert not [link for link in inside if link.get("rel") or "trang ngoài" in link.text_content()]


def test_links_to_share_a_text_keep_out_of_what_search_engines_count(world: Any, client: Client) -> None:
    article = make_article(world.skhcn, title="Đê điều")
    links = head_of(client, world.host("skhcn"), article.url).xpath(
        "//section[@class='share']//a[starts-with(@href, 'http')]"
    )
    assert [set(link.get("rel").split()) for link in links] == [{"external", "noopener", "nofollow"}] * 2


def test_a_page_marks_the_links_of_its_text(world: Any, client: Client) -> None:
    text = '<p><a href="https://example.vn/">Ngoài</a> <a href="http://hungyen.localhost/">Trong</a></p>'
    article = make_article(
        world.skhcn, body=[("paragraph", text)], source_name="Báo", source_url="https://bao.example.vn/"
    )
    page = head_of(client, world.host("skhcn"), article.url)
    outside = page.xpath("//article//a[contains(@rel, 'external') and not(contains(@class, 'button'))]/@href")
    assert outside == ["https://example.vn/", "https://bao.example.vn/"]


def main_of(client: Client, host: str, page: Any) -> dict[str, Any]:
    (text,) = head_of(client, host, page.url).xpath("//script[@type='application/ld+json']/text()")
    return next(node for node in json.loads(text)["@graph"] if node.get("@id", "").endswith("#main"))


def test_events_and_figures_are_told_in_the_words_of_schema_org(world: Any, client: Client) -> None:
    host, begins = world.host("skhcn"), datetime(2026, 12, 1, 8, tzinfo=UTC)
    event = make_page(EventPage, world.skhcn, starts_at=begins, place="Quảng trường", cancelled=True)
    told = main_of(client, host, event)
    assert (told["@type"], told["startDate"]) == ("Event", "2026-12-01T15:00:00+07:00")
    assert (told["location"]["name"], told["eventStatus"]) == ("Quảng trường", "https://schema.org/EventCancelled")
    assert "endDate" not in told
    figures = make_whole(StatisticPage, world.skhcn)
    files = main_of(client, host, figures)["distribution"]
    assert [file["contentUrl"] for file in files] == [f"{figures.full_url}xlsx/", f"{figures.full_url}csv/1/"]
    assert files[1]["encodingFormat"] == "text/csv"
