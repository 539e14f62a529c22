"""Debian's nginx with a self-signed certificate before gunicorn on production settings."""

from __future__ import annotations

import json
import os
import re
import ssl
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from redis import Redis

from tests.conftest import DATABASE
from tests.factories import PASSWORD
from tests.portal.embedded_world import value
from tests.portal.https_browser import Browser, path_of
from tests.portal.production_content import CONTENT, SHOWN
from tests.portal.production_site import ProductionSite, nginx_program

PORTAL, DEPARTMENT, ADMIN = "hungyen.localhost", "skhcn.hungyen.localhost", "cms.hungyen.localhost"
WORK = "/a/skhcn-hungyen"
NEWS_OF_THE_DEPARTMENT = """
    SELECT s.basepage_ptr_id FROM portal_sectionpage s JOIN tenants_basepage p ON p.id = s.basepage_ptr_id
    JOIN tenants_agency a ON a.id = p.agency_id WHERE a.slug = 'skhcn-hungyen' AND s.key = 'news'
"""


@pytest.fixture(scope="module")
def site(
    request: pytest.FixtureRequest, tmp_path_factory: Any, django_db_setup: None, django_db_blocker: Any
) -> Iterator[ProductionSite]:
    """Both servers on a copy of the world."""
    nginx = nginx_program()
    world = request.config.stash[DATABASE]
    folder = tmp_path_factory.mktemp("production")
    with (
        django_db_blocker.unblock(),
        world.copy(f"test_production_{os.getpid()}") as database,
        ProductionSite(folder, database).running(nginx) as running,
    ):
        yield running


@pytest.fixture
def visitor(site: ProductionSite) -> Browser:
    return Browser(site.https, site.certificate)


def media_links(visitor: Browser, host: str) -> list[str]:
    """Addresses of the files that the article about the quarter shows."""
    home = visitor.get(host).text
    article = re.search(r'href="([^"]*bai-co-tep-bao-cao-quy[^"]*)"', home)
    assert article, home[-3000:]
    return re.findall(r'href="[^"]*(/media/[^"]+)"', visitor.get(host, path_of(article[1])).text)


@pytest.mark.clause("VL.5.1", "HY.4b")
def test_each_portal_answers_over_tls_under_its_own_name(visitor: Browser) -> None:
    for host, name in (
        (PORTAL, "Hưng Yên"),
        (DEPARTMENT, "Sở Khoa học và Công nghệ"),
        ("songphu.tambinh.vinhlong.localhost", "Song Phú"),
    ):
        answer = visitor.get(host)
        assert (answer.status, name in answer.text) == (200, True), host
        assert answer.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains; preload"
        assert answer.headers.get_all("Set-Cookie") is None
        assert "Host" in ", ".join(answer.headers.get_all("Vary", []))


def test_a_wildcard_covers_one_level_of_names_only(site: ProductionSite, visitor: Browser) -> None:
    with pytest.raises(ssl.SSLCertVerificationError):
        visitor.get("songphu.haiduong.vinhlong.localhost")


@pytest.mark.clause("HY.4a")
def test_the_portal_listens_on_ipv6(site: ProductionSite) -> None:
    assert Browser(site.https, site.certificate, address="::1").get(PORTAL).status == 200


def test_plain_http_only_leads_to_https(site: ProductionSite) -> None:
    for address in ("127.0.0.1", "::1"):
        connection = HTTPConnection(address, site.http, timeout=60)
        connection.request("GET", "/tim-kiem/?q=a", headers={"Host": f"{PORTAL}:{site.http}"})
        answer = connection.getresponse()
        assert answer.status == 308
        assert answer.headers["Location"] == f"https://{PORTAL}:{site.https}/tim-kiem/?q=a"
        connection.close()


def test_an_unknown_host_is_a_404_that_names_no_agency(visitor: Browser) -> None:
    answer = visitor.get("khac.hungyen.localhost")
    assert answer.status == 404
    assert "Hưng Yên" not in answer.text


