"""The storm copy of a portal: written with a publication, small, public things alone, gone with what it shows."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from editorial.services import unpublish
from portal.alerts.services import lift_alert, raise_alert
from portal.models import Severity
from portal.storm import jobs
from portal.storm.places import folder_of
from portal.storm.plain import plain_html
from portal.storm.switch import is_on, switch_storm, turn
from portal.storm.write import portals, write_all, write_copy
from tenants.life import resume_agency, suspend_agency
from tenants.models import AgencyModelLogEntry, Succession
from tenants.succession import own
from tenants.succession.heirs import Handover
from tests.factories import make_article, portal_get, portal_post
from tests.portal.test_markup import complaints
from tests.qa_inbox.test_storm import send

pytestmark = pytest.mark.django_db
LARGEST_HOME = 14 * 1024


@pytest.fixture(autouse=True)
def root(settings: Any, tmp_path: Path) -> Iterator[Path]:
    settings.STORM_ROOT, settings.STORM_KEY_FILE = tmp_path / "storm", tmp_path / "storm-key.pem"
    yield tmp_path / "storm"


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Agencies whose copies were asked for; the queue itself is left alone."""
    found: list[int] = []
    monkeypatch.setattr(jobs.write_storm_copies, "apply_async", lambda args, **_: found.extend(args[0]))
    return found


def write(host: str) -> int:
    return write_copy(portals().get(hostname=host), timezone.now())


def file_of(host: str, page: Any) -> Path:
    home = page.get_ancestors().get(depth=page.HOME_DEPTH)
    return folder_of(host) / page.url_path[len(home.url_path) :] / "index.html"


@pytest.mark.clause("VL.8.1c", "HY.14.3", "VL.10.1")
def test_a_text_is_in_the_copy_from_its_publication_until_it_is_taken_off(
    world: Any, asked: list[int], django_capture_on_commit_callbacks: Any
) -> None:
    host = world.host("skhcn")
    with django_capture_on_commit_callbacks(execute=True):
        page = make_article(world.skhcn, title="Giữ <an toàn> khi bão về", summary="Chằng néo nhà cửa.")
        hidden = make_article(world.skhcn, title="Bản nháp mật", live=False)
    assert set(asked) == {world.skhcn.pk}
    assert jobs.write_for(asked) == []
    text = file_of(host, page).read_text()
    assert "Giữ &lt;an toàn&gt; khi bão về" in text and "Nội dung bài viết." in text
    assert not file_of(host, hidden).exists()
    copy = folder_of(host)
    everything = "".join(path.read_text() for path in copy.rglob("*.html"))
    assert "Bản nháp mật" not in everything
    assert "Giữ &lt;an toàn&gt;" in (copy / "index.html").read_text()
    assert not folder_of(world.host("commune")).exists()
    assert call_command("storm", "verify", host) is None
    asked.clear()
    with django_capture_on_commit_callbacks(execute=True):
        unpublish(page, actor=world.users["board_head_skhcn"], now=timezone.now(), reason="Sai số liệu")
    assert set(asked) == {world.skhcn.pk}
    jobs.write_for(asked)
    assert not file_of(host, page).parent.exists()
    assert "an toàn&gt;" not in (copy / "index.html").read_text()
    assert call_command("storm", "verify", host) is None


def test_what_is_on_disk_is_not_rendered_again_but_what_was_tampered_with_is(world: Any) -> None:
    host = world.host("skhcn")
    pages = [make_article(world.skhcn) for _ in range(3)]
    write(host)
    with CaptureQueriesContext(connection) as none:
        assert write(host) <= 1  # the front page says since when it stands
    file = file_of(host, pages[0])
    good = file.read_bytes()
    file.write_bytes(good.replace("Nội dung".encode(), "Nội gian".encode()))
    with pytest.raises(CommandError):
        call_command("storm", "verify", host)
    (folder_of(host) / "la.html").write_text("lạ")
    with CaptureQueriesContext(connection) as one:
        write(host)
    assert file.read_bytes() == good and not (folder_of(host) / "la.html").exists()
    assert len(one) > len(none)
    type(world.skhcn).objects.filter(pk=world.skhcn.pk).update(name="Sở Đổi tên")
    for _ in range(5):
        make_article(world.skhcn)
    write(host)
    assert "Sở Đổi tên" in file.read_text() and "Sở Đổi tên".encode() not in good
    with CaptureQueriesContext(connection) as more:
        write(host)
    assert len(more) == len(none)


