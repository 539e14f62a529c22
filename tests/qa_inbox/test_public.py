"""Asking, confirming, tracking and reading over HTTP, without JavaScript and without cookies."""

from __future__ import annotations

import re
from ipaddress import IPv6Address
from typing import Any
from uuid import uuid4

import pytest
from django.http import QueryDict
from django.test import Client

from qa_inbox import services
from qa_inbox.forms import AskForm
from qa_inbox.models import Question
from qa_inbox.tokens import confirm_token
from security.human import Sum
from security.models import OutboxMail
from tests.factories import make_province, portal_get
from tests.qa_inbox.factories import MONDAY, at, bring_to, make_question
from tests.qa_inbox.people import staff_of

ASK = "/hoi-dap/gui/"
HOST = "skhcn.hungyen.localhost"
TYPED = {
    "name": "Trần Thị Bưởi",
    "email": "buoi@example.vn",
    "subject": "Đăng ký nhãn hiệu",
    "body": "Tôi cần những giấy tờ gì?",
    "consent": "on",
}


@pytest.fixture
def somewhere(client: Client) -> Client:
    """A browser at an address of its own, so that counts in the shared cache do not meet."""
    client.defaults["REMOTE_ADDR"] = str(IPv6Address((0x20010DB8 << 96) + (uuid4().int >> 96 << 64)))
    return client


def send(client: Client, host: str = HOST, **changes: str) -> Any:
    return client.post(ASK, TYPED | changes, headers={"host": host})


def solved() -> dict[str, str]:
    asked = Sum.new()
    return {"token": asked.token, "sum": str(asked.one + asked.other)}


@pytest.mark.parametrize("host", [HOST, "vinhlong.localhost", "songphu.tambinh.vinhlong.localhost"])
def test_a_person_asks_on_any_portal_and_follows_the_question(world: Any, somewhere: Client, host: str) -> None:
    asks_and_follows(somewhere, host)


@pytest.mark.clause("TN.14.1", "NB.7.3b", "TB.7.1a")
@pytest.mark.parametrize("code", ["thainguyen-2012", "ninhbinh-2015", "thaibinh-2024"])
def test_a_person_asks_at_any_hour_and_follows_the_question(
    world: Any, somewhere: Client, code: str, monkeypatch: Any
) -> None:
    host = make_province(code).hosts.get(kind="portal", language="vi").hostname
    midnight = at("2026-02-17", 0, 1)  # the first day of Tết, a minute past midnight
    monkeypatch.setattr("qa_inbox.views.local_now", lambda: midnight)
    assert asks_and_follows(somewhere, host).received_at == midnight


def asks_and_follows(somewhere: Client, host: str) -> Question:
    """A person sends the form, keeps the receipt's code and opens the tracking page with it."""
    assert portal_get(somewhere, host, ASK).status_code == 200
    response = send(somewhere, host, **solved())
    question = Question.objects.get()
    assert response.headers["Location"] == f"/hoi-dap/da-gui/{question.code}/"
    receipt = portal_get(somewhere, host, response.headers["Location"])
    assert question.code in receipt.content.decode()
    assert question.due_at is not None
    page = portal_get(somewhere, host, f"/hoi-dap/tra-cuu/{question.code}/").content.decode()
    assert question.get_state_display() in page
    assert f"{question.due_at.astimezone():%d/%m/%Y}" in page
    assert not somewhere.cookies
    return question


def test_without_proof_the_question_waits_for_the_mailed_link(world: Any, somewhere: Client) -> None:
    send(somewhere)
    question = Question.objects.get()
    assert (question.state, question.due_at) == ("unconfirmed", None)
    assert not Question.objects.of(world.skhcn).exists()
    mail = OutboxMail.objects.get()
    link = re.search(r"http://(\S+?)(/\S+)", mail.body_text)
    assert link and link[1] == HOST and mail.to == TYPED["email"]
    assert portal_get(somewhere, HOST, link[2]).status_code == 200
    question.refresh_from_db()
    assert question.state == "unconfirmed", "opening the link, as mail scanners do, confirms nothing"
    somewhere.post(link[2], headers={"host": HOST})
    question.refresh_from_db()
    assert question.state == "received" and question.due_at
    received_at = question.received_at
    somewhere.post(link[2], headers={"host": HOST})
    question.refresh_from_db()
    assert question.received_at == received_at


