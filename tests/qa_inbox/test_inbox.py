"""The inbox on the admin host: who sees what, what the table admits, and in how many queries."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from qa_inbox import services
from qa_inbox.models import Delegation
from qa_inbox.permissions import capacity_of
from qa_inbox.transitions import STEPS, Action, allowed_actions
from tenants.clock import local_now
from tests.qa_inbox.factories import MONDAY, bring_to, make_question

CMS = "cms.hungyen.localhost"
PUBLIC = {"public_subject": "Tiêu đề", "public_body": "Hỏi"}


class Desk:
    """A person signed in on the admin host, at work in one agency."""

    def __init__(self, user: Any, slug: str = "skhcn-hungyen", host: str = CMS) -> None:
        self.client, self.base, self.host = Client(), f"/a/{slug}/questions/", host
        self.client.force_login(user)

    def get(self, path: str = "") -> Any:
        return self.client.get(self.base + path, headers={"host": self.host, "sec-fetch-site": "same-origin"})

    def post(self, path: str, **data: Any) -> Any:
        headers = {"host": self.host, "sec-fetch-site": "same-origin"}
        return self.client.post(self.base + path, data, headers=headers)


@pytest.fixture
def handler(world: Any) -> Desk:
    return Desk(world.users["responder_skhcn"])


def test_the_nearest_due_instant_stands_first_with_its_light_in_words(world: Any, handler: Desk) -> None:
    now = local_now()
    late = make_question(world.skhcn, now=now - timedelta(days=60), subject="Câu muộn")
    fresh = make_question(world.skhcn, now=now, subject="Câu mới")
    rows = handler.get().context["rows"]
    assert [(question, standing.light) for question, standing in rows] == [(late, "red"), (fresh, "green")]
    text = handler.get().content.decode()
    assert all(str(standing.words) in text for _question, standing in rows)
    assert "Câu mới" not in handler.get("?state=overdue").content.decode()
    services.assign(fresh, world.users["responder_skhcn"], actor=world.users["responder_skhcn"], now=now)
    assert [question for question, _s in handler.get("?state=mine").context["rows"]] == [fresh]
    assert [question for question, _s in handler.get("?state=assigned").context["rows"]] == [fresh]


def test_the_number_of_queries_does_not_grow(world: Any, handler: Desk, django_assert_max_num_queries: Any) -> None:
    make_question(world.skhcn)
    handler.get()
    with CaptureQueriesContext(connection) as few:
        handler.get()
    for _ in range(12):
        make_question(world.skhcn)
    with django_assert_max_num_queries(len(few)):
        handler.get()


@pytest.mark.parametrize(
    ("person", "status"),
    [
        ("responder_skhcn", 200),
        ("signer_skhcn", 200),
        ("agency_admin_skhcn", 200),
        ("board_member_skhcn", 200),
        ("author_skhcn", 403),
        ("responder_hungyen", 404),
        ("responder_commune", 404),
        ("responder_snv", 404),
    ],
)
def test_who_opens_the_inbox(world: Any, person: str, status: int) -> None:
    make_question(world.skhcn)
    assert Desk(world.users[person]).get().status_code == status


def test_another_agencys_question_does_not_exist(world: Any, handler: Desk) -> None:
    other = make_question(world.commune)
    waiting = make_question(world.skhcn, human=False)
    for question in (other, waiting):
        assert handler.get(f"{question.pk}/").status_code == 404
        assert handler.post(f"{question.pk}/draft/", answer="x", version=question.version).status_code == 404
    assert not handler.get("?state=all").context["rows"]


@pytest.mark.parametrize("state", ["received", "assigned", "drafted", "awaiting_signoff", "answered"])
def test_the_screen_offers_what_the_table_admits_and_the_server_refuses_the_rest(
    world: Any, handler: Desk, state: str
) -> None:
    question = bring_to(make_question(world.skhcn), state, world.users, "skhcn")
    admitted = allowed_actions(question, capacity_of(world.users["responder_skhcn"], world.skhcn, MONDAY))
    assert [action for action, _form in handler.get(f"{question.pk}/").context["desks"]] == admitted
    for action in set(STEPS) - set(admitted) - {Action.CONFIRM}:
        response = handler.post(f"{question.pk}/{action.value}/", version=question.version)
        assert response.status_code == 403, action
    question.refresh_from_db()
    assert question.state == state


def test_the_whole_way_through_the_screens(world: Any, handler: Desk) -> None:
    question = make_question(world.skhcn)
    me = world.users["responder_skhcn"]
    path = f"{question.pk}/"
    for action, data in (
        ("classify", {"klass": "several_sectors"}),
        ("assign", {"to": me.pk}),
        ("draft", {"answer": "Mời ông bà đến Bộ phận Một cửa."}),
        ("request_signoff", {}),
    ):
        question.refresh_from_db()
        assert handler.post(f"{path}{action}/", version=question.version, **data).status_code == 302, action
    question.refresh_from_db()
    head = Desk(world.users["signer_skhcn"])
    assert head.post(f"{path}sign_and_publish/", version=question.version, **PUBLIC).status_code == 302
    question.refresh_from_db()
    assert (question.state, question.published) == ("answered", True)
    assert (question.published_subject, question.published_body) == ("Tiêu đề", "Hỏi")


def test_bad_input_comes_back_with_its_message_and_its_text(world: Any, handler: Desk) -> None:
    question = make_question(world.skhcn)
    response = handler.post(f"{question.pk}/forward/", to="", reason="Xin chuyển giúp", version=question.version)
    assert response.status_code == 200 and "Xin chuyển giúp" in response.content.decode()
    stranger = world.users["responder_snv"].pk
    response = handler.post(f"{question.pk}/assign/", to=stranger, version=question.version)
    assert dict(response.context["desks"])[Action.ASSIGN].errors.keys() == {"to"}


def test_a_stale_screen_loses_no_text(world: Any, handler: Desk) -> None:
    question = make_question(world.skhcn)
    seen = question.version
    bring_to(question, "awaiting_signoff", world.users, "skhcn")
    response = handler.post(f"{question.pk}/draft/", answer="Bản thảo dài của tôi", version=seen)
    assert response.status_code == 200
    assert "Bản thảo dài của tôi" in response.content.decode() and response.context["lost"]
    question.refresh_from_db()
    assert question.answer != "Bản thảo dài của tôi"


@pytest.mark.clause("TN.14.3")
def test_the_head_records_a_delegation_and_takes_it_back(world: Any, handler: Desk) -> None:
    delegate = world.users["board_member_skhcn"]
    today = local_now().date().isoformat()
    values = {"delegate": delegate.pk, "decision": "12/QĐ-SKHCN", "first_day": today, "last_day": today}
    assert handler.post("delegations/", **values).status_code == 403
    head = Desk(world.users["signer_skhcn"])
    assert head.post("delegations/", **values | {"last_day": "2020-01-01"}).status_code == 200
    assert head.post("delegations/", **values).status_code == 302
    row = Delegation.objects.get()
    question = bring_to(make_question(world.skhcn), "awaiting_signoff", world.users, "skhcn")
    signs = Desk(delegate)
    assert Action.SIGN_AND_MAIL in dict(signs.get(f"{question.pk}/").context["desks"])
    assert "12/QĐ-SKHCN" in head.get("delegations/").content.decode()
    assert handler.post(f"delegations/{row.pk}/end/").status_code == 403
    assert head.post(f"delegations/{row.pk}/end/").status_code == 302
    assert signs.post(f"{question.pk}/sign_and_mail/", version=question.version).status_code == 403


@pytest.mark.clause("VL.18.1ddc")
def test_the_office_sees_what_is_late_in_its_province_alone(world: Any) -> None:
    cms = "cms.vinhlong.localhost"
    long_ago = local_now() - timedelta(days=60)
    late = make_question(world.snv, now=long_ago, subject="Câu trễ ở Sở Nội vụ")
    elsewhere = make_question(world.skhcn, now=long_ago, subject="Câu trễ ở tỉnh khác")
    make_question(world.songphu, now=local_now(), subject="Câu chưa đến hạn")
    office = Desk(world.users["office_vinhlong"], "vinhlong", cms)
    assert [question for question, _s in office.get("late/").context["rows"]] == [late]
    assert elsewhere.subject not in office.get("late/").content.decode()
    assert Desk(world.users["responder_vinhlong"], "vinhlong", cms).get("late/").status_code == 403


def test_the_office_reads_question_and_clock_but_not_who_asked(world: Any, handler: Desk) -> None:
    question = make_question(world.hungyen)
    office = Desk(world.users["office_hungyen"], "hungyen").get(f"{question.pk}/").content.decode()
    own = Desk(world.users["responder_hungyen"], "hungyen").get(f"{question.pk}/").content.decode()
    assert question.body in office and question.body in own
    assert question.email not in office and question.name not in office
    assert question.email in own and question.name in own


def test_a_question_outside_the_field_can_still_be_opened(world: Any, handler: Desk) -> None:
    question = make_question(world.skhcn)
    services.tell_out_of_field(question, reason="Hỏi nơi khác.", actor=world.users["responder_skhcn"], now=MONDAY)
    assert handler.get(f"{question.pk}/").status_code == 200


def test_the_menu_leads_to_the_inbox(world: Any, handler: Desk) -> None:
    assert "/a/skhcn-hungyen/questions/" in handler.get().content.decode()
    assert Desk(world.users["superuser"]).client.get("/questions/", headers={"host": CMS}).status_code == 404