def test_banners_stand_on_every_page_and_go_at_their_end(world: Any, asked: list[int], settings: Any) -> None:
    host, now = world.host("skhcn"), timezone.now()
    page = make_article(world.skhcn)
    write(host)
    plain = file_of(host, page).read_text()
    banner = {"severity": Severity.DANGER, "title": "Vỡ đê", "text": "Rời <vùng> trũng.", "actor": None, "now": now}
    alert = raise_alert(world.skhcn, ends_at=now + dt.timedelta(hours=1), **banner)
    write(host)
    for file in folder_of(host).rglob("*.html"):
        assert "Vỡ đê" in file.read_text() and "Rời &lt;vùng&gt; trũng." in file.read_text(), file
    lift_alert(alert, actor=None, now=now)
    write(host)
    assert file_of(host, page).read_text() == plain
    raise_alert(world.skhcn, ends_at=now + dt.timedelta(hours=1), **banner)
    write(host)
    later = now + dt.timedelta(hours=2)
    assert jobs.drop_ended_banners(later) == "agencies 1"
    assert file_of(host, page).read_text() == plain
    assert jobs.drop_ended_banners(later + jobs.LOOK_BACK) == ""


def test_a_banner_asks_for_the_copies_of_all_who_show_it(
    world: Any, asked: list[int], django_capture_on_commit_callbacks: Any
) -> None:
    later = timezone.now() + dt.timedelta(hours=1)
    banner = {"severity": Severity.NOTICE, "title": "Bão", "text": "Cẩn thận.", "ends_at": later}
    with django_capture_on_commit_callbacks(execute=True):
        alert = raise_alert(world.hungyen, reach="all", actor=None, now=timezone.now(), **banner)
    assert {world.hungyen.pk, world.skhcn.pk, world.commune.pk} <= set(asked)
    assert world.snv.pk not in asked
    asked.clear()
    with django_capture_on_commit_callbacks(execute=True):
        lift_alert(alert, actor=None, now=timezone.now())
    assert world.skhcn.pk in asked


def test_only_the_newest_texts_are_kept_and_pages_are_small_valid_html(world: Any, settings: Any, root: Path) -> None:
    settings.STORM_TEXTS = 16
    body = [
        ("heading", "Việc cần làm"),
        (
            "paragraph",
            '<p>Gọi <a href="tel:114">114</a><script>alert(1)</script><b style="x">ngay</b></p><ul><li>A</li></ul>',
        ),
        ("quote", {"text": "Ở yên trong nhà", "attribution": "Ban chỉ huy"}),
    ]
    pages = [make_article(world.skhcn, title=f"Tin số {n} " + "dài " * 20, body=body) for n in range(17)]
    host = world.host("skhcn")
    write(host)
    assert sum(file_of(host, page).exists() for page in pages) == 16
    text = file_of(host, pages[-1]).read_text()
    assert '<a href="tel:114">114</a>' in text and "<b>ngay</b>" in text and "alert(1)" not in text
    assert (folder_of(host) / "index.html").stat().st_size < LARGEST_HOME
    pages_alone = root / "pages"
    shutil.copytree(folder_of(host), pages_alone, ignore=shutil.ignore_patterns("manifest.*", "*.css", "again.html"))
    (pages_alone / "again.html").write_text(send({"subject": "Đê <vỡ> & ngập"}, host)[1])
    assert complaints(pages_alone) == []


def test_the_nightly_job_writes_all_and_removes_what_answers_no_more(world: Any) -> None:
    number, gone = write_all(timezone.now())
    assert (number, gone) == (portals().count(), 0)
    assert folder_of(world.host("commune")).exists()
    type(world.commune).objects.filter(pk=world.commune.pk).update(state="closed")
    assert jobs.write_every_copy(timezone.now()) == f"portals {number - 1}, removed 1"
    assert not folder_of(world.host("commune")).exists()


def test_a_portal_that_is_suspended_loses_its_copy_and_the_switch_without_a_queue(
    world: Any, asked: list[int], django_capture_on_commit_callbacks: Any
) -> None:
    host, now = world.host("commune"), timezone.now()
    row = portals().get(hostname=host)
    write(host)
    turn([host], on=True, by="test", now=now)
    with django_capture_on_commit_callbacks(execute=True):
        suspend_agency(world.commune, actor=None, now=now, reason="Nội dung bị sửa trái phép")
    assert not folder_of(host).exists() and not is_on(host)
    asked.clear()
    # A worker that had read it among those that answer, and comes to it only now.
    folder_of(host).mkdir(parents=True)
    assert write_copy(row, now) == 0 and not folder_of(host).exists()
    with django_capture_on_commit_callbacks(execute=True):
        resume_agency(world.commune, actor=None, now=now)
    jobs.write_for(asked)
    assert folder_of(host).exists()