@pytest.mark.parametrize("token", ["falsch", confirm_token("AAAAAAAAAA")[:-1] + "_"], ids=["word", "altered"])
def test_a_forged_link_confirms_nothing(world: Any, somewhere: Client, token: str) -> None:
    make_question(world.skhcn, human=False)
    assert somewhere.post(f"/hoi-dap/xac-nhan/{token}/", headers={"host": HOST}).status_code == 404
    assert Question.objects.get().state == "unconfirmed"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": ""}, "name"),
        ({"subject": " "}, "subject"),
        ({"body": ""}, "body"),
        ({"consent": ""}, "consent"),
        ({"email": "buoi@"}, "email"),
        ({"email": "", "phone": ""}, "email"),
        ({"phone": "gọi tôi"}, "phone"),
        ({"email": "", "phone": "0912 345 678"}, "sum"),
        ({"sum": "99"}, "sum"),
        ({"body": "x" * 10_001}, "body"),
    ],
)
def test_an_error_stands_at_its_field_and_nothing_typed_is_lost(
    world: Any, somewhere: Client, changes: dict[str, str], field: str
) -> None:
    response = send(somewhere, token=Sum.new().token, **changes)
    assert response.status_code == 200
    form = response.context["form"]
    assert field in form.errors
    text = response.content.decode()
    assert f'aria-describedby="id_{field}_error"' in text or f"id_{field}_error" in text
    for name in {"name", "subject", "body"} - changes.keys():
        assert TYPED[name] in text
    assert not Question.objects.exists()


def test_a_solved_sum_serves_once_and_survives_other_errors(world: Any, somewhere: Client) -> None:
    proof = solved()
    text = send(somewhere, **proof, name="").content.decode()
    assert f'value="{proof["sum"]}"' in text
    assert send(somewhere, **proof, email="", phone="0912345678").status_code == 302
    assert send(somewhere, **proof, email="", phone="0912345678").status_code == 200
    assert Question.objects.count() == 1


def test_the_honeypot_and_the_limit_answer_clearly(world: Any, somewhere: Client, monkeypatch: Any) -> None:
    assert send(somewhere, **solved(), website="http://spam.example").context["form"].non_field_errors()
    monkeypatch.setattr("qa_inbox.views.QUESTIONS", "2/h")
    assert [send(somewhere, **solved()).status_code for _ in range(3)] == [302, 302, 429]
    response = send(somewhere, **solved())
    assert TYPED["body"] in response.content.decode()
    assert Question.objects.count() == 2


def test_nobodys_mailbox_is_filled_through_the_forms_of_many_portals(
    world: Any, somewhere: Client, monkeypatch: Any
) -> None:
    monkeypatch.setattr("qa_inbox.limits.MAILS", "2/d")
    hosts = [HOST, "snv.vinhlong.localhost", "vinhlong.localhost"]
    answers = [send(somewhere, host, email="victim@example.vn") for host in hosts]
    assert [answer.status_code for answer in answers] == [302, 302, 429]
    assert "email" in answers[-1].context["form"].errors
    assert TYPED["body"] in answers[-1].content.decode()
    assert OutboxMail.objects.filter(to="victim@example.vn").count() == 2
    assert send(somewhere, "vinhlong.localhost", email="another@example.vn").status_code == 302


def test_the_browsers_work_is_proof_and_serves_once(world: Any, somewhere: Client) -> None:
    from tests.qa_inbox.work import solve

    challenge = portal_get(somewhere, HOST, "/hoi-dap/gui/thu-thach/")
    assert challenge.headers["Cache-Control"] == "no-store"
    payload = solve(challenge.json())
    assert send(somewhere, altcha=payload).status_code == 302
    assert Question.objects.get().state == "received"
    send(somewhere, altcha=payload)
    assert sorted(Question.objects.values_list("state", flat=True)) == ["received", "unconfirmed"]


def test_the_ask_form_lets_the_widget_work_and_nothing_else(world: Any, somewhere: Client) -> None:
    response = portal_get(somewhere, HOST, ASK)
    assert response.csp_extra == {"worker-src": "blob:"}
    text = response.content.decode()
    assert 'id="altcha-css"' in text and 'challenge="/hoi-dap/gui/thu-thach/"' in text
    noscript = re.search(r"<noscript>(.*?)</noscript>", text, re.S)
    assert noscript and 'name="sum"' in noscript[1]


def test_tracking_needs_the_code_and_the_right_portal(world: Any, somewhere: Client, monkeypatch: Any) -> None:
    question = make_question(world.skhcn)
    found = somewhere.post("/hoi-dap/tra-cuu/", {"code": f" {question.code.lower()} "}, headers={"host": HOST})
    assert found.headers["Location"] == f"/hoi-dap/tra-cuu/{question.code}/"
    page = portal_get(somewhere, HOST, f"/hoi-dap/tra-cuu/{question.code}/")
    assert page.headers["Referrer-Policy"] == "no-referrer" and "no-store" in page.headers["Cache-Control"]
    for host in ("hungyen.localhost", "vinhlong.localhost"):
        assert portal_get(somewhere, host, f"/hoi-dap/tra-cuu/{question.code}/").status_code == 404
    monkeypatch.setattr("qa_inbox.views.LOOK_UPS", "1/h")
    wrong = somewhere.post("/hoi-dap/tra-cuu/", {"code": "AAAAAAAAAA"}, headers={"host": HOST})
    assert "code" in wrong.context["form"].errors
    again = somewhere.post("/hoi-dap/tra-cuu/", {"code": question.code}, headers={"host": HOST})
    assert again.status_code == 429
    assert portal_get(somewhere, HOST, f"/hoi-dap/tra-cuu/{question.code}/").status_code == 404


