"""Visits: who counts, that nothing of a reader is kept, and that each visit reaches the tables once."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings as project
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from redis import Redis, RedisError

from portal.models import AgencyVisits, EdgeLogMark, PageVisits, SectionPage
from portal.tasks import move_visits
from portal.visits import edge, store
from portal.visits.readers import ROBOT, ROBOTS
from tenants.calendar import ZONE
from tenants.succession.tree import below, move_trees
from tests.factories import make_article, portal_get, portal_post
from tests.isolation.work import Desk, text_of

NOW = dt.datetime(2026, 11, 28, 10, tzinfo=ZONE)
ADDRESS = "203.0.113.77"
AGENT = "Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0"
HEADERS = {"user-agent": AGENT, "sec-fetch-site": "same-origin"}


@pytest.fixture
def valkey(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The real Valkey; what waits for other tests is not in it."""
    monkeypatch.setattr(store, "PREFIX", f"test-{uuid4().hex}")
    found = Redis.from_url(project.VALKEY_URL)
    yield found
    for key in found.scan_iter(f"{store.PREFIX}:*"):
        found.delete(key)


def waiting(valkey: Any) -> dict[str, int]:
    found = valkey.hgetall(f"{store.PREFIX}:waiting")
    return {field.decode().partition(":")[2]: int(number) for field, number in found.items()}


def tell(client: Client, host: str, page: Any, **headers: str) -> Any:
    """A beacon; a header that is empty is not sent."""
    given = HEADERS | {name.replace("_", "-"): value for name, value in headers.items()}
    sent = {name: value for name, value in given.items() if value}
    sent |= {"host": host, "x-forwarded-for": ADDRESS}
    return client.post(f"/luot-xem/{page.pk}/", headers=sent, REMOTE_ADDR=ADDRESS)


def numbers() -> tuple[dict[tuple[int, str], int], dict[tuple[int, str], int]]:
    """Visits by (page, day), and by (agency, day)."""
    pages = {(row.page_id, str(row.day)): row.views for row in PageVisits.objects.all()}
    return pages, {(row.agency_id, str(row.day)): row.views for row in AgencyVisits.objects.all()}


@pytest.mark.parametrize(
    ("agent", "robot"),
    [
        (AGENT, False),
        ("Mozilla/5.0 (Linux; Android 9; CUBOT X19) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36", False),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 Zalo iOS/1", False),
        ("Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", True),
        ("Mozilla/5.0 (compatible; coccocbot-web/1.0; +http://help.coccoc.com/searchengine)", True),
        ("facebookexternalhit/1.1", True),
        ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 HeadlessChrome/120.0 Safari/537.36", True),
        ("curl/8.5.0", True),
    ],
)
def test_programs_are_told_from_people(agent: str, robot: bool) -> None:
    assert bool(ROBOT.search(agent)) is robot
    nginx = (project.BASE_DIR / "deploy/nginx/cong.conf").read_text()
    assert f'"~*(?:{ROBOTS})" 0;' in nginx


