"""A citizen's question: asked with and without scripts, answered under a clock, read by everybody."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from security.models import OutboxMail
from tests.e2e.window import Window

CMS, PORTAL = "cms.hungyen.localhost", "phohien.hungyen.localhost"
SUBJECT = "Thủ tục đăng ký hộ kinh doanh"
BODY = "Tôi muốn mở quán nước, cần nộp những giấy tờ gì?"
ANSWER = "Mời bà nộp hồ sơ tại Bộ phận Một cửa của phường."
DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")


def fill(window: Window, **values: str) -> None:
    for name, value in values.items():
        window.page.locator(f"form.form [name={name}]").fill(value)


def send(window: Window) -> None:
    window.follow(lambda: window.page.locator("form.form [type=submit]").click())


def code_of(window: Window) -> str:
    return window.page.locator("#code").inner_text().strip()


def act(window: Window, action: str, **values: str | int) -> None:
    """One of the steps that the question's screen offers."""
    desk = window.page.locator(f".qa-desk:has(form[action$='/{action}/'])")
    if desk.get_attribute("open") is None:
        desk.locator("summary").click()
    for name, value in values.items():
        field = desk.locator(f"[name={name}]")
        field.select_option(index=value) if isinstance(value, int) else field.fill(value)
    window.follow(lambda: desk.locator("[type=submit]").click())
    assert window.page.locator(".messages .success").is_visible()


def open_question(window: Window) -> None:
    """From the dashboard to the question in the inbox."""
    window.look()
    window.follow(lambda: window.page.locator(".adm-work a[href$='/questions/']").first.click())
    window.look("inbox")
    window.follow(lambda: window.page.get_by_role("link", name=SUBJECT).click())


@pytest.fixture
def citizen(open_window: Callable[..., Window]) -> Window:
    """Somebody whose browser has done the work that robots shun."""
    window = open_window()
    window.go(PORTAL)
    window.look()
    window.follow(lambda: window.page.locator("main a[href$='/hoi-dap/gui/']").first.click())
    window.wait_for_proof()
    window.look("ask")
    return window


def test_a_question_is_asked_answered_and_published(
    citizen: Window, open_window: Callable[..., Window], world: Any
) -> None:
    fill(citizen, subject=SUBJECT, body=BODY, name="Trần Thị Bưởi", email="khong-phai-thu")
    citizen.expected.append(422)
    send(citizen)
    assert citizen.page.locator(".error-summary").is_visible()
    assert citizen.page.locator("[name=body]").input_value() == BODY
    assert citizen.page.locator("[name=email]").input_value() == "khong-phai-thu"
    citizen.look("ask-errors")
    fill(citizen, email="buoi@example.vn")
    citizen.page.locator("[name=consent]").check()
    citizen.wait_for_proof()
    send(citizen)
    code = code_of(citizen)
    assert citizen.page.locator(".receipt__due time").is_visible()
    citizen.look("asked", names=code)

    responder, signer = open_window(), open_window()
    responder.sign_in(CMS, "responder_commune")
    open_question(responder)
    act(responder, "assign", to=1)
    act(responder, "draft", answer=ANSWER)
    responder.look("question", names=code)
    act(responder, "request_signoff")
    responder.sign_out(CMS)
    signer.sign_in(CMS, "signer_commune")
    open_question(signer)
    signer.look("question-sign", names=code)
    act(signer, "sign_and_publish")
    signer.look(names=code)

    mail = OutboxMail.objects.filter(to__contains="buoi@").latest("pk")
    assert ANSWER in mail.body_text
    link = re.search(r"http://\S+", mail.body_text)
    assert link
    citizen.page.goto(link[0])
    assert (citizen.host(), citizen.path()) == (PORTAL, f"/hoi-dap/tra-cuu/{code}/")
    assert ANSWER in citizen.page.locator("main").inner_text()
    citizen.look("tracking", names=code)
    citizen.go(PORTAL, "/hoi-dap/")
    citizen.look("questions")
    citizen.follow(lambda: citizen.page.get_by_role("link", name=SUBJECT).click())
    assert ANSWER in citizen.page.locator("main").inner_text()
    assert "Bưởi" not in citizen.page.locator("main").inner_text()
    citizen.look("question-public")


def test_a_question_without_script_is_asked_by_a_sum_in_words(open_window: Callable[..., Window], world: Any) -> None:
    citizen = open_window(scripts=False)
    page = citizen.page
    citizen.go(PORTAL, "/hoi-dap/gui/")
    fill(citizen, subject=SUBJECT, body=BODY, name="Trần Thị Bưởi", phone="0912 345 678", sum="1000")
    page.locator("[name=consent]").check()
    citizen.expected.append(422)
    send(citizen)
    assert page.locator("[name=body]").input_value() == BODY
    words = page.locator("label[for=id_sum]").inner_text().lower().split()
    fill(citizen, sum=str(sum(DIGITS.index(word) for word in words if word in DIGITS)))
    send(citizen)
    code = code_of(citizen)
    citizen.go(PORTAL, "/hoi-dap/tra-cuu/")
    page.locator("main [name=code]").fill(code.lower())
    citizen.follow(lambda: page.locator("main form [type=submit]").click())
    assert SUBJECT in page.locator("h1").inner_text()


def test_a_question_without_script_or_sum_waits_for_the_mailed_link(
    open_window: Callable[..., Window], world: Any
) -> None:
    citizen = open_window(scripts=False)
    citizen.go(PORTAL, "/hoi-dap/gui/")
    fill(citizen, subject=SUBJECT, body=BODY, name="Trần Thị Bưởi", email="buoi@example.vn")
    citizen.page.locator("[name=consent]").check()
    send(citizen)
    assert not citizen.page.locator(".receipt__due").count()
    link = re.search(r"http://\S+/xac-nhan/\S+", OutboxMail.objects.get(to__contains="buoi@").body_text)
    assert link
    citizen.page.goto(link[0])
    assert citizen.host() == PORTAL
    citizen.follow(lambda: citizen.page.locator("main form [type=submit]").click())
    assert citizen.page.locator(".receipt__due time").is_visible()