@pytest.mark.parametrize("step", ["stop", "close"])
def test_an_agency_that_is_taken_over_loses_its_copy_too(
    world: Any, asked: list[int], django_capture_on_commit_callbacks: Any, step: str
) -> None:
    host, now = world.host("commune"), timezone.now()
    write(host)
    handover = Handover(Succession(decision="1/NQ", decided_on=now.date()), world.commune, world.hungyen, {})
    with django_capture_on_commit_callbacks(execute=True):
        getattr(own, step)(handover, actor=None, now=now)
    assert not folder_of(host).exists()
    jobs.write_for(asked)
    assert not folder_of(host).exists()


def test_plain_html_keeps_words_and_drops_everything_else() -> None:
    dirty = (
        "<!-- x --><div class='a'>Một<img src=x onerror=y></div><figure><picture><img></picture>"
        "<figcaption>Chú thích</figcaption></figure><a href='javascript:alert(1)'>hai</a>"
        "<a class=z href='/tin/'>ba</a><svg><script>1</script></svg>&lt;b&gt;"
        "<table><tr><th scope=col style=x>C</th></tr></table>"
    )
    found = plain_html(dirty)
    assert "<p>Một</p>" in found and "<p>Chú thích</p>" in found and 'hai<a href="/tin/">ba</a>' in found
    assert "&lt;b&gt;" in found and '<th scope="col">C</th>' in found
    for word in ("class", "style", "onerror", "javascript", "img", "svg", "script", "<!--"):
        assert word not in found
    assert plain_html("  ") == "" and plain_html("chỉ chữ & dấu") == "chỉ chữ &amp; dấu"


def test_the_switch_is_for_who_raises_banners_and_for_ones_own_portal(
    world: Any, client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    now, host, commune = timezone.now(), world.host("skhcn"), world.host("commune")
    admin, url = world.host("hungyen", "admin"), f"/a/{world.skhcn.slug}/storm/"
    with pytest.raises(ValidationError, match="Chưa có bản dự phòng"):
        switch_storm(world.skhcn, on=True, actor=world.users["board_head_skhcn"], now=now)
    for name in (host, commune, world.host("snv")):
        write(name)
    for person, agency in (("author_skhcn", world.skhcn), ("board_head_skhcn", world.hungyen)):
        with pytest.raises(PermissionDenied):
            switch_storm(agency, on=True, actor=world.users[person], now=now)
    with pytest.raises(ValidationError):
        switch_storm(world.skhcn, on=True, everywhere=True, actor=world.users["board_head_skhcn"], now=now)
    client.force_login(world.users["author_skhcn"])
    assert portal_get(client, admin, url).status_code == 403
    assert portal_post(client, admin, f"{url}switch/", {"turn": "on"}).status_code == 403
    client.force_login(world.users["board_head_commune"])
    assert portal_post(client, admin, f"{url}switch/", {"turn": "on"}).status_code == 404
    client.force_login(world.users["board_head_skhcn"])
    assert host in portal_get(client, admin, url).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        assert portal_post(client, admin, f"{url}switch/", {"turn": "on", "where": "own"}).status_code == 302
    assert is_on(host) and not is_on(commune)
    assert AgencyModelLogEntry.objects.filter(action="portal.storm_on", agency=world.skhcn).exists()
    assert portal_get(client, admin, url).content.decode().count('value="off"') == 1
    with django_capture_on_commit_callbacks(execute=True):
        switch_storm(world.hungyen, on=True, everywhere=True, actor=world.users["office_hungyen"], now=now)
    assert is_on(commune) and not is_on(world.host("snv")) and not is_on(world.host("hungyen"))
    with django_capture_on_commit_callbacks(execute=True):
        switch_storm(world.skhcn, on=False, actor=world.users["board_head_skhcn"], now=now)
    assert not is_on(host) and is_on(commune)


def test_in_storm_mode_files_are_served_without_a_query(world: Any, client: Client, settings: Any) -> None:
    settings.MIDDLEWARE = ["portal.storm.middleware.StormMiddleware", *settings.MIDDLEWARE]
    page, host = make_article(world.skhcn, title="Đường 39 ngập"), world.host("skhcn")
    write(host)
    assert "X-Storm-Copy" not in portal_get(client, host).headers
    call_command("storm", "on", "skhcn.*")
    path = f"/{file_of(host, page).parent.relative_to(folder_of(host))}/"
    with CaptureQueriesContext(connection) as asked:
        home, text = portal_get(client, host), portal_get(client, host, path)
        missing, outside = portal_get(client, host, "/khong-co/"), portal_get(client, host, "/../../storm-key.pem")
    assert len(asked) == 0
    assert home.headers["X-Storm-Copy"] == "1" and "Đường 39 ngập" in text.content.decode()
    assert (missing.status_code, outside.status_code) == (503, 503)
    assert portal_post(client, host, "/").status_code == 405
    call_command("storm", "off", "--all")
    assert "X-Storm-Copy" not in portal_get(client, host, path).headers
