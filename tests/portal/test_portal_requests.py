"""The public form of requests for portals: on the provincial portal alone, without a session, for a person."""

from __future__ import annotations

from ipaddress import IPv6Address
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from security.human import Sum
from security.models import OutboxMail
from security.sealed import opened
from tenants.models import PortalRequest, RequestState
from tenants.portal_requests import services
from tests.factories import make_province, portal_get
from tests.tenants.requests import PDF, TYPED, scan

FORM = "/de-nghi-lap-cong/"
HOST = "hungyen.localhost"
SENT = TYPED | {
    "decided_on": "2025-02-03",
    "applicant_name": "Nguyễn Văn Mít",
    "applicant_email": "mit@example.vn",
    "consent": "on",
}


@pytest.fixture(autouse=True)
def _media(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def somewhere(client: Client) -> Client:
    """A browser at an address of its own."""
    client.defaults["REMOTE_ADDR"] = str(IPv6Address((0x20010DB8 << 96) + (uuid4().int >> 96 << 64)))
    return client


def send(client: Client, host: str = HOST, **changes: Any) -> Any:
    asked = Sum.new()
    proof = {"token": asked.token, "sum": str(asked.one + asked.other)}
    return client.post(FORM, SENT | proof | {"scan": scan()} | changes, headers={"host": host})


@pytest.mark.clause("TN.1.3", "TB.9.3")
@pytest.mark.parametrize(("code", "kind"), [("thainguyen-2012", "organisation"), ("thaibinh-2024", "department")])
def test_a_body_without_a_portal_asks_on_the_provincial_one(
    world: Any, somewhere: Client, code: str, kind: str
) -> None:
    province = make_province(code)
    host = province.hosts.get(kind="portal", language="vi").hostname
    assert FORM in portal_get(somewhere, host).content.decode() or not province.children.exists()
    answer = send(somewhere, host, kind=kind, parent=province.pk, name="Hội Nông dân")
    assert answer.status_code == 302 and not answer.cookies
    made = PortalRequest.objects.get()
    assert (made.province, made.parent, made.filed_from, made.filed_by) == (province, province, None, None)
    page = portal_get(somewhere, host, answer.headers["Location"])
    assert "Hội Nông dân" in page.content.decode() and not page.cookies
    assert page.headers["Referrer-Policy"] == "no-referrer" and "no-store" in page.headers["Cache-Control"]


def test_other_portals_do_not_have_the_form(world: Any, somewhere: Client) -> None:
    for host in ("skhcn.hungyen.localhost", "en.hungyen.localhost"):
        assert portal_get(somewhere, host, FORM).status_code == 404
        assert send(somewhere, host).status_code == 404
        assert FORM not in portal_get(somewhere, host).content.decode()
    answer = portal_get(somewhere, HOST, FORM)
    assert answer.status_code == 200 and not answer.cookies
    assert FORM in portal_get(somewhere, HOST).content.decode()
    assert not PortalRequest.objects.exists()


def test_the_link_is_in_the_mail_alone_and_opens_the_request(world: Any, somewhere: Client) -> None:
    address = send(somewhere).headers["Location"]
    secret = address.removeprefix(FORM).strip("/")
    mail = OutboxMail.objects.get(to="mit@example.vn")
    assert secret not in mail.body_text and secret in opened(mail.body_text, mail.to)
    assert f"//{HOST}{FORM}" in mail.body_text
    made = PortalRequest.objects.get()
    assert secret not in {made.link_seal, made.link_digest}
    assert portal_get(somewhere, HOST, address).status_code == 200
    assert portal_get(somewhere, "vinhlong.localhost", address).status_code == 404
    for wrong in (made.link_seal, made.link_digest, "x"):
        assert portal_get(somewhere, HOST, f"{FORM}{wrong}/").status_code == 404


def test_whoever_holds_the_link_corrects_and_withdraws(world: Any, somewhere: Client) -> None:
    address = send(somewhere).headers["Location"]
    made = PortalRequest.objects.get()
    ignored = somewhere.post(address, SENT | {"name": "Sở Khác"}, headers={"host": HOST})
    assert ignored.status_code == 302 and PortalRequest.objects.get().name == TYPED["name"]
    services.return_request(made, "Thiếu trang 2", actor=world.users["office_hungyen"], now=timezone.now())
    page = portal_get(somewhere, HOST, address).content.decode()
    assert "Thiếu trang 2" in page and 'name="decision_number"' in page
    wrong = somewhere.post(address, SENT | {"wanted_label": "cms"}, headers={"host": HOST})
    assert wrong.status_code == 422 and wrong.context["form"].errors["wanted_label"]
    somewhere.post(address, SENT | {"name": "Sở Khác", "applicant_email": "khac@example.vn"}, headers={"host": HOST})
    made.refresh_from_db()
    assert (made.state, made.name, made.applicant_email) == (RequestState.FILED, "Sở Khác", "mit@example.vn")
    somewhere.post(address, {"withdraw": "1"}, headers={"host": HOST})
    made.refresh_from_db()
    assert made.state == RequestState.WITHDRAWN
    again = somewhere.post(address, {"withdraw": "1"}, headers={"host": HOST})
    assert again.status_code == 422 and 'role="alert"' in again.content.decode()


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("sum", {"sum": "99"}),
        ("sum", {"sum": ""}),
        ("consent", {"consent": ""}),
        ("applicant_email", {"applicant_email": ""}),
        ("name", {"name": "Sở Khoa học và Công nghệ"}),
        ("kind", {"kind": "district"}),
        ("wanted_label", {"wanted_label": "skhcn"}),
        ("scan", {"scan": scan(PDF, "quyet-dinh.png")}),
        ("decided_on", {"decided_on": "2999-01-01"}),
        ("__all__", {"website": "http://spam.example"}),
    ],
)
def test_a_mistake_is_said_and_nothing_typed_is_lost(
    world: Any, somewhere: Client, field: str, changes: dict[str, Any]
) -> None:
    answer = send(somewhere, **changes)
    assert answer.status_code == 422 and answer.context["form"].errors[field]
    text = answer.content.decode()
    assert "Thành lập theo đề án" in text and "Lê Thị Mận" in text and 'value="oi@example.vn"' in text
    assert not PortalRequest.objects.exists()


