"""What the board accepts goes live with its old date and address; what it discards is gone; edited drafts stay."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from editorial.models import Decision, DecisionKind
from editorial.services import approve, submit
from editorial.transitions import NotAllowed
from portal.importing.services import accept_batch, begin, discard_batch, end
from portal.importing.transitions import TABLE, Action, State
from portal.models import ArticlePage, ImportBatch, ImportedFile
from tenants.models import AgencyModelLogEntry, OldAddress, PortalDocument, PortalImage
from tests.factories import portal_get
from tests.portal.former_site import PDF, import_site, png, serving, write_wxr, wxr_item

pytestmark = pytest.mark.django_db
SKHCN = "skhcn-hungyen"


@pytest.fixture(autouse=True)
def _media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def head(world: Any) -> Any:
    return world.users["board_head_skhcn"]


def bring_in(tmp_path: Path, *numbers: int) -> ImportBatch:
    export = write_wxr(tmp_path / "cu.xml", *(wxr_item(number) for number in numbers))
    import_site(SKHCN, export)
    return ImportBatch.objects.latest("pk")


def bring_in_with_files(tmp_path: Path) -> tuple[ImportBatch, str]:
    """Two texts that show one image; the second has a file of its own."""
    with serving() as site:
        site.add("/a.png", png(), "image/png")
        site.add("/k.pdf", PDF, "application/pdf")
        picture = f'<p>Chữ</p><img src="{site.url}/a.png">'
        export = write_wxr(
            tmp_path / "cu.xml",
            wxr_item(1, body=picture),
            wxr_item(2, body=f'{picture}<p><a href="{site.url}/k.pdf">Kế hoạch</a></p>'),
            site=site.url,
        )
        import_site(SKHCN, export, host=site.host, allow_private=True)
    return ImportBatch.objects.get(), site.url


@pytest.mark.clause("VL.30a")
def test_accepted_texts_are_on_the_portal_with_their_date_and_old_address(
    world: Any, client: Client, tmp_path: Path, head: Any
) -> None:
    batch = bring_in(tmp_path, 1, 2)
    old = "/2019/05/bai-so-1/"
    assert portal_get(client, world.host("skhcn"), old).status_code == 404
    now = timezone.now()
    decided = accept_batch(batch, actor=head, now=now)
    connection.check_constraints()
    assert (decided.done, decided.left) == (2, 0)
    page = ArticlePage.objects.get(title="Bài số 1")
    assert page.live and page.first_published_at == dt.datetime(2019, 5, 8, 2, 30, tzinfo=dt.UTC)
    answer = portal_get(client, world.host("skhcn"), old)
    assert (answer.status_code, answer.headers["Location"]) == (301, page.full_url)
    shown = portal_get(client, world.host("skhcn"), answer.headers["Location"].partition("localhost")[2])
    assert shown.status_code == 200 and "Nội dung bài số 1." in shown.content.decode()
    decision = Decision.objects.get(page=page)
    assert (decision.kind, decision.actor, decision.decided_at) == (DecisionKind.IMPORT_ACCEPTED, head, now)
    assert batch.source in decision.reason
    batch.refresh_from_db()
    assert (batch.state, batch.closed_at) == ("closed", now)
    actions = AgencyModelLogEntry.objects.filter(agency=world.skhcn, content_type__model="importbatch")
    assert set(actions.values_list("action", flat=True)) == {
        "portal.import_read",
        "portal.import_accept",
        "portal.import_close",
    }


@pytest.mark.clause("VL.30a")
def test_a_file_keeps_its_old_address_once_a_text_shows_it(
    world: Any, client: Client, tmp_path: Path, head: Any
) -> None:
    batch, _url = bring_in_with_files(tmp_path)
    assert not OldAddress.objects.filter(path="/k.pdf").exists()
    accept_batch(batch, actor=head, now=timezone.now())
    for old in ("/k.pdf", "/a.png"):
        answer = portal_get(client, world.host("skhcn"), old)
        assert answer.status_code == 301 and answer.headers["Location"].startswith("/media/")
        file = portal_get(client, world.host("skhcn"), answer.headers["Location"])
        assert file.status_code == 200 and b"".join(file.streaming_content)


def test_discarded_drafts_go_with_the_files_that_came_for_them_alone(tmp_path: Path, head: Any, world: Any) -> None:
    batch, _url = bring_in_with_files(tmp_path)
    second = batch.pages.get(title="Bài số 2")
    decided = discard_batch(batch, actor=head, now=timezone.now(), pages=[second.pk])
    assert decided.done == 1
    assert not ArticlePage.objects.filter(title="Bài số 2").exists()
    assert not PortalDocument.objects.exists()
    assert PortalImage.objects.count() == 1, "the other text shows it"
    assert not OldAddress.objects.filter(path="/2019/05/bai-so-2").exists()
    second.refresh_from_db()
    assert (second.state, second.page, second.decided_by) == ("discarded", None, head)
    batch.refresh_from_db()
    assert batch.state == "ready"
    discard_batch(batch, actor=head, now=timezone.now())
    assert not PortalImage.objects.exists()
    batch.refresh_from_db()
    assert batch.state == "closed"
    section = ArticlePage.objects.filter(agency=world.skhcn)
    assert not section.filter(title__startswith="Bài số").exists()


def test_an_image_that_the_agency_had_before_is_used_again_and_stays(tmp_path: Path, head: Any, world: Any) -> None:
    first, _url = bring_in_with_files(tmp_path)
    accept_batch(first, actor=head, now=timezone.now())
    with serving() as site:
        site.add("/khac.png", png(), "image/png")
        body = f'<img src="{site.url}/khac.png"><p>Chữ</p>'
        import_site(
            SKHCN,
            write_wxr(tmp_path / "hai.xml", wxr_item(5, body=body), site=site.url),
            host=site.host,
            allow_private=True,
        )
    batch = ImportBatch.objects.latest("pk")
    assert PortalImage.objects.count() == 1
    assert not ImportedFile.objects.get(batch=batch).made
    discard_batch(batch, actor=head, now=timezone.now())
    assert PortalImage.objects.count() == 1


def test_a_draft_that_somebody_edits_goes_the_usual_way(world: Any, tmp_path: Path, head: Any) -> None:
    batch = bring_in(tmp_path, 1, 2)
    page = ArticlePage.objects.get(title="Bài số 1")
    author = world.users["author_skhcn"]
    page.title = "Bài số 1, đã sửa"
    page.save_revision(user=author)
    row = batch.pages.get(page=page)
    now = timezone.now()
    assert accept_batch(batch, actor=head, now=now, pages=[row.pk]).left == 1
    assert accept_batch(batch, actor=head, now=now).done == 1
    page.refresh_from_db()
    assert not page.live
    batch.refresh_from_db()
    assert batch.state == "closed", "what is edited does not wait here any more"
    submit(page, actor=author, now=now)
    approve(page, actor=head, now=now)
    page.refresh_from_db()
    assert (page.live, page.title) == (True, "Bài số 1, đã sửa")


def test_discarding_keeps_what_somebody_has_edited(world: Any, tmp_path: Path, head: Any) -> None:
    batch = bring_in(tmp_path, 1)
    page = ArticlePage.objects.get(title="Bài số 1")
    page.save_revision(user=world.users["author_skhcn"])
    discard_batch(batch, actor=head, now=timezone.now())
    assert ArticlePage.objects.filter(pk=page.pk).exists()


@pytest.mark.parametrize("decide", [accept_batch, discard_batch])
def test_only_the_agencys_board_decides(world: Any, tmp_path: Path, decide: Any) -> None:
    batch = bring_in(tmp_path, 1)
    for user in ("author_skhcn", "agency_admin_skhcn", "board_head_commune", "board_head_hungyen"):
        with pytest.raises(NotAllowed):
            decide(batch, actor=world.users[user], now=timezone.now())
    assert batch.pages.waiting().count() == 1


def test_a_batch_in_reading_may_be_decided_page_by_page_and_is_closed_when_all_is_discarded(
    world: Any, tmp_path: Path, head: Any
) -> None:
    batch = bring_in(tmp_path, 1, 2)
    now = timezone.now()
    begin(batch.agency, kind=batch.kind, source=batch.source, host="", found=2, actor=None, now=now)
    accept_batch(batch, actor=head, now=now, pages=[batch.pages.get(title="Bài số 1").pk])
    batch.refresh_from_db()
    assert batch.state == "reading"
    discard_batch(batch, actor=head, now=now)
    batch.refresh_from_db()
    assert batch.state == "closed"
    with pytest.raises(NotAllowed):
        end(batch, actor=None, now=now)


def test_a_closed_batch_allows_nothing(world: Any, tmp_path: Path, head: Any) -> None:
    assert {action for state, action in TABLE if state is State.CLOSED} == set()
    assert {action for _state, action in TABLE} == set(Action)
    batch = bring_in(tmp_path, 1)
    accept_batch(batch, actor=head, now=timezone.now())
    for decide in (accept_batch, discard_batch):
        with pytest.raises(NotAllowed):
            decide(batch, actor=head, now=timezone.now())


def test_accepting_costs_the_same_number_of_queries_for_few_and_for_many(world: Any, tmp_path: Path, head: Any) -> None:
    def cost(numbers: range) -> int:
        batch = bring_in(tmp_path, *numbers)
        with CaptureQueriesContext(connection) as asked:
            accept_batch(batch, actor=head, now=timezone.now())
        return len(asked)

    cost(range(1, 3))
    assert cost(range(10, 12)) == cost(range(20, 50))
