"""The board's screens of imports: only its own agency's, only for the board, and only where there is something."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import gettext, ngettext

from portal.models import ArticlePage, ImportBatch
from tests.isolation.work import Desk, text_of
from tests.portal.former_site import import_site, write_wxr, wxr_item

pytestmark = pytest.mark.django_db
SKHCN = "skhcn-hungyen"


@pytest.fixture
def batch(world: Any, tmp_path: Path) -> ImportBatch:
    import_site(SKHCN, write_wxr(tmp_path / "cu.xml", *(wxr_item(number) for number in range(1, 5))))
    return ImportBatch.objects.get()


@pytest.fixture
def member(world: Any) -> Desk:
    return Desk(world.users["board_member_skhcn"], SKHCN)


def live() -> set[str]:
    return set(ArticlePage.objects.filter(title__startswith="Bài số", live=True).values_list("title", flat=True))


@pytest.mark.clause("VL.30a")
def test_the_board_accepts_page_by_page_and_then_the_rest(member: Desk, batch: ImportBatch) -> None:
    address = f"imports/{batch.pk}/"
    text = text_of(member.get(address))
    first = batch.pages.first()
    assert first is not None
    assert f"pages/{first.page_id}/view_draft/" in text and "Bài số 4" in text
    answer = member.post(f"{address}accept/", {"page": first.pk})
    assert answer.status_code == 302 and answer.headers["Location"].endswith(f"/a/{SKHCN}/{address}")
    assert live() == {"Bài số 1"}
    told = ngettext("%(count)d text is on the portal now.", "%(count)d texts are on the portal now.", 1)
    assert told % {"count": 1} in text_of(member.get(address))
    assert "Bài số 1" not in text_of(member.get(address)) and "Bài số 1" in text_of(member.get(f"{address}?all"))
    member.post(f"{address}accept/", {"scope": "all"})
    assert len(live()) == 4
    batch.refresh_from_db()
    assert batch.state == "closed"
    assert member.post(f"{address}accept/", {"scope": "all"}).status_code == 403


def test_nothing_ticked_decides_nothing(member: Desk, batch: ImportBatch) -> None:
    for page in ({}, {"page": ["x", "-1", "9" * 30]}):
        member.post(f"imports/{batch.pk}/discard/", page)
    assert gettext("Tick at least one text first.") in text_of(member.get(f"imports/{batch.pk}/"))
    assert batch.pages.waiting().count() == 4


def test_who_does_not_sit_on_the_board_may_not(world: Any, batch: ImportBatch) -> None:
    for role in ("author", "agency_admin", "responder"):
        desk = Desk(world.users[f"{role}_skhcn"], SKHCN)
        assert desk.get("imports/").status_code == 403, role
        assert desk.get(f"imports/{batch.pk}/").status_code == 403, role
        for data in ({"scope": "all"}, {}):
            assert desk.post(f"imports/{batch.pk}/accept/", data).status_code == 403, role
            assert desk.post(f"imports/{batch.pk}/discard/", data).status_code == 403, role
    assert batch.pages.waiting().count() == 4


def test_another_agencys_import_does_not_exist(world: Any, batch: ImportBatch) -> None:
    for user, agency in (("board_head_commune", "phohien-hungyen"), ("superuser", "phohien-hungyen")):
        desk = Desk(world.users[user], agency)
        assert desk.get(f"imports/{batch.pk}/").status_code == 404
        for action in ("accept", "discard"):
            assert desk.post(f"imports/{batch.pk}/{action}/", {"scope": "all"}).status_code == 404
        assert batch.source not in text_of(desk.get("imports/"))
    assert batch.pages.waiting().count() == 4


def test_rows_of_another_import_are_not_decided_through_this_one(
    world: Any, member: Desk, batch: ImportBatch, tmp_path: Path
) -> None:
    import_site("phohien-hungyen", write_wxr(tmp_path / "phuong.xml", wxr_item(7, title="Bài số 7 của phường")))
    other = ImportBatch.objects.exclude(pk=batch.pk).get()
    member.post(f"imports/{batch.pk}/accept/", {"page": [row.pk for row in other.pages.all()]})
    assert live() == set()


def test_the_menu_names_imports_only_to_the_board_and_only_when_there_are_some(world: Any, tmp_path: Path) -> None:
    entry = f'"/a/{SKHCN}/imports/"'
    head = Desk(world.users["board_head_skhcn"], SKHCN)
    assert entry not in text_of(head.get("account/"))
    import_site(SKHCN, write_wxr(tmp_path / "cu.xml", wxr_item(1)))
    assert entry in text_of(head.get("account/"))
    assert gettext("texts of former sites to accept or discard") in text_of(head.get(""))
    assert entry not in text_of(Desk(world.users["author_skhcn"], SKHCN).get("account/"))
    elsewhere = Desk(world.users["board_head_commune"], "phohien-hungyen")
    assert "/imports/" not in text_of(elsewhere.get("account/"))


def test_the_screens_cost_the_same_for_few_and_for_many_texts(world: Any, member: Desk, tmp_path: Path) -> None:
    def costs(count: int) -> tuple[int, int]:
        items = [wxr_item(number) for number in range(1, count + 1)]
        import_site(SKHCN, write_wxr(tmp_path / "cu.xml", *items))
        address = f"imports/{ImportBatch.objects.latest('pk').pk}/"
        found = []
        for path in (address, "imports/"):
            member.get(path)
            with CaptureQueriesContext(connection) as asked:
                assert member.get(path).status_code == 200
            found.append(len(asked))
        return found[0], found[1]

    assert costs(2) == costs(30)