@pytest.mark.django_db
@pytest.mark.clause("HY.14.1")
def test_a_page_that_was_seen_counts_and_nothing_of_its_reader_is_kept(world: Any, client: Client, valkey: Any) -> None:
    page = make_article(world.skhcn, title="Tin một")
    host, english = world.host("skhcn"), world.host("hungyen", language="en")
    with CaptureQueriesContext(connection) as captured:
        shown = portal_get(client, host, page.url, **HEADERS)
    assert not [row["sql"] for row in captured if not row["sql"].startswith("SELECT")]
    assert not waiting(valkey), "viewing is not counting"
    text = shown.content.decode()
    assert f'data-visit="/luot-xem/{page.pk}/"' in text
    assert re.search(rf'<noscript>\s*<img src="/luot-xem/{page.pk}\.gif"', text)

    answer = tell(client, host, page)
    assert (answer.status_code, answer.content, answer.headers["Cache-Control"]) == (204, b"", "no-store")
    assert not answer.cookies
    old = tell(client, host, page, sec_fetch_site="", origin=f"http://{host}")
    plain = portal_get(client, host, f"/luot-xem/{page.pk}.gif", **HEADERS)
    assert (old.status_code, plain.headers["Content-Type"]) == (204, "image/gif")
    assert waiting(valkey) == {f"{world.skhcn.pk}:{page.pk}": 3}
    home = world.hungyen.home_page
    tell(client, english, home)
    assert waiting(valkey)[f"{world.hungyen.pk}:{home.pk}"] == 1

    assert move_visits(NOW) == "visits 4"
    kept = [valkey.dump(key) or b"" for key in valkey.scan_iter(f"{store.PREFIX}:*")]
    with connection.cursor() as cursor:
        for model in (PageVisits, AgencyVisits, store.VisitBatch):
            cursor.execute(f"SELECT row_to_json(t)::text FROM {model._meta.db_table} t")
            kept += [row[0].encode() for row in cursor.fetchall()]
    assert len(kept) == 5
    assert not [row for row in kept if ADDRESS.encode() in row or b"Firefox" in row]
    columns = {field.name for model in (PageVisits, AgencyVisits) for field in model._meta.get_fields()}
    assert columns == {"id", "page", "agency", "day", "views"}


@pytest.mark.django_db
def test_robots_previews_other_sites_and_strange_pages_do_not_count(world: Any, client: Client, valkey: Any) -> None:
    page, draft = make_article(world.skhcn, title="Tin"), make_article(world.skhcn, title="Nháp", live=False)
    neighbour = make_article(world.commune, title="Tin của phường")
    host = world.host("skhcn")
    refused: list[dict[str, str]] = [
        {"user_agent": "Googlebot/2.1"},
        {"user_agent": ""},
        {"sec_fetch_site": "same-site"},
        {"sec_fetch_site": "cross-site"},
        {"sec_fetch_site": "", "origin": "http://commune.example.vn"},
        {"sec_fetch_site": ""},
        {"sec_gpc": "1"},
        {"dnt": "1"},
    ]
    for headers in refused:
        assert tell(client, host, page, **headers).status_code == 204
    for strange in (draft, neighbour):
        assert tell(client, host, strange).status_code == 204
    for path in (f"/luot-xem/{10**30}/", "/luot-xem/0/"):
        assert portal_post(client, host, path, **HEADERS).status_code == 204
    assert portal_get(client, host, f"/luot-xem/{page.pk}/", **HEADERS).status_code == 405
    assert not waiting(valkey)

    desk = Desk(world.users["author_skhcn"], "skhcn-hungyen")
    preview = text_of(desk.get(f"pages/{draft.pk}/view_draft/"))
    assert draft.title in preview
    assert "luot-xem" not in preview
    assert desk.client.post(f"/luot-xem/{page.pk}/", headers={"host": desk.host, **HEADERS}).status_code == 404


@pytest.mark.django_db
def test_without_valkey_a_reader_notices_nothing(world: Any, client: Client, valkey: Any, settings: Any) -> None:
    page = make_article(world.skhcn)
    settings.VALKEY_URL = "redis://127.0.0.1:9/0"
    assert portal_get(client, world.host("skhcn"), page.url).status_code == 200
    assert tell(client, world.host("skhcn"), page).status_code == 204
    with pytest.raises(RedisError):
        move_visits(NOW)


