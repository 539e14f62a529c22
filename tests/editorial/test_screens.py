"""The board's queue, the review screen and the author's texts, over HTTP on the admin host."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from editorial import services
from editorial.states import state_of
from editorial.transitions import State
from tenants.hosts import forget_hosts
from tests.editorial.conftest import again, change, make_text

pytestmark = pytest.mark.django_db
HOST = "cms.hungyen.localhost"


class Desk:
    """A signed-in person in one agency's work area."""

    def __init__(self, user: Any, agency: str) -> None:
        self.client, self.base = Client(), f"/a/{agency}/"
        self.client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")

    def get(self, path: str) -> Any:
        return self.client.get(self.base + path, headers={"host": HOST})

    def post(self, path: str, data: Any = None) -> Any:
        return self.client.post(self.base + path, data or {}, headers={"host": HOST, "sec-fetch-site": "same-origin"})


@pytest.fixture
def at(desk: Any) -> Any:
    return lambda name, agency="skhcn-hungyen": Desk(desk.users[name], agency)


def act(page: Any, action: str) -> str:
    return f"editorial/act/{page.pk}/{action}/"


def test_the_queue_shows_what_waits_for_this_board(desk: Any, at: Any) -> None:
    page = desk.submitted(title="Tin chờ duyệt của Sở")
    answer = at("board_member_skhcn").get("editorial/queue/")
    assert answer.status_code == 200
    text = answer.content.decode()
    assert page.title in text
    assert str(desk.author) in text
    assert "ed-wait--green" in text
    other = at("board_member_commune", "phohien-hungyen").get("editorial/queue/")
    assert page.title not in other.content.decode()


@pytest.mark.clause("TN.6.3")
def test_an_author_sees_no_queue_and_no_review(desk: Any, at: Any) -> None:
    page = desk.submitted()
    assert at("author_skhcn").get("editorial/queue/").status_code == 403
    assert at("author_skhcn").get(f"editorial/review/{page.pk}/").status_code == 403


@pytest.mark.clause("VL.20.1a", "VL.20.3")
def test_the_review_screen_shows_text_changes_people_and_grounds(desk: Any, at: Any) -> None:
    page = desk.live(title="Bản cũ")
    change(page, desk.author, title="Bản mới")
    services.submit(page, actor=desk.author, now=timezone.now())
    text = at("board_member_skhcn").get(f"editorial/review/{page.pk}/").content.decode()
    assert "<iframe" in text
    assert f"/a/skhcn-hungyen/pages/{page.pk}/revisions/{again(page).latest_revision_id}/view/" in text
    assert "cũ" in text
    assert "mới" in text
    assert str(desk.author) in text
    for ground in desk.agency.regulation.refusal_grounds.values():
        assert ground.text_vi in text
        assert ground.cite_vi in text


def test_the_preview_in_the_review_screen_is_the_portals_page(desk: Any, at: Any) -> None:
    page = desk.submitted(title="Xem trước bài viết")
    answer = at("board_member_skhcn").get(f"pages/{page.pk}/revisions/{page.latest_revision_id}/view/")
    assert answer.status_code == 200
    assert "Xem trước bài viết" in answer.content.decode()
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"


@pytest.mark.clause("VL.20.1b", "TB.16.3")
def test_one_step_approves_and_the_text_is_live(desk: Any, at: Any) -> None:
    page = desk.submitted()
    answer = at("board_member_skhcn").post(act(page, "approve"), {"approve-note": "Đồng ý"})
    assert answer.status_code == 302
    assert again(page).live


@pytest.mark.clause("VL.20.3")
def test_one_step_refuses_and_the_author_sees_why(desk: Any, at: Any) -> None:
    page = desk.submitted()
    ground, row = next(iter(desk.agency.regulation.refusal_grounds.items()))
    without = at("board_member_skhcn").post(act(page, "refuse"), {"refuse-note": "Không được mất chữ này"})
    assert without.status_code == 422
    assert "Không được mất chữ này" in without.content.decode()
    answer = at("board_member_skhcn").post(
        act(page, "refuse"), {"refuse-ground": ground, "refuse-note": "Xin bổ sung nguồn"}
    )
    assert answer.status_code == 302
    text = at("author_skhcn").get("editorial/texts/").content.decode()
    assert row.text_vi in text
    assert "Xin bổ sung nguồn" in text
    assert act(page, "resubmit") in text
    assert at("author_skhcn").post(act(page, "resubmit")).status_code == 302
    assert state_of(page) == State.SUBMITTED


def test_who_comes_second_gets_a_403_that_names_who_decided(desk: Any, at: Any) -> None:
    page = desk.submitted()
    services.approve(page, actor=desk.member, now=timezone.now())
    answer = at("board_head_skhcn").post(act(page, "approve"), {"approve-note": ""})
    assert answer.status_code == 403
    assert str(desk.member) in answer.content.decode()


NEVER = {
    "author_skhcn": ("approve", "refuse", "return", "publish_urgently", "unpublish"),
    "agency_admin_skhcn": ("approve", "refuse", "return", "publish_urgently", "unpublish", "withdraw"),
    "board_member_skhcn": ("publish_urgently", "withdraw", "submit", "resubmit", "unpublish", "archive"),
}


