"""A department is merged into another: its content, media, questions, people and addresses are the successor's."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils import timezone

from editorial import services as board
from editorial.models import Decision, DecisionKind
from editorial.permissions import allowed_actions
from portal.models import ArticlePage, SectionPage
from qa_inbox import services
from qa_inbox.models import Question
from tenants.models import Agency, AgencyState, BasePage, OldAddress, PortalImage
from tenants.permissions import user_can_administer_agency, user_can_sign_for, user_can_update_for
from tests.factories import make_article, make_user, portal_get, portal_post
from tests.isolation.work import make_image
from tests.qa_inbox.factories import bring_to, make_question
from tests.qa_inbox.people import staff_of
from tests.tenants.successions import NEW_HOST, NUMBER, OLD_HOST, make_old, merge


@pytest.fixture
def old(world: Any) -> Agency:
    return make_old(world)


def now_of(page: Any) -> Any:
    return type(page).objects.get(pk=page.pk)


def test_an_old_address_leads_to_the_same_page_at_the_successor(world: Any, client: Client, old: Agency) -> None:
    article = make_article(old, title="Chuyển đổi số ở cơ sở")
    old_path, section_path = article.url, article.get_parent().url
    assert portal_get(client, OLD_HOST, "/tin-tuc/").status_code == 200
    merge(old, world.skhcn)
    moved = now_of(article)
    assert (moved.agency_id, moved.came_from_id, moved.live) == (world.skhcn.pk, old.pk, True)
    response = portal_get(client, OLD_HOST, old_path.removeprefix(f"http://{OLD_HOST}"))
    assert (response.status_code, response.headers["Location"]) == (301, moved.full_url)
    assert moved.full_url.startswith(f"http://{NEW_HOST}/luu-tru/")
    page = portal_get(client, NEW_HOST, moved.full_url.removeprefix(f"http://{NEW_HOST}"))
    assert page.status_code == 200
    text = page.content.decode()
    assert "Chuyển đổi số ở cơ sở" in text and old.name in text and NUMBER in text
    section = portal_get(client, OLD_HOST, section_path.removeprefix(f"http://{OLD_HOST}"))
    assert section.status_code == 301
    assert (
        portal_get(client, NEW_HOST, section.headers["Location"].removeprefix(f"http://{NEW_HOST}")).status_code == 200
    )


def test_the_front_page_and_every_other_address_of_the_old_host_lead_to_the_successor(
    world: Any, client: Client, old: Agency
) -> None:
    merge(old, world.skhcn)
    for path in ("/", "/hoi-dap/", "/tim-kiem/?q=mot", "/khong-co/"):
        response = portal_get(client, OLD_HOST, path)
        assert (response.status_code, response.headers["Location"]) == (301, f"http://{NEW_HOST}{path}")
    assert portal_post(client, OLD_HOST, "/hoi-dap/gui/", {}).status_code == 410
    assert Agency.objects.get(pk=old.pk).state == AgencyState.CLOSED


def test_the_archive_is_frozen_by_permission_and_by_the_database(world: Any, client: Client, old: Agency) -> None:
    article = make_article(old)
    merge(old, world.skhcn)
    moved = now_of(article)
    superuser, head = world.users["superuser"], world.users["board_head_skhcn"]
    for person in (superuser, head):
        tester = moved.permissions_for_user(person)
        assert not (tester.can_edit() or tester.can_delete() or tester.can_move())
        assert not now_of(moved.get_parent().specific).permissions_for_user(person).can_add_subpage()
    assert [str(action) for action in allowed_actions(head, moved)] == ["archive"]
    moved.title = "Đổi"
    revision = moved.save_revision(user=superuser)
    with pytest.raises(DatabaseError, match="kept as it was|does not approve"), transaction.atomic():
        revision.publish(user=superuser, skip_permission_checks=True)
    with pytest.raises(DatabaseError, match="nothing is added"), transaction.atomic():
        moved.get_parent().add_child(instance=ArticlePage(title="Thêm", slug="them", live=False))
    with pytest.raises(DatabaseError), transaction.atomic():
        BasePage.objects.filter(pk=moved.pk).update(came_from=None)
    with pytest.raises(DatabaseError), transaction.atomic():
        BasePage.objects.filter(pk=moved.pk).update(title="Đổi")
        connection.check_constraints()


def test_every_page_that_stays_live_has_its_recorded_decision(world: Any, old: Agency) -> None:
    article = make_article(old)
    merge(old, world.skhcn, actor=world.users["office_hungyen"])
    connection.check_constraints()
    kept = BasePage.objects.filter(came_from=old, live=True)
    assert kept.count() > 10
    for page in kept:
        decision = Decision.objects.filter(page=page).first()
        assert (decision.kind, decision.agency_id) == (DecisionKind.MERGER, world.skhcn.pk)
        assert decision.revision_id == page.live_revision_id
    assert NUMBER in Decision.objects.filter(page=article).first().reason


@pytest.mark.parametrize("submitted", [False, True])
def test_a_draft_goes_on_at_the_successor(world: Any, old: Agency, submitted: bool) -> None:
    author = make_user("nguoiviet", role="author", agency=old)
    draft = make_article(old, live=False, owner=author)
    draft.save_revision(user=author)
    if submitted:
        board.submit(draft, actor=author, now=timezone.now())
    merge(old, world.skhcn)
    moved = now_of(draft)
    news = SectionPage.objects.get(agency=world.skhcn, key="news", came_from=None)
    assert moved.get_parent().pk == news.pk and moved.came_from_id is None
    assert moved.get_latest_revision_as_object().agency_id == world.skhcn.pk
    if not submitted:
        board.submit(moved, actor=author, now=timezone.now())
    board.approve(moved, actor=world.users["board_head_skhcn"], now=timezone.now())
    connection.check_constraints()
    assert now_of(draft).live and now_of(draft).full_url.startswith(f"http://{NEW_HOST}/{news.slug}/")


def test_a_draft_whose_address_is_taken_stays_with_its_section(world: Any, old: Agency) -> None:
    draft = make_article(old, live=False)
    twin = make_article(world.skhcn, live=False)
    ArticlePage.objects.filter(pk=twin.pk).update(slug=draft.slug)
    merge(old, world.skhcn)
    moved = now_of(draft)
    assert moved.get_parent().specific.came_from_id == old.pk and moved.came_from_id is None


def test_a_version_approved_for_later_still_goes_live(world: Any, old: Agency, monkeypatch: pytest.MonkeyPatch) -> None:
    author = make_user("nguoiviet", role="author", agency=old)
    reviewer = make_user("nguoiduyet", role="board_head", agency=old)
    draft = make_article(old, live=False)
    draft.go_live_at = timezone.now() + timedelta(hours=1)
    draft.save_revision(user=author)
    board.submit(draft, actor=author, now=timezone.now())
    board.approve(draft, actor=reviewer, now=timezone.now())
    merge(old, world.skhcn)
    assert not now_of(draft).live
    later = timezone.now() + timedelta(hours=2)
    with monkeypatch.context() as patch:
        patch.setattr("django.utils.timezone.now", lambda: later)
        call_command("publish_scheduled")
    connection.check_constraints()
    moved = now_of(draft)
    assert (moved.live, moved.agency_id, moved.came_from_id) == (True, world.skhcn.pk, None)


def test_a_change_of_a_published_page_ends_with_its_submission(world: Any, old: Agency) -> None:
    author = make_user("nguoiviet", role="author", agency=old)
    article = make_article(old)
    article.title = "Sửa"
    article.save_revision(user=author)
    board.submit(article, actor=author, now=timezone.now())
    merge(old, world.skhcn)
    assert now_of(article).current_workflow_state is None
    assert now_of(article).live


@pytest.mark.clause("TN.14.4a")
def test_an_open_question_keeps_its_clock_and_its_asker_the_tracking_link(
    world: Any, client: Client, old: Agency
) -> None:
    people = staff_of(old, "cu")
    question = bring_to(make_question(old), "drafted", people, "cu")
    fields = ("due_at", "due_clause", "due_trace", "regulation_code", "received_at", "remind_at", "klass", "state")
    before = {name: getattr(question, name) for name in fields}
    path = f"/hoi-dap/tra-cuu/{question.code}/"
    assert portal_get(client, OLD_HOST, path).status_code == 200
    merge(old, world.skhcn)
    after = Question.objects.get(pk=question.pk)
    assert {name: getattr(after, name) for name in fields} == before
    assert (after.agency_id, after.portal_id) == (world.skhcn.pk, old.pk)
    assert after.assigned_to == people["responder_cu"]
    response = portal_get(client, OLD_HOST, path)
    assert (response.status_code, response.headers["Location"]) == (301, f"http://{NEW_HOST}{path}")
    text = portal_get(client, NEW_HOST, path).content.decode()
    assert world.skhcn.name in text and NUMBER in text
    handler, signer = world.users["responder_skhcn"], world.users["signer_skhcn"]
    services.request_signoff(after, actor=handler, now=timezone.now())
    assert services.sign(after, publish=False, actor=signer, now=timezone.now()).state == "answered"


def test_a_published_answer_stays_readable_under_its_old_address(world: Any, client: Client, old: Agency) -> None:
    question = bring_to(make_question(old), "answered", staff_of(old, "cu"), "cu")
    merge(old, world.skhcn)
    response = portal_get(client, OLD_HOST, f"/hoi-dap/{question.pk}/")
    assert response.headers["Location"] == f"http://{NEW_HOST}/hoi-dap/{question.pk}/"
    assert portal_get(client, NEW_HOST, f"/hoi-dap/{question.pk}/").status_code == 200
    assert Question.objects.get(pk=question.pk).agency_id == old.pk


@pytest.mark.clause("VL.8.4")
def test_rights_of_people_are_in_force_at_once_and_nobody_inherits_the_signature(world: Any, old: Agency) -> None:
    author = make_user("nguoiviet", role="author", agency=old)
    admin = make_user("quantri", role="agency_admin", agency=old)
    signer = make_user("giamdoc", role="signer", agency=old)
    gone = make_user("danghi", role="author", agency=old, is_active=False)
    assert not user_can_update_for(author, world.skhcn)
    merge(old, world.skhcn)
    assert user_can_update_for(author, world.skhcn) and not user_can_update_for(author, old)
    assert user_can_administer_agency(admin, world.skhcn) and not user_can_administer_agency(admin, old)
    assert not user_can_sign_for(signer, world.skhcn)
    assert list(signer.memberships.values_list("agency_id", "role")) == [(world.skhcn.pk, "responder")]
    assert not gone.memberships.exists()
    assert not old.memberships.exists()


def test_media_come_along_and_are_shown_at_the_successor(world: Any, client: Client, old: Agency) -> None:
    image = make_image(old, "Ảnh cũ")
    make_article(old, image=image)
    merge(old, world.skhcn)
    moved = PortalImage._base_manager.get(pk=image.pk)
    assert (moved.agency_id, moved.collection_id) == (world.skhcn.pk, world.skhcn.collection_id)
    shown = portal_get(client, NEW_HOST, f"/media/{moved.file.name}")
    assert shown.status_code == 200 and b"".join(shown.streaming_content)
    response = portal_get(client, OLD_HOST, f"/media/{moved.file.name}")
    assert response.headers["Location"] == f"http://{NEW_HOST}/media/{moved.file.name}"


def test_the_tree_is_sound_and_the_front_page_shows_the_successors_own_news(
    world: Any, client: Client, old: Agency
) -> None:
    make_article(old, title="Tin của cơ quan cũ")
    make_article(old, live=False)
    merge(old, world.skhcn)
    assert BasePage.find_problems() == ([], [], [], [], [])
    text = portal_get(client, NEW_HOST).content.decode()
    assert "Tin của cơ quan cũ" not in text
    assert "Lưu trữ" in text


def test_a_successor_that_ends_itself_takes_the_earlier_archive_along(world: Any, client: Client, old: Agency) -> None:
    article = make_article(old)
    path = article.url.removeprefix(f"http://{OLD_HOST}")
    second = make_old(world, "Sở Bưu chính", label="sbc")
    merge(old, second)
    merge(second, world.skhcn)
    moved = now_of(article)
    assert (moved.agency_id, moved.came_from_id) == (world.skhcn.pk, old.pk)
    for host in (OLD_HOST, "sbc.hungyen.localhost"):
        assert portal_get(client, host).headers["Location"] == f"http://{NEW_HOST}/"
    assert portal_get(client, OLD_HOST, path).headers["Location"] == moved.full_url
    assert OldAddress.objects.filter(agency=second, page=article.pk).count() == 1
    assert BasePage.find_problems() == ([], [], [], [], [])