@pytest.mark.django_db
def test_each_visit_is_moved_once_although_the_job_dies_in_between(
    world: Any, valkey: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, day = make_article(world.skhcn), NOW.date()
    both = ({(page.pk, str(day)): 2}, {(world.skhcn.pk, str(day)): 2})
    for _each in range(2):
        assert store.count(day, world.skhcn.pk, page.pk)

    def dies(*_asked: Any) -> None:
        raise SystemExit

    with monkeypatch.context() as before_it_is_written:
        before_it_is_written.setattr(store, "add", dies)
        with pytest.raises(SystemExit):
            store.move(NOW)
    assert numbers() == ({}, {})
    with monkeypatch.context() as after_it_is_written:
        after_it_is_written.setattr(Redis, "delete", dies)
        with pytest.raises(SystemExit):
            store.move(NOW)
    assert numbers() == both
    store.count(day, world.skhcn.pk, page.pk)
    assert store.move(NOW) == 1, "the batch that was written is thrown away, the new visit is added"
    assert [*numbers()[0].values(), *numbers()[1].values()] == [3, 3]
    assert not list(valkey.scan_iter(f"{store.PREFIX}:*"))
    assert store.move(NOW) == 0


@pytest.mark.django_db
def test_visits_follow_their_page_and_stay_with_the_agency(world: Any, valkey: Any) -> None:
    stays, goes = (make_article(world.skhcn, title=title, live=False) for title in ("Còn", "Mất"))
    section = SectionPage.objects.get(agency=world.hungyen, key="news", locale__language_code="vi")
    day = NOW.date()
    for page in (stays, goes, goes):
        store.count(day, world.skhcn.pk, page.pk)
    store.move(NOW)
    store.count(day, world.skhcn.pk, goes.pk)
    store.count(day, world.skhcn.pk, stays.pk)
    move_trees(below(section, [stays]))
    goes.delete()
    assert store.move(NOW) == 2
    assert numbers() == ({(stays.pk, str(day)): 2}, {(world.skhcn.pk, str(day)): 5})
    assert PageVisits.objects.filter(page__agency=world.hungyen).count() == 1


def line(at: str, host: str, path: str) -> str:
    return f"2026-{at}+00:00 {host} {path}\n"


@pytest.mark.django_db
def test_the_edges_log_is_read_on_from_where_it_was_left_over_a_rotation_too(world: Any, tmp_path: Path) -> None:
    page, neighbour = make_article(world.skhcn, title="Tin"), make_article(world.commune, title="Tin phường")
    host, own = world.host("skhcn"), f"/luot-xem/{page.pk}.gif"
    log, rotated = tmp_path / "visits.log", tmp_path / "visits.log.1"
    assert edge.read_log(str(log)) == 0, "there is no log yet"
    before, after = line("11-27T16:59:59", host, own), line("11-27T17:00:00", host, own)
    strange = [
        line("11-27T17:00:00", world.host("commune"), own),
        line("11-27T17:00:00", host, f"/luot-xem/{neighbour.pk}.gif"),
        line("11-27T17:00:00", "khac.example.vn", own),
        line("11-27T17:00:00", host, "/luot-xem/99999999999999.gif"),
        line("11-99T17:00:00", host, own),
        "\udcff\n",
    ]
    log.write_text(before + after + "".join(strange) + after[:20], errors="surrogateescape")
    assert edge.read_log(str(log)) == 2
    assert numbers()[0] == {(page.pk, "2026-11-27"): 1, (page.pk, "2026-11-28"): 1}, "days end at midnight in Vietnam"
    with log.open("a") as file:
        file.write(after[20:])
    assert (edge.read_log(str(log)), edge.read_log(str(log))) == (1, 0), "half a line waits for its other half"

    with log.open("a") as file:
        file.write(after)
    log.rename(rotated)
    log.write_text("")
    assert edge.read_log(str(log)) == 1
    with rotated.open("a") as file:
        file.write(after + after[:20])
    log.write_text(after)
    assert edge.read_log(str(log)) == 1, "what nginx wrote into the old file before it opened the new one"
    assert (edge.read_log(str(log)), edge.read_log(str(log))) == (1, 0)
    log.write_text(after)
    EdgeLogMark.objects.update(offset=10**6)
    assert edge.read_log(str(log)) == 1, "a file that was cut short is read from its beginning"
    assert numbers()[1] == {(world.skhcn.pk, "2026-11-27"): 1, (world.skhcn.pk, "2026-11-28"): 6}


def test_the_edge_writes_down_no_address() -> None:
    nginx = (project.BASE_DIR / "deploy/nginx/cong.conf").read_text()
    (form,) = re.findall(r"log_format cong_visits (.*);", nginx)
    assert form == '"$time_iso8601 $host $uri"'