@pytest.mark.clause("TN.6.3", "VL.20.1b")
@pytest.mark.parametrize(("name", "action"), [(name, action) for name, row in NEVER.items() for action in row])
def test_what_a_person_may_not_do_with_a_submitted_text_is_403(desk: Any, at: Any, name: str, action: str) -> None:
    page = desk.submitted()
    ground = next(iter(desk.agency.regulation.refusal_grounds))
    data = {f"{action}-note": "lý do", f"{action}-ground": ground}
    assert at(name).post(act(page, action), data).status_code == 403
    assert at(name).get(act(page, action)).status_code == 403
    assert state_of(page) == State.SUBMITTED


@pytest.mark.clause("TN.6.3")
def test_across_agencies_the_text_does_not_exist(desk: Any, at: Any) -> None:
    page = desk.submitted()
    for path in (f"editorial/review/{page.pk}/", act(page, "approve"), act(page, "archive")):
        assert at("board_head_commune", "phohien-hungyen").get(path).status_code == 404
        assert at("board_head_commune", "phohien-hungyen").post(path).status_code in {404, 405}
    assert at("board_head_commune").get(f"editorial/review/{page.pk}/").status_code == 404
    assert not again(page).live


def test_an_unknown_action_does_not_exist(desk: Any, at: Any) -> None:
    assert at("board_head_skhcn").post(act(desk.submitted(), "explode")).status_code == 404


def test_urgent_publication_over_the_screens(desk: Any, at: Any) -> None:
    page = desk.draft(title="Cảnh báo bão")
    assert at("board_head_skhcn").get(act(page, "publish_urgently")).status_code == 200
    empty = at("board_head_skhcn").post(act(page, "publish_urgently"), {"publish_urgently-note": ""})
    assert empty.status_code == 422
    at("board_head_skhcn").post(act(page, "publish_urgently"), {"publish_urgently-note": "Bão đổ bộ"})
    assert again(page).live
    assert "Bão đổ bộ" in at("board_member_skhcn").get("editorial/queue/").content.decode()
    decision = page.decisions.get()
    assert at("board_head_skhcn").post(f"editorial/urgent/{decision.pk}/reviewed/").status_code == 403
    assert at("board_member_skhcn").post(f"editorial/urgent/{decision.pk}/reviewed/").status_code == 302


class TestWagtailsOwnScreens:
    def editor(self, desk: Any, page: Any) -> dict[str, Any]:
        return {
            "title": "Tiêu đề sửa trong trình soạn thảo",
            "slug": page.slug,
            "summary": "",
            "change_notes-count": "0",
            "body-count": "0",
            "comments-TOTAL_FORMS": "0",
            "comments-INITIAL_FORMS": "0",
            "comments-MIN_NUM_FORMS": "0",
            "comments-MAX_NUM_FORMS": "",
        }

    @pytest.mark.parametrize("name", ["author_skhcn", "board_head_skhcn", "superuser"])
    def test_the_editor_publishes_for_nobody(self, desk: Any, at: Any, name: str) -> None:
        page = desk.draft()
        form = at(name).get(f"pages/{page.pk}/edit/").content.decode()
        assert 'name="action-publish"' not in form
        at(name).post(f"pages/{page.pk}/edit/", {**self.editor(desk, page), "action-publish": "1"})
        assert not again(page).live

    def test_a_text_that_waits_is_locked_for_everybody(self, desk: Any, at: Any) -> None:
        page = desk.submitted()
        for name in ("author_skhcn", "board_member_skhcn"):
            at(name).post(f"pages/{page.pk}/edit/", self.editor(desk, page))
        assert again(page).latest_revision_id == page.latest_revision_id

    def test_the_editor_submits_to_the_board(self, desk: Any, at: Any) -> None:
        page = make_text(desk.agency, desk.author)
        form = at("author_skhcn").get(f"pages/{page.pk}/edit/").content.decode()
        assert 'name="action-submit"' in form

    def test_a_submitted_text_offers_no_deletion(self, desk: Any, at: Any) -> None:
        page = desk.submitted()
        services.withdraw(page, actor=desk.author, now=timezone.now())
        at("author_skhcn").post(f"pages/{page.pk}/delete/")
        assert again(page)
        assert act(page, "archive") in at("author_skhcn").get(f"pages/{page.pk}/edit/").content.decode()


def test_the_list_of_texts_costs_the_same_with_two_texts_and_with_twelve(desk: Any, at: Any) -> None:
    def queries() -> int:
        forget_hosts()  # else a slow machine forgets between two requests, and the second asks once more
        with CaptureQueriesContext(connection) as asked:
            answer = at("author_skhcn").get("editorial/texts/")
        assert answer.status_code == 200
        return len(asked)

    desk.submitted(title="Tin thứ nhất")
    desk.submitted(title="Tin thứ hai")
    queries()  # what a process asks once
    few = queries()
    for number in range(10):
        desk.submitted(title=f"Tin thêm số {number}")
    assert queries() == few
