"""The screens of requests for portals: who sees what, what can be done there, what a mistake says."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tenants.models import PortalRequest, RequestState
from tenants.portal_requests import services
from tests.isolation.work import Desk
from tests.tenants.requests import TYPED, draft, filed, named, scan, upgrade

VINHLONG = "cms.vinhlong.localhost"
COMMUNE = TYPED | {"kind": "commune", "name": "Xã Mỹ Lộc"}
UPGRADE = {name: value for name, value in TYPED.items() if name not in {"kind", "name"}}


@pytest.fixture(autouse=True)
def _media(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def office(world: Any) -> Desk:
    return Desk(world.users["office_hungyen"], "hungyen")


@pytest.fixture
def technician(world: Any) -> Desk:
    return Desk(world.users["technician_hungyen"], "hungyen")


@pytest.fixture
def district(world: Any) -> Desk:
    """The administrator of a district, below which communes stand."""
    return Desk(world.users["agency_admin_tambinh"], world.tambinh.slug, VINHLONG)


def request_of(agency: Any, world: Any, name: str) -> PortalRequest:
    made = upgrade(agency, filed_from=agency, applicant_email="")
    return services.file_request(made, actor=world.users[f"agency_admin_{name}"], now=timezone.now())


def test_a_district_files_for_a_commune_below_it_and_its_office_sees_it(district: Desk, world: Any) -> None:
    assert "/portal-requests/" in district.get("").content.decode()
    assert "Xã" in district.get("portal-requests/new/establish/").content.decode()
    answer = district.post("portal-requests/new/establish/", COMMUNE | {"scan": scan()})
    made = PortalRequest.objects.get()
    assert answer.headers["Location"].endswith(f"/portal-requests/{made.pk}/")
    assert (made.parent, made.filed_from, made.filed_by) == (
        world.tambinh,
        world.tambinh,
        world.users["agency_admin_tambinh"],
    )
    page = Desk(world.users["office_vinhlong"], "vinhlong", VINHLONG).get(f"portal-requests/{made.pk}/")
    assert "Xã Mỹ Lộc" in page.content.decode() and "/accept/" in page.content.decode()
    own = district.get(f"portal-requests/{made.pk}/").content.decode()
    assert "/accept/" not in own and "/withdraw/" in own


def test_office_and_technician_take_their_steps_on_the_screen(office: Desk, technician: Desk, world: Any) -> None:
    made = filed(world.hungyen)
    address = f"portal-requests/{made.pk}/"
    assert f'href="/a/hungyen/{address}"' in office.get("portal-requests/").content.decode()
    office.post(f"{address}accept/")
    assert 'value="sdttg"' in technician.get(address).content.decode()
    wrong = technician.post(f"{address}name/", {"label": "cms"})
    assert wrong.status_code == 422 and 'value="cms"' in wrong.content.decode()
    technician.post(f"{address}name/", {"label": "dttg"})
    assert "dttg.hungyen.localhost" in office.get(address).content.decode()
    office.post(f"{address}open/")
    made.refresh_from_db()
    assert made.state == RequestState.OPENED
    assert f'href="/a/hungyen/{address}"' not in office.get("portal-requests/").content.decode()
    assert f'href="/a/hungyen/{address}"' in office.get("portal-requests/", state="opened").content.decode()


def test_a_refusal_needs_its_reason_on_the_screen(office: Desk, world: Any) -> None:
    made = filed(world.hungyen)
    answer = office.post(f"portal-requests/{made.pk}/refuse/", {"reason": " "})
    assert (
        answer.status_code == 422 and "help-critical" in answer.content.decode() or "error" in answer.content.decode()
    )
    made.refresh_from_db()
    assert made.state == RequestState.FILED
    office.post(f"portal-requests/{made.pk}/refuse/", {"reason": "Chưa đủ căn cứ"})
    assert "Chưa đủ căn cứ" in office.get(f"portal-requests/{made.pk}/").content.decode()


def test_a_consent_is_recorded_on_the_screen(office: Desk, world: Any) -> None:
    made = filed(world.hungyen, exception="no_component")
    address = f"portal-requests/{made.pk}/"
    assert "Chủ tịch" in office.get(address).content.decode()
    wrong = office.post(f"{address}approve/", {"consent": "exception", "number": "9/UBND", "on": "01/01/2999"})
    assert wrong.status_code == 422 and 'value="9/UBND"' in wrong.content.decode()
    office.post(f"{address}approve/", {"consent": "exception", "number": "9/UBND", "on": "02/01/2025"})
    made.refresh_from_db()
    assert (made.exception_number, made.exception_by) == ("9/UBND", "chairman")


def test_what_the_state_does_not_allow_is_said(office: Desk, world: Any) -> None:
    made = filed(world.hungyen)
    answer = office.post(f"portal-requests/{made.pk}/open/")
    page = office.get(answer.headers["Location"].partition("/a/hungyen/")[2])
    assert "messages" in page.content.decode()
    made.refresh_from_db()
    assert made.state == RequestState.FILED
    for action in ("marry", "file", "correct-it"):
        assert office.post(f"portal-requests/{made.pk}/{action}/").status_code == 404


def test_a_returned_request_is_corrected_and_keeps_its_scan(district: Desk, world: Any) -> None:
    district.post("portal-requests/new/establish/", COMMUNE | {"scan": scan()})
    made = PortalRequest.objects.get()
    assert district.get(f"portal-requests/{made.pk}/correct/").status_code == 404
    office = world.users["office_vinhlong"]
    services.return_request(made, "Sai tên", actor=office, now=timezone.now())
    page = district.get(f"portal-requests/{made.pk}/correct/").content.decode()
    assert "Sai tên" in page and "Xã Mỹ Lộc" in page
    district.post(f"portal-requests/{made.pk}/correct/", COMMUNE | {"name": "Xã Mỹ Lộc Đông"})
    kept = PortalRequest.objects.get()
    assert (kept.state, kept.name, kept.scan.name) == (RequestState.FILED, "Xã Mỹ Lộc Đông", made.scan.name)


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("name", {"name": ""}),
        ("name", {"name": "Xã Song Phú"}),
        ("kind", {"kind": "department"}),
        ("wanted_label", {"wanted_label": "www"}),
        ("decided_on", {"decided_on": "31/02/2025"}),
        ("decided_on", {"decided_on": "01/01/2999"}),
        ("decision_number", {"decision_number": ""}),
        ("admin_email", {"admin_email": "oi@"}),
        ("admin_phone", {"admin_phone": "không có"}),
        ("liaison_phone", {"liaison_phone": "12"}),
        ("scan", {"scan": scan(b"GIF89a" + b"\0" * 40, "anh.pdf")}),
        ("scan", {"scan": ""}),
    ],
)
def test_a_mistake_gets_its_message_and_nothing_typed_is_lost(
    district: Desk, field: str, change: dict[str, Any]
) -> None:
    answer = district.post("portal-requests/new/establish/", COMMUNE | {"scan": scan()} | change)
    assert answer.status_code == 422 and answer.context["form"].errors[field]
    text = answer.content.decode()
    assert "Thành lập theo đề án" in text and "Phạm Thị Na" in text and 'value="0987 654 321"' in text
    assert not PortalRequest.objects.exists()


def test_an_agency_asks_for_its_own_upgrade_and_for_nobody_elses(world: Any) -> None:
    desk = Desk(world.users["agency_admin_skhcn"], "skhcn-hungyen")
    assert desk.get("portal-requests/new/establish/").status_code == 404
    stranger = desk.post("portal-requests/new/upgrade/", UPGRADE | {"agency": world.commune.pk, "scan": scan()})
    assert stranger.context["form"].errors["agency"] and not PortalRequest.objects.exists()
    desk.post("portal-requests/new/upgrade/", UPGRADE | {"agency": world.skhcn.pk, "scan": scan()})
    assert PortalRequest.objects.get().agency == world.skhcn


def test_the_scan_and_the_request_are_for_filer_office_and_technician_alone(world: Any) -> None:
    made = request_of(world.skhcn, world, "skhcn")
    admitted = [
        ("agency_admin_skhcn", "skhcn-hungyen"),
        ("office_hungyen", "hungyen"),
        ("technician_hungyen", "hungyen"),
    ]
    for person, slug in admitted:
        answer = Desk(world.users[person], slug).get(f"portal-requests/{made.pk}/scan/")
        assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/pdf")
        assert "private" in answer.headers["Cache-Control"] and "attachment" in answer.headers["Content-Disposition"]
    kept_out = [
        ("author_skhcn", "skhcn-hungyen", "cms.hungyen.localhost"),
        ("agency_admin_commune", world.commune.slug, "cms.hungyen.localhost"),
        ("agency_admin_hungyen", "hungyen", "cms.hungyen.localhost"),
        ("board_head_hungyen", "hungyen", "cms.hungyen.localhost"),
        ("office_vinhlong", "vinhlong", VINHLONG),
        ("technician_vinhlong", "vinhlong", VINHLONG),
        ("superuser", world.commune.slug, "cms.hungyen.localhost"),
    ]
    for person, slug, host in kept_out:
        desk = Desk(world.users[person], slug, host)
        for path in ("", "scan/", "correct/"):
            assert desk.get(f"portal-requests/{made.pk}/{path}").status_code == 404, (person, path)
        assert desk.post(f"portal-requests/{made.pk}/withdraw/").status_code == 404
    media = Desk(world.users["agency_admin_skhcn"], "skhcn-hungyen")
    answer = media.client.get(f"/media/{made.scan.name}", headers={"host": "cms.hungyen.localhost"})
    assert answer.status_code == 404
    made.refresh_from_db()
    assert made.state == RequestState.FILED


def test_who_has_no_part_in_it_has_no_screen_and_no_entry(world: Any) -> None:
    desk = Desk(world.users["author_skhcn"], "skhcn-hungyen")
    assert "/portal-requests/" not in desk.get("").content.decode()
    for path in ("portal-requests/", "portal-requests/new/upgrade/"):
        assert desk.get(path).status_code == 404
    technician = Desk(world.users["technician_hungyen"], "hungyen")
    assert technician.get("portal-requests/").status_code == 200
    assert technician.get("portal-requests/new/establish/").status_code == 404


def test_the_dashboard_names_what_waits_for_each(office: Desk, technician: Desk, world: Any) -> None:
    first = filed(world.hungyen)
    assert "state=filed" in office.get("").content.decode()
    assert "state=" not in technician.get("").content.decode()
    services.accept_request(first, actor=world.users["office_hungyen"], now=timezone.now())
    assert "state=accepted" in technician.get("").content.decode()
    made = request_of(world.skhcn, world, "skhcn")
    services.return_request(made, "Thiếu", actor=world.users["office_hungyen"], now=timezone.now())
    assert "state=returned" in Desk(world.users["agency_admin_skhcn"], "skhcn-hungyen").get("").content.decode()


def test_the_list_costs_the_same_with_one_and_with_sixty(office: Desk, world: Any) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert office.get("portal-requests/").status_code == 200
        return len(captured)

    filed(world.hungyen)
    cost()
    with_one = cost()
    request_of(world.skhcn, world, "skhcn")
    rows = [draft(world.hungyen, name=f"Sở Thử {number}", scan=b"") for number in range(60)]
    for row in rows:
        row.filed_at = timezone.now()
    PortalRequest.objects.bulk_create(rows)
    assert cost() == with_one
    page = office.get("portal-requests/", p="2").content.decode()
    assert page.count("/portal-requests/") > 30 and "2/3" in page


def test_the_detail_costs_the_same_whatever_has_happened(office: Desk, world: Any) -> None:
    made = named(world, world.hungyen)

    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            office.get(f"portal-requests/{made.pk}/")
        return len(captured)

    cost()
    before = cost()
    technician = world.users["technician_hungyen"]
    for _again in range(5):
        services.name_request(made, "dttg", actor=technician, now=timezone.now())
    assert cost() == before