def test_a_draft_is_not_on_the_tracking_page(world: Any, somewhere: Client) -> None:
    question = bring_to(make_question(world.skhcn), "awaiting_signoff", world.users, "skhcn")
    text = portal_get(somewhere, HOST, f"/hoi-dap/tra-cuu/{question.code}/").content.decode()
    assert question.answer not in text
    assert world.users["responder_skhcn"].full_name not in text


@pytest.mark.clause("TN.4.10", "VL.18.1ddd")
def test_published_answers_stand_on_their_portal_without_the_asker(world: Any, somewhere: Client) -> None:
    question = make_question(world.snv, name="Lê Văn Cam", phone="0912345678", address="12 Trần Phú")
    bring_to(question, "answered", world.users, "snv")
    host = "snv.vinhlong.localhost"
    assert question.subject in portal_get(somewhere, host, "/hoi-dap/").content.decode()
    text = portal_get(somewhere, host, f"/hoi-dap/{question.pk}/").content.decode()
    assert "Bộ phận Một cửa" in text and "L.V.C." in text
    for personal in (question.name, question.email, question.phone, question.address, question.code):
        assert personal not in text
    assert portal_get(somewhere, "vinhlong.localhost", f"/hoi-dap/{question.pk}/").status_code == 404
    home = portal_get(somewhere, host).content.decode()
    assert f"/hoi-dap/{question.pk}/" in home


def test_the_list_of_answers_has_pages_and_few_queries(
    world: Any, somewhere: Client, django_assert_max_num_queries: Any
) -> None:
    for number in range(11):
        question = make_question(world.skhcn, subject=f"Câu hỏi số {number}.")
        bring_to(question, "answered", world.users, "skhcn")
    portal_get(somewhere, HOST)
    with django_assert_max_num_queries(10):
        first = portal_get(somewhere, HOST, "/hoi-dap/").content.decode()
    second = portal_get(somewhere, HOST, "/hoi-dap/?page=2").content.decode()
    assert "Câu hỏi số 10." in first and "Câu hỏi số 0." not in first
    assert "Câu hỏi số 0." in second


@pytest.mark.clause("TN.14.5")
def test_every_answer_says_that_it_informs_where_the_regulation_says_so(world: Any, somewhere: Client) -> None:
    thainguyen = make_province("thainguyen-2012")
    question = bring_to(make_question(thainguyen), "answered", staff_of(thainguyen, "tn"), "tn")
    statement = thainguyen.regulation.questions.disclaimer_vi.value
    host = thainguyen.hosts.get(kind="portal", language="vi").hostname
    assert statement
    for path in (f"/hoi-dap/{question.pk}/", f"/hoi-dap/tra-cuu/{question.code}/", ASK):
        assert statement in portal_get(somewhere, host, path).content.decode()
    assert statement in OutboxMail.objects.filter(to=question.email).latest("pk").body_text


def test_a_question_outside_the_field_still_has_its_pages_without_a_time(world: Any, somewhere: Client) -> None:
    question, handler = make_question(world.skhcn), world.users["responder_skhcn"]
    services.tell_out_of_field(question, reason="Hãy hỏi Sở Nội vụ.", actor=handler, now=MONDAY)
    for path in ("tra-cuu", "da-gui"):
        answer = portal_get(somewhere, HOST, f"/hoi-dap/{path}/{question.code}/")
        assert answer.status_code == 200
        assert (answer.context["due"], answer.context["trace"]) == (None, [])
    assert "Hãy hỏi Sở Nội vụ." in portal_get(somewhere, HOST, f"/hoi-dap/tra-cuu/{question.code}/").content.decode()


def test_the_subject_too_is_published_as_the_signer_left_it(world: Any, somewhere: Client) -> None:
    question = make_question(world.skhcn, subject="Đơn của Trần Thị Bưởi, 0912345678")
    question = bring_to(question, "awaiting_signoff", world.users, "skhcn")
    signer = world.users["signer_skhcn"]
    services.sign(question, publish=True, public_subject="Một lá đơn", public_body="Hỏi", actor=signer, now=MONDAY)
    for path in ("/", "/hoi-dap/", f"/hoi-dap/{question.pk}/"):
        text = portal_get(somewhere, HOST, path).content.decode()
        assert "Một lá đơn" in text and "0912345678" not in text, path


@pytest.mark.parametrize("path", ["tra-cuu", "da-gui"])
def test_no_code_breaks_the_page(world: Any, somewhere: Client, path: str) -> None:
    assert portal_get(somewhere, HOST, f"/hoi-dap/{path}/AB%00CD/").status_code == 404


def test_a_sum_that_another_form_used_a_moment_ago_asks_for_an_address(world: Any) -> None:
    data = QueryDict(mutable=True)
    data.update(TYPED | solved() | {"email": "", "phone": "0912345678"})
    form = AskForm(data)
    assert form.sum_asked.use_up()
    assert "sum" in form.errors