def test_a_parent_of_the_wrong_kind_or_another_province_is_no_choice(world: Any, somewhere: Client) -> None:
    host, parents = "vinhlong.localhost", (world.songphu.pk, world.snv.pk, world.hungyen.pk)
    assert all(send(somewhere, host, parent=pk).context["form"].errors["parent"] for pk in parents)
    below = send(somewhere, host, parent=world.tambinh.pk)
    assert below.status_code == 422 and "Huyện Tam Bình" in str(below.context["form"].errors["parent"])
    commune = send(somewhere, host, parent=world.tambinh.pk, kind="commune", name="Xã Mới")
    assert commune.status_code == 302 and PortalRequest.objects.get().parent == world.tambinh


def test_a_proof_serves_once_and_one_connection_sends_a_few(
    world: Any, somewhere: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.portal_requests.MAILS", "2/d")
    monkeypatch.setattr("portal.portal_requests.REQUESTS", "3/h")
    asked = Sum.new()
    proof = {"token": asked.token, "sum": str(asked.one + asked.other)}
    assert send(somewhere, **proof).status_code == 302
    assert send(somewhere, name="Sở Ngoại vụ", **proof).context["form"].errors["sum"]
    assert send(somewhere, name="Sở Ngoại vụ").status_code == 302
    mailed = send(somewhere, name="Sở Du lịch")
    assert mailed.status_code == 429 and mailed.context["form"].errors["applicant_email"]
    assert send(somewhere, name="Sở Du lịch", applicant_email="khac@example.vn").status_code == 302
    assert send(somewhere, name="Sở Y tế", applicant_email="khac@example.vn").status_code == 429
    assert PortalRequest.objects.count() == 3