def test_the_admins_cookies_are_bound_to_its_host_and_to_tls(visitor: Browser) -> None:
    answer = sign_in(visitor, "author_skhcn")
    assert answer.status == 302, answer.text
    cookies = visitor.cookies[ADMIN]
    assert set(cookies) == {"__Host-cong-session", "__Host-cong-csrf"}
    for morsel in cookies.values():
        assert (morsel["secure"], morsel["path"], morsel["domain"], morsel["httponly"]) == (True, "/", "", True)
        assert morsel["samesite"] == "Lax"


def test_a_form_from_elsewhere_is_refused_although_every_portal_is_the_same_site(visitor: Browser) -> None:
    fields = {"username": "author_skhcn", "password": PASSWORD}
    assert visitor.post(ADMIN, "/login/", fields).status == 403


def test_static_files_are_kept_for_good_where_their_name_carries_their_hash(visitor: Browser) -> None:
    links = re.findall(r'(?:href|src)="(/static/[^"]+)"', visitor.get(PORTAL).text)
    assert links
    for link in links:
        answer = visitor.get(PORTAL, link)
        assert (answer.status, answer.headers["Server"]) == (200, "nginx"), link
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable", link
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
    packed = visitor.get(PORTAL, links[0], **{"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "immutable" not in visitor.get(PORTAL, "/static/css/base.css").headers["Cache-Control"]


def test_a_file_goes_out_by_nginx_after_the_application_allowed_it(site: ProductionSite, visitor: Browser) -> None:
    (link,) = media_links(visitor, DEPARTMENT)
    assert re.fullmatch(r"/media/documents/bao-cao-quy\.[0-9a-f]{16}\.pdf", link)
    answer = visitor.get(DEPARTMENT, link)
    assert (answer.status, answer.body) == (200, CONTENT + SHOWN.encode())
    assert answer.headers["Accept-Ranges"] == "bytes"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["X-Accel-Redirect"] is None
    assert visitor.get("songphu.tambinh.vinhlong.localhost", link).status == 404


def test_no_media_is_reached_by_its_place_on_disk(site: ProductionSite, visitor: Browser) -> None:
    files = [path for path in (site.folder / "media").rglob("*") if path.is_file()]
    assert len(files) == 2
    hidden = [path for path in files if visitor.get(DEPARTMENT, f"/media/{quoted(site, path)}").status == 404]
    assert len(hidden) == 1
    for path in files:
        for prefix in ("/protected-media/", "/static/../media/"):
            assert visitor.get(DEPARTMENT, prefix + quoted(site, path)).status in {400, 404}


def test_the_state_of_the_parts_is_for_this_machine_only(site: ProductionSite, visitor: Browser) -> None:
    own = visitor.get("localhost.hungyen.localhost", "/healthz")
    assert own.headers["Content-Type"] == "application/json"
    assert '"worker"' in own.text
    other = Browser(site.https, site.certificate, source="127.0.0.2")
    for path in ("/healthz", "/readyz"):
        answer = other.get(PORTAL, path, **{"X-Forwarded-For": "127.0.0.1"})
        assert answer.status == 404
        assert "worker" not in answer.text
    assert other.get(PORTAL, "/livez").text == "ok\n"


def test_what_a_client_claims_about_itself_is_not_passed_on(site: ProductionSite, visitor: Browser) -> None:
    claims = {"X-Forwarded-Host": "khac.example", "X-Forwarded-Proto": "http", "Forwarded": "host=khac.example"}
    answer = visitor.get(PORTAL, "/", **claims)
    assert answer.status == 200
    assert "khac.example" not in answer.text


def test_a_visit_is_told_with_and_without_script_and_no_address_is_written_down(
    site: ProductionSite, visitor: Browser
) -> None:
    found = re.search(
        r'data-visit="(/luot-xem/(\d+)/)".*?<noscript>\s*<img src="([^"]+)"', visitor.get(DEPARTMENT).text, re.S
    )
    assert found
    beacon, page, image = found.groups()
    person = {"User-Agent": "Mozilla/5.0 Firefox/133.0", "Sec-Fetch-Site": "same-origin"}
    answer = visitor.get(DEPARTMENT, f"{image}?from=127.0.0.1", **person)
    assert (answer.status, answer.headers["Content-Type"], answer.headers["Server"]) == (200, "image/gif", "nginx")
    assert answer.headers["Cache-Control"] == "no-store"
    for left_out in ({"User-Agent": "Googlebot/2.1"}, {"Sec-Fetch-Site": "cross-site"}, {"DNT": "1"}, {"Sec-GPC": "1"}):
        assert visitor.get(DEPARTMENT, image, **person | left_out).status == 200
    (line,) = (site.folder / "visits.log").read_text().splitlines()
    assert re.fullmatch(rf"20\d\d-\d\d-\d\dT[\d:]{{8}}[+-]\d\d:\d\d {DEPARTMENT} {image}", line)

    valkey = Redis.from_url(site.environ["VALKEY_URL"])
    valkey.delete("visits:waiting")
    answer = visitor.post(DEPARTMENT, beacon, {}, **person)
    assert (answer.status, answer.headers.get_all("Set-Cookie")) == (204, None)
    ((field, number),) = valkey.hgetall("visits:waiting").items()
    assert (field.decode().split(":")[-1], number) == (page, b"1")
    valkey.delete("visits:waiting")
    told = [visitor.post(DEPARTMENT, beacon, {}, **person | {"User-Agent": "bot"}).status for _each in range(60)]
    assert set(told) == {204, 429}, "who tells without end is refused"
    assert "limiting" not in site.log("nginx")


@pytest.mark.clause("TB.16.3", "HY.8.2")
def test_an_article_goes_from_its_author_over_the_board_to_the_portal(visitor: Browser, site: ProductionSite) -> None:
    title = "Sở mở lớp tập huấn an toàn thông tin tháng 12"
    assert sign_in(visitor, "author_skhcn").status == 302
    section = value(site.environ["DATABASE_URL"], NEWS_OF_THE_DEPARTMENT)
    body = {
        "change_notes-count": "0",
        "body-count": "1",
        "body-0-deleted": "",
        "body-0-order": "0",
        "body-0-type": "paragraph",
        "body-0-id": "",
    }
    body |= {"body-0-value": draftail("Lớp học mở cho công chức của sở."), "action-submit": "1"}
    made = visitor.submit(
        ADMIN,
        f"{WORK}/pages/add/portal/articlepage/{section}/",
        {"title": title, "slug": "tap-huan", **body},
        form="page-edit-form",
    )
    assert made.status == 302, made.text[-5000:]
    assert title not in visitor.get(DEPARTMENT).text

    board = Browser(site.https, site.certificate)
    assert sign_in(board, "board_member_skhcn").status == 302
    queue = board.get(ADMIN, f"{WORK}/editorial/queue/").text
    assert title in queue
    review = re.search(rf"{WORK}/editorial/review/(\d+)/", queue)
    assert review
    action = f"{WORK}/editorial/act/{review[1]}/approve/"
    done = board.submit(ADMIN, review[0], {"approve-note": "Đồng ý"}, form=action, to=action)
    assert done.status == 302, done.text

    home = visitor.get(DEPARTMENT).text
    link = re.search(r'href="([^"]*/tap-huan/)"', home)
    assert link and title in home
    assert "Lớp học mở cho công chức" in Browser(site.https, site.certificate).get(DEPARTMENT, path_of(link[1])).text


def sign_in(visitor: Browser, username: str) -> Any:
    return visitor.submit(ADMIN, "/login/", {"username": username, "password": PASSWORD})


def quoted(site: ProductionSite, path: Path) -> str:
    return quote(str(path.relative_to(site.folder / "media")))


def draftail(text: str) -> str:
    """One paragraph as the editor sends it."""
    block = {"key": "aaaaa", "text": text, "type": "unstyled", "depth": 0, "inlineStyleRanges": [], "entityRanges": []}
    return json.dumps({"blocks": [block], "entityMap": {}})
