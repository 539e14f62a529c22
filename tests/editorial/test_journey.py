"""A text on its way: submitted, decided on, live, off again."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from editorial import services, signals
from editorial.models import Decision
from editorial.states import state_of
from editorial.transitions import NotAllowed, State
from tests.editorial.conftest import again, change, make_text

pytestmark = pytest.mark.django_db


@pytest.mark.clause("TB.16.3", "HY.8.2", "VL.20.1b")
def test_a_text_is_live_at_once_after_another_person_of_the_board_approves(desk: Any) -> None:
    page = desk.submitted()
    assert state_of(page) == State.SUBMITTED
    assert not page.live
    decision = services.approve(page, actor=desk.member, now=timezone.now(), note="Tốt")
    connection.check_constraints()
    page = again(page)
    assert page.live
    assert page.live_revision_id == decision.revision_id
    assert (decision.kind, decision.actor, decision.agency) == ("approved", desk.member, desk.agency)
    assert state_of(page) == State.APPROVED


@pytest.mark.clause("TN.6.3")
def test_only_the_agencys_own_board_decides(desk: Any) -> None:
    page = desk.submitted()
    for name in ("author_skhcn", "agency_admin_skhcn", "board_head_hungyen", "board_member_commune", "office_hungyen"):
        with pytest.raises(NotAllowed, match="board|Biên tập"):
            services.approve(page, actor=desk.users[name], now=timezone.now())
    assert not again(page).live


@pytest.mark.clause("VL.20.1b", "TB.16.3")
def test_who_changed_the_text_cannot_approve_it(desk: Any) -> None:
    page = desk.draft()
    change(page, desk.member, title="Tiêu đề do thành viên ban sửa")
    services.submit(page, actor=desk.author, now=timezone.now())
    with pytest.raises(NotAllowed):
        services.approve(page, actor=desk.member, now=timezone.now())
    services.approve(page, actor=desk.head, now=timezone.now())
    assert again(page).title == "Tiêu đề do thành viên ban sửa"


def test_who_submitted_the_text_cannot_approve_it(desk: Any) -> None:
    page = desk.draft()
    services.submit(page, actor=desk.member, now=timezone.now())
    with pytest.raises(NotAllowed):
        services.approve(page, actor=desk.member, now=timezone.now())


def test_a_save_without_a_change_is_no_contribution(desk: Any) -> None:
    page = desk.draft()
    change(page, desk.member)
    services.submit(page, actor=desk.author, now=timezone.now())
    services.approve(page, actor=desk.member, now=timezone.now())
    assert again(page).live


def test_contributions_to_an_earlier_live_version_do_not_count(desk: Any) -> None:
    page = make_text(desk.agency, desk.member)
    services.submit(page, actor=desk.member, now=timezone.now())
    services.approve(page, actor=desk.head, now=timezone.now())
    change(page, desk.author, title="Bản mới của tác giả")
    services.submit(page, actor=desk.author, now=timezone.now())
    services.approve(page, actor=desk.member, now=timezone.now())
    assert again(page).title == "Bản mới của tác giả"


@pytest.mark.clause("VL.20.3", "TN.5.1")
def test_a_refusal_names_a_ground_of_the_agencys_regulation(desk: Any) -> None:
    page = desk.submitted()
    with pytest.raises(ValidationError) as error:
        services.refuse(page, actor=desk.member, now=timezone.now(), ground="because", note="")
    assert "ground" in error.value.message_dict
    ground = next(iter(desk.agency.regulation.refusal_grounds))
    decision = services.refuse(page, actor=desk.member, now=timezone.now(), ground=ground, note="Xin xem lại")
    assert decision.clause == desk.agency.regulation.refusal_grounds[ground].clause
    assert state_of(page) == State.REFUSED
    assert not again(page).live


@pytest.mark.clause("VL.20.3")
def test_the_five_grounds_of_vinh_long_can_be_chosen(world: Any) -> None:
    author, member = world.users["author_snv"], world.users["board_member_snv"]
    own = [key for key, row in world.snv.regulation.refusal_grounds.items() if row.clause.startswith("VL.20.3")]
    assert len(own) == 5
    for ground in own:
        page = make_text(world.snv, author, title=ground)
        services.submit(page, actor=author, now=timezone.now())
        decision = services.refuse(page, actor=member, now=timezone.now(), ground=ground)
        assert (decision.ground, decision.clause[:7]) == (ground, "VL.20.3")


def test_a_refused_text_can_be_changed_and_submitted_again(desk: Any) -> None:
    page = desk.submitted()
    ground = next(iter(desk.agency.regulation.refusal_grounds))
    services.refuse(page, actor=desk.member, now=timezone.now(), ground=ground)
    change(page, desk.author, title="Đã sửa")
    services.submit(page, actor=desk.author, now=timezone.now())
    assert state_of(page) == State.SUBMITTED
    services.approve(page, actor=desk.member, now=timezone.now())
    assert (again(page).title, again(page).live) == ("Đã sửa", True)


@pytest.mark.clause("VL.20.1a")
def test_the_board_asks_the_provider_to_clarify(desk: Any) -> None:
    page = desk.submitted()
    with pytest.raises(ValidationError):
        services.request_clarification(page, actor=desk.member, now=timezone.now(), note=" ")
    services.request_clarification(page, actor=desk.member, now=timezone.now(), note="Xin bổ sung nguồn số liệu")
    assert state_of(page) == State.RETURNED
    services.submit(page, actor=desk.author, now=timezone.now())
    assert state_of(page) == State.SUBMITTED


def test_the_author_withdraws_and_nobody_else(desk: Any) -> None:
    page = desk.submitted()
    with pytest.raises(NotAllowed):
        services.withdraw(page, actor=desk.users["agency_admin_skhcn"], now=timezone.now())
    services.withdraw(page, actor=desk.author, now=timezone.now())
    assert state_of(page) == State.DRAFT


def test_urgent_publication_has_a_reason_and_is_reviewed_by_another_person_afterwards(desk: Any) -> None:
    page = desk.draft()
    with pytest.raises(NotAllowed):
        services.publish_urgently(page, actor=desk.member, now=timezone.now(), reason="Bão số 3")
    with pytest.raises(ValidationError):
        services.publish_urgently(page, actor=desk.head, now=timezone.now(), reason="")
    decision = services.publish_urgently(page, actor=desk.head, now=timezone.now(), reason="Bão số 3")
    assert again(page).live
    with pytest.raises(NotAllowed):
        services.review_afterwards(decision, actor=desk.head, now=timezone.now())
    assert services.review_afterwards(decision, actor=desk.member, now=timezone.now()).reviewed_by == desk.member
    with pytest.raises(NotAllowed):
        services.review_afterwards(decision, actor=desk.member, now=timezone.now())


def test_taking_off_is_a_decision_with_a_reason(desk: Any) -> None:
    page = desk.live()
    with pytest.raises(NotAllowed):
        services.unpublish(page, actor=desk.author, now=timezone.now(), reason="x")
    with pytest.raises(ValidationError):
        services.unpublish(page, actor=desk.member, now=timezone.now(), reason="")
    decision = services.unpublish(page, actor=desk.member, now=timezone.now(), reason="Số liệu đã cũ")
    assert (decision.kind, again(page).live) == ("unpublished", False)
    assert state_of(again(page)) == State.UNPUBLISHED


@pytest.mark.clause("TN.11.1")
def test_an_archived_text_keeps_all_its_versions(desk: Any) -> None:
    page = desk.live()
    versions = page.revisions.count()
    services.archive(page, actor=desk.member, now=timezone.now(), reason="Hết hiệu lực")
    page = again(page)
    assert (page.live, page.archived_at is None, page.revisions.count()) == (False, False, versions)
    assert not page.permissions_for_user(desk.author).can_edit()
    with pytest.raises(NotAllowed):
        services.submit(page, actor=desk.author, now=timezone.now())


def test_signals_tell_the_layers_above(desk: Any) -> None:
    heard: list[tuple[str, Any]] = []

    def on_submitted(sender: Any, **kwargs: Any) -> None:
        heard.append(("submitted", kwargs["actor"]))

    def on_decided(sender: Any, **kwargs: Any) -> None:
        heard.append((kwargs["decision"].kind, kwargs["submitter"]))

    signals.submitted.connect(on_submitted)
    signals.decided.connect(on_decided)
    try:
        desk.live()
    finally:
        signals.submitted.disconnect(on_submitted)
        signals.decided.disconnect(on_decided)
    assert heard == [("submitted", desk.author), ("approved", desk.author)]


def test_who_comes_second_is_told_who_decided(desk: Any) -> None:
    page = desk.submitted()
    services.approve(page, actor=desk.member, now=timezone.now())
    with pytest.raises(NotAllowed) as refusal:
        services.approve(page, actor=desk.head, now=timezone.now())
    assert str(desk.member) in str(refusal.value.message)
    assert Decision.objects.filter(page_id=page.pk).count() == 1
