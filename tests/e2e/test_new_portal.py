"""A new portal: asked for, accepted, named, approved; its administrator comes, and an editor whom she invites."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from security.models import OutboxMail
from security.sealed import opened
from tests.e2e.window import Window
from tests.tenants.requests import DECISION, PDF, TYPED

CMS, PROVINCE, NEW = "cms.hungyen.localhost", "hungyen.localhost", "dttg.hungyen.localhost"
NAME = TYPED["name"]
PASSWORD = "Ben-Song-Luoc-Mua-Gat-2031"  # noqa: S105 - of a person of this test
FORM = "/de-nghi-lap-cong/"


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    path = tmp_path / "quyet-dinh.pdf"
    path.write_bytes(PDF)
    return path


def fill(window: Window, **values: str) -> None:
    for name, value in values.items():
        window.page.locator(f"main [name={name}]").fill(value)


def send(window: Window, form: str = "form[enctype]") -> None:
    window.follow(lambda: window.page.locator(f"main {form} button[type=submit]").click())


def open_waiting(window: Window, state: str) -> None:
    """From the dashboard to the one request that waits."""
    window.look()
    window.follow(lambda: window.page.locator(f".adm-work a[href*='/portal-requests/?state={state}']").click())
    window.look(f"requests-{state}")
    window.follow(lambda: window.page.get_by_role("link", name=NAME).click())


def act(window: Window, action: str) -> None:
    send(window, f"form[action$='/{action}/']")
    expect(window.page.locator(".messages .success")).to_be_visible()


def link_to(address: str) -> str:
    """The path of the link in the last mail to an address that gives rights, as its receiver gets it."""
    mail = OutboxMail.objects.filter(to=address, body_text__contains="sealed-").latest("pk")
    found = re.search(r"http://[^/]+(/\S+)", opened(mail.body_text, mail.to))
    assert found
    return found[1]


def joins(window: Window, address: str, username: str) -> None:
    """By the link in the mail: the account is made, and the person signs in with it."""
    window.go(CMS, link_to(address))
    window.look("invitation")
    fill(window, username=username, new_password=PASSWORD, repeated=PASSWORD)
    send(window, "form.form")
    window.look("invitation-accepted")
    window.sign_in(CMS, username, PASSWORD)
    assert window.path() == "/a/dttg-hungyen/"


def is_filed(filer: Window, scan: Path) -> None:
    """By the administrator of the agency above, with a mistake on the way."""
    page = filer.page
    filer.sign_in(CMS, "agency_admin_hungyen")
    filer.look()
    filer.choose("/portal-requests/")
    filer.look("requests-empty")
    filer.follow(lambda: page.locator("main a[href$='/new/establish/']").click())
    filer.look("request-form")
    texts = {key: value for key, value in TYPED.items() if key not in {"kind", "exception", "wanted_label"}}
    fill(filer, **texts | {"decision_number": "", "wanted_label": "skhcn"})
    page.locator("[name=scan]").set_input_files(scan)
    page.locator("h1").first.click()
    filer.expected.append(422)
    send(filer)
    expect(page.locator("[name=name]")).to_have_value(NAME)
    filer.look("request-form-errors")
    fill(filer, decision_number=DECISION, wanted_label="")
    page.locator("[name=scan]").set_input_files(scan)
    send(filer)
    filer.look("request-filed")


def is_opened(office: Window, technician: Window) -> None:
    """Accepted, given a domain other than the one proposed, and approved."""
    office.sign_in(CMS, "office_hungyen")
    open_waiting(office, "filed")
    office.look("request-office")
    act(office, "accept")
    office.look()
    technician.sign_in(CMS, "technician_hungyen")
    open_waiting(technician, "accepted")
    technician.look("request-technician")
    expect(technician.page.locator("[name=label]")).to_have_value("sdttg")
    technician.page.locator("[name=label]").fill("dttg")
    act(technician, "name")
    technician.look("request-named")
    office.go(NEW, status=404)
    office.seen.add(f"{NEW}/")
    office.go(CMS, "/a/hungyen/")
    open_waiting(office, "named")
    act(office, "open")
    expect(office.page.locator("main")).to_contain_text(NEW)
    office.look("request-opened")


def test_a_portal_is_asked_for_opened_and_staffed(open_window: Callable[..., Window], world: Any, scan: Path) -> None:
    is_filed(open_window(), scan)
    is_opened(open_window(), open_window())
    reader = open_window()
    reader.go(NEW)
    expect(reader.page.locator("header").first).to_contain_text(NAME)
    reader.look("new-portal")
    administrator, editor = open_window(), open_window()
    joins(administrator, TYPED["admin_email"], "do.van.oi")
    administrator.look("new-administrator")
    administrator.choose("/people/")
    administrator.look()
    administrator.follow(lambda: administrator.page.locator("main a[href$='/people/invite/']").click())
    administrator.look()
    fill(administrator, email="dao@example.vn", full_name="Bùi Thị Đào")
    administrator.page.locator("[name=roles][value=author]").check()
    send(administrator, "form:has([name=roles])")
    administrator.look()
    joins(editor, "dao@example.vn", "bui.thi.dao")
    expect(editor.page.locator(".sidebar")).not_to_contain_text("Đề nghị lập cổng")
    editor.look("new-editor")


def test_a_body_without_a_portal_files_on_the_provincial_one(window: Window, world: Any, scan: Path) -> None:
    page = window.page
    window.go(PROVINCE)
    window.look()
    window.follow(lambda: page.locator(f"main a[href='{FORM}']").click())
    window.wait_for_proof()
    window.look("public-request")
    texts = {key: value for key, value in TYPED.items() if key not in {"kind", "exception", "wanted_label"}}
    applicant = {"applicant_name": "Nguyễn Văn Mít", "applicant_email": "mit@example.vn"}
    fill(window, **texts | applicant | {"decided_on": "2025-02-03", "decision_number": ""})
    page.locator("[name=scan]").set_input_files(scan)
    page.locator("[name=consent]").check()
    window.expected.append(422)
    send(window)
    window.look("public-request-errors")
    fill(window, decision_number=DECISION)
    page.locator("[name=scan]").set_input_files(scan)
    window.wait_for_proof()
    send(window)
    assert window.path() == link_to("mit@example.vn")
    expect(page.locator("main")).to_contain_text(NAME)
    window.look("public-request-filed")
    window.follow(lambda: page.locator("button[name=withdraw]").click())
    expect(page.locator("main")).to_contain_text("Đã rút đề nghị")
    window.look("public-request-withdrawn")
    assert not window.context.cookies()
