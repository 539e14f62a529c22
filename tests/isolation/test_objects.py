"""One's own objects answer on every reviewed screen; a neighbour's never do, whoever asks and however."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import resolve

from tenants.admin_gate import REVIEWED, WITHOUT_AGENCY
from tests.factories import make_article
from tests.isolation.routes import LISTED, POSTED, SHOWN, admin_routes
from tests.isolation.work import CANARY, Belongings, Desk, make_image, text_of

# Wagtail's own preview of an image leaves its temporary file to the garbage collector.
pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")]


def test_every_reviewed_route_is_walked_here(own: Belongings) -> None:
    walked = {resolve("/" + own.fill(path).split("?")[0], "portal.admin_urls").view_name for path in SHOWN + POSTED}
    listed = {resolve("/" + path.split("?")[0], "portal.admin_urls").view_name for path in LISTED}
    elsewhere = {
        "wagtailadmin_dismissibles",
        "wagtailadmin_block_preview",
        "wagtailadmin_editing_sessions:release",
        "wagtailimages_chooser:create",
        "wagtaildocs_chooser:create",
        "agency_image_from_upload",
        "wagtailimages:delete_upload_multiple",
        "wagtaildocs:create_multiple_from_uploaded_document",
        "wagtaildocs:delete_upload_multiple",
    }
    missing = REVIEWED - WITHOUT_AGENCY - walked - listed - elsewhere
    assert not missing
    assert REVIEWED <= {name for name, _route in admin_routes()} | {"security:first_administrator"}


def test_ones_own_objects_answer(desk: Desk, own: Belongings) -> None:
    for path in SHOWN:
        answer = desk.get(own.fill(path))
        allowed = {200, 302} | ({403} if "delete" in path else set())
        assert answer.status_code in allowed, (path, answer.status_code)
        assert answer.status_code != 302 or "delete" in path or "/a/skhcn-hungyen/" in answer.headers["Location"], path


@pytest.mark.parametrize("whose", ["neighbour", "far"])
def test_another_agencys_objects_do_not_exist(desk: Desk, whose: str, request: Any) -> None:
    theirs: Belongings = request.getfixturevalue(whose)
    for path in SHOWN:
        answer = desk.get(theirs.fill(path))
        assert answer.status_code == 404, path
        assert CANARY not in text_of(answer), path
    for path in SHOWN + POSTED:
        answer = desk.post(theirs.fill(path), {"title": "Đã sửa", "name": "x", "locale": "vi"})
        assert answer.status_code == 404, path
        assert CANARY not in text_of(answer), path


def test_ones_own_pages_key_opens_no_version_of_another(desk: Desk, own: Belongings, neighbour: Belongings) -> None:
    for path in ("revisions/{}/view/", "revisions/{}/revert/", "revisions/compare/{}...latest/"):
        answer = desk.get(f"pages/{own.draft}/{path.format(neighbour.revision)}")
        assert answer.status_code == 404, path
        assert CANARY not in text_of(answer), path


def test_ones_own_pages_key_opens_no_workflow_of_another(desk: Desk, own: Belongings, neighbour: Belongings) -> None:
    answer = desk.get(f"pages/{own.submitted}/workflow_history/detail/{neighbour.workflow}/")
    assert answer.status_code == 404
    assert CANARY not in text_of(answer)


def test_where_a_shared_image_is_used_elsewhere_is_not_said(author: Desk, world: Any, neighbour: Belongings) -> None:
    shared = make_image(world.skhcn, "Ảnh dùng chung", shared=True)
    own = make_article(world.skhcn, title="Bài của sở", image=shared)
    make_article(world.commune, title=f"Bài {CANARY}", image=shared)
    text = text_of(author.get(f"images/usage/{shared.pk}/"))
    assert own.title in text
    assert CANARY not in text and "không công khai" not in text


def test_another_agencys_work_area_does_not_exist(world: Any, neighbour: Belongings) -> None:
    for role in ("author", "board_member", "agency_admin"):
        for agency in ("phohien-hungyen", "songphu-tambinh-vinhlong", "khong-co"):
            visitor = Desk(world.users[f"{role}_skhcn"], agency)
            for path in ("", "pages/", "images/", "account/"):
                answer = visitor.get(path)
                assert answer.status_code == 404, (role, agency, path)
                assert CANARY not in text_of(answer)


def test_an_agency_of_another_province_is_not_on_this_admin_host(world: Any, far: Belongings) -> None:
    at_home = Desk(world.users["author_songphu"], "songphu-tambinh-vinhlong", "cms.vinhlong.localhost")
    assert at_home.get("pages/").status_code == 302
    abroad = Desk(world.users["author_songphu"], "songphu-tambinh-vinhlong", "cms.hungyen.localhost")
    assert abroad.get("pages/").status_code == 404
    assert Desk(world.users["superuser"], "songphu-tambinh-vinhlong").get("pages/").status_code == 404
