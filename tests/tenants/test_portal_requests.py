"""A request for a portal: filed, accepted, named, opened; returned, refused, withdrawn; what is wrong is said."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.utils import timezone

from security.models import Invitation, OutboxMail
from tenants.models import Agency, AgencyModelLogEntry, AgencyState, PortalRequest, RequestState
from tenants.portal_requests import services
from tenants.portal_requests.transitions import ENDS, TABLE, RequestAction, RequestError, Situation, allowed
from tenants.services import close_agency, revoke_role
from tenants.succession.diagrams import diagram
from tests.factories import make_agency, make_province, make_user, portal_get
from tests.tenants.requests import accepted, draft, filed, named, picture, upgrade

ALL = Situation(files=True, oversees=True, operates=True, needs_consent=True)


@pytest.fixture(autouse=True)
def _media(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


def mails_to(address: str) -> list[str]:
    return list(OutboxMail.objects.filter(to=address).order_by("pk").values_list("subject", flat=True))


def errors_of(request: PortalRequest, actor: Any = None) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as caught:
        services.file_request(request, actor=actor, now=timezone.now())
    assert not PortalRequest.objects.filter(name=request.name, state="filed", pk=request.pk or 0).exists()
    return caught.value.message_dict


@pytest.mark.clause("TB.9.3")
def test_a_body_reports_in_writing_through_office_and_technical_agency(client: Client, world: Any) -> None:
    """In Thái Bình itself: the report reaches the office, then the technical agency, and nothing opens without both."""
    province = make_province("thaibinh-2024")
    office = make_user("vanphong", role="office", agency=province)
    technician = make_user("kythuat", role="technician", agency=province)
    request, now = filed(province), timezone.now()
    assert len(mails_to(office.email)) == 1 and not mails_to(technician.email)
    for action in (services.open_request, services.record_request):
        with pytest.raises(RequestError):
            action(request, actor=office, now=now)
    with pytest.raises(RequestError):
        services.name_request(request, "sdttg", actor=technician, now=now)
    services.accept_request(request, actor=office, now=now)
    assert len(mails_to(technician.email)) == 1
    with pytest.raises(RequestError):
        services.open_request(request, actor=office, now=now)
    services.name_request(request, "sdttg", actor=technician, now=now)
    services.open_request(request, actor=office, now=now)
    assert portal_get(client, "sdttg.thaibinh.localhost").status_code == 200


def test_the_whole_way_is_logged_mailed_and_ends_in_a_portal_with_an_invited_administrator(
    client: Client, world: Any
) -> None:
    office, technician = world.users["office_hungyen"], world.users["technician_hungyen"]
    request = named(world, world.hungyen)
    assert portal_get(client, "dttg.hungyen.localhost").status_code == 404
    opened = services.open_request(request, actor=office, now=timezone.now())
    assert opened.state == RequestState.OPENED and opened.agency is not None
    assert opened.agency.head_name == "Lê Thị Mận"
    officials = set(opened.agency.officials.values_list("duty", "full_name", "email"))
    assert officials == {
        ("content_operator", "Phạm Thị Na", "na@example.vn"),
        ("liaison", "Vũ Văn Cam", "cam@example.vn"),
    }
    assert "Dân tộc" in portal_get(client, "dttg.hungyen.localhost").content.decode()
    invitation = Invitation.objects.get(agency=opened.agency)
    assert (invitation.email, invitation.roles) == ("oi@example.vn", ["agency_admin"])
    entries = AgencyModelLogEntry.objects.for_instance(opened).order_by("timestamp")
    assert [entry.action.removeprefix("tenants.request_") for entry in entries] == ["file", "accept", "name", "open"]
    assert [entry.user for entry in entries] == [None, office, technician, office]
    assert len(mails_to("mit@example.vn")) == 4
    requests_alone = OutboxMail.objects.filter(key__startswith="portal-request:")
    assert requests_alone.filter(to=office.email).count() == 2
    assert requests_alone.filter(to=technician.email).count() == 2
    named_by_it = OutboxMail.objects.filter(key__startswith="official:", to=technician.email)
    assert named_by_it.count() == 2
    last = OutboxMail.objects.filter(to="mit@example.vn").order_by("pk").last()
    assert last is not None and "http://dttg.hungyen.localhost" in last.body_text
    first = OutboxMail.objects.filter(to=office.email).order_by("pk").first()
    assert first is not None and "//cms.hungyen.localhost" in first.body_text
    assert f"/a/hungyen/portal-requests/{request.pk}/" in first.body_text


def test_an_upgrade_keeps_the_portal_and_changes_the_domain_that_was_assigned(client: Client, world: Any) -> None:
    office, technician, now = world.users["office_hungyen"], world.users["technician_hungyen"], timezone.now()
    filer = world.users["agency_admin_skhcn"]
    request = upgrade(world.skhcn, filed_from=world.skhcn, applicant_email="", wanted_label="khcn")
    request = services.file_request(request, actor=filer, now=now)
    assert (request.name, request.parent) == (world.skhcn.name, world.hungyen)
    services.accept_request(request, actor=office, now=now)
    services.name_request(request, "khcn", actor=technician, now=now)
    services.open_request(request, actor=office, now=now)
    assert Agency.objects.filter(province=world.hungyen, kind="department").count() == 1
    assert portal_get(client, "khcn.hungyen.localhost").status_code == 200
    assert portal_get(client, "skhcn.hungyen.localhost").status_code == 301
    assert not Invitation.objects.exists()
    assert len(mails_to(filer.email)) == 4


@pytest.mark.clause("HY.3.1", "TB.3.2", "VL.7.2")
@pytest.mark.parametrize("code", ["hungyen-2025", "thaibinh-2024", "vinhlong-2021"])
def test_a_portal_is_asked_for_below_the_provincial_one_alone(world: Any, code: str) -> None:
    province = make_province(code)
    other = world.vinhlong if code != "vinhlong-2021" else world.hungyen
    below = make_agency(province=province, name="Sở Tài chính")
    assert "parent" in errors_of(draft(below))
    stray = draft(province)
    stray.parent = other
    assert "parent" in errors_of(stray)
    alone = draft(province, kind="province")
    assert "kind" in errors_of(alone)
    assert filed(province).parent == province


@pytest.mark.clause("HY.3.1", "VL.7.2", "VL.4")
@pytest.mark.parametrize("name", ["hungyen", "vinhlong"])
def test_an_exception_needs_the_consent_of_the_chairman(world: Any, name: str) -> None:
    province, now = getattr(world, name), timezone.now()
    office, technician = world.users[f"office_{name}"], world.users[f"technician_{name}"]
    elsewhere = accepted(world, province, exception="elsewhere")
    with pytest.raises(RequestError, match="Chủ tịch Ủy ban nhân dân tỉnh"):
        services.record_request(elsewhere, actor=office, now=now)
    with pytest.raises(RequestError):
        services.name_request(elsewhere, "dttg", actor=technician, now=now)
    apart = named(world, province, name="Sở Ngoại vụ", exception="no_component", label="sngv")
    with pytest.raises(RequestError, match="Chủ tịch Ủy ban nhân dân tỉnh"):
        services.open_request(apart, actor=office, now=now)
    for request, action in ((elsewhere, services.record_request), (apart, services.open_request)):
        consent = {"number": "12/UBND-VX", "on": now.date() - timedelta(days=3)}
        with pytest.raises(RequestError):
            services.record_consent(request, "exception", **consent, actor=technician, now=now)
        with pytest.raises(ValidationError):
            services.record_consent(request, "exception", **{**consent, "number": " "}, actor=office, now=now)
        services.record_consent(request, "exception", **consent, actor=office, now=now)
        done = action(request, actor=office, now=now)
        assert (done.exception_by, done.exception_number) == ("chairman", "12/UBND-VX")
    elsewhere.refresh_from_db()
    assert elsewhere.state == RequestState.RECORDED and elsewhere.agency is None
    assert not Agency.objects.filter(name=elsewhere.name).exists()


@pytest.mark.clause("TN.1.3")
def test_an_organisation_gets_its_portal_when_the_province_has_approved(world: Any) -> None:
    province, now = make_province("thainguyen-2012"), timezone.now()
    office = make_user("vanphong", role="office", agency=province)
    technician = make_user("kythuat", role="technician", agency=province)

    def ready(kind: str, name: str, label: str) -> PortalRequest:
        request = services.accept_request(filed(province, kind=kind, name=name), actor=office, now=now)
        return services.name_request(request, label, actor=technician, now=now)

    union = ready("organisation", "Liên đoàn Lao động", "ldld")
    with pytest.raises(RequestError, match="Ủy ban nhân dân tỉnh"):
        services.open_request(union, actor=office, now=now)
    assert not Agency.objects.filter(name=union.name).exists()
    services.record_consent(union, "approval", number="5/UBND", on=now.date(), actor=office, now=now)
    assert services.open_request(union, actor=office, now=now).agency is not None
    plain = ready("department", "Sở Tư pháp", "sotp")
    with pytest.raises(RequestError):
        services.record_consent(plain, "approval", number="6/UBND", on=now.date(), actor=office, now=now)
    assert services.open_request(plain, actor=office, now=now).approval_by == ""


@pytest.mark.clause("VL.1.1", "TN.2.2")
@pytest.mark.parametrize("code", ["vinhlong-2021", "thainguyen-2012"])
def test_what_is_opened_stands_in_the_one_system_below_the_main_portal(world: Any, code: str, client: Client) -> None:
    """Its record, its pages and its address lie below those of the province; the main portal names it."""
    province, now = make_province(code), timezone.now()
    office = make_user("vanphong", role="office", agency=province)
    technician = make_user("kythuat", role="technician", agency=province)
    request = services.accept_request(filed(province), actor=office, now=now)
    services.name_request(request, "sdttg", actor=technician, now=now)
    agency = services.open_request(request, actor=office, now=now).agency
    assert agency is not None
    main = province.hosts.get(kind="portal", language="vi").hostname.removeprefix("www.")
    host = agency.hosts.get().hostname
    assert (agency.parent, agency.province, host) == (province, province, f"sdttg.{main}")
    folder = province.home_page.get_parent()
    assert agency.home_page is not None and agency.home_page.is_child_of(folder)
    directory = portal_get(client, province.hosts.get(kind="portal", language="vi").hostname, "/cong-thanh-phan/")
    assert f"//{host}" in directory.content.decode()


@pytest.mark.parametrize("label", ["cms", "www", "sở", "a.b", "-x", "skhcn", "x" * 64])
def test_a_label_that_cannot_be_is_refused_at_the_field(world: Any, label: str) -> None:
    if len(label) < 64:
        assert "wanted_label" in errors_of(draft(world.hungyen, wanted_label=label))
    request = accepted(world, world.hungyen)
    with pytest.raises(ValidationError) as caught:
        services.name_request(request, label, actor=world.users["technician_hungyen"], now=timezone.now())
    assert list(caught.value.message_dict) == ["label"]
    request.refresh_from_db()
    assert (request.state, request.label) == (RequestState.ACCEPTED, "")


def test_a_domain_promised_to_one_is_not_given_to_another(world: Any) -> None:
    first = named(world, world.hungyen, label="moi")
    second = accepted(world, world.hungyen, name="Sở Ngoại vụ")
    technician = world.users["technician_hungyen"]
    for typed in ("moi", " MOI "):
        with pytest.raises(ValidationError, match="moi.hungyen.localhost"):
            services.name_request(second, typed, actor=technician, now=timezone.now())
    services.name_request(first, "khac", actor=technician, now=timezone.now())
    assert services.name_request(second, "moi", actor=technician, now=timezone.now()).label == "moi"


def test_a_taken_name_is_refused_at_the_field(world: Any) -> None:
    assert "name" in errors_of(draft(world.hungyen, name=" sở khoa học  và Công nghệ "))
    filed(world.hungyen)
    assert "name" in errors_of(draft(world.hungyen))
    gone = make_agency(province=world.hungyen, name="Sở Ngoại vụ")
    close_agency(gone, actor=None, now=timezone.now(), reason="Giải thể")
    assert "mở lại" in errors_of(draft(world.hungyen, name=gone.name))["name"][0]
    assert filed(world.vinhlong).name == draft(world.hungyen).name


def test_a_name_taken_while_the_request_waited_stops_the_opening(world: Any) -> None:
    request = named(world, world.hungyen)
    make_agency(province=world.hungyen, name=request.name, label="khac")
    with pytest.raises(ValidationError) as caught:
        services.open_request(request, actor=world.users["office_hungyen"], now=timezone.now())
    assert "name" in caught.value.message_dict
    request.refresh_from_db()
    assert request.state == RequestState.NAMED and request.agency is None


def test_a_closed_parent_and_a_level_unknown_to_the_regulation_are_refused(world: Any) -> None:
    assert "kind" in errors_of(draft(world.hungyen, kind="district"))
    close_agency(world.songphu, actor=None, now=timezone.now(), reason="Sắp xếp")
    close_agency(world.tambinh, actor=None, now=timezone.now(), reason="Sắp xếp")
    closed = Agency.objects.get(pk=world.tambinh.pk)
    assert "parent" in errors_of(draft(closed, kind="commune", name="Xã Mới"))
    assert "agency" in errors_of(upgrade(closed))


def test_the_decision_is_needed_and_lies_in_the_past(world: Any) -> None:
    tomorrow = timezone.now().date() + timedelta(days=2)
    found = errors_of(draft(world.hungyen, decision_number=" ", scan=b"", wanted_label="cms"))
    assert set(found) == {"decision_number", "scan", "wanted_label"}
    assert "decided_on" in errors_of(draft(world.hungyen, decided_on=tomorrow))


@pytest.mark.parametrize(
    ("content", "name", "good"),
    [
        pytest.param(picture("PNG"), "scan.png", True, id="png"),
        pytest.param(picture("JPEG"), "SCAN.JPEG", True, id="jpeg"),
        pytest.param(picture("PNG"), "scan.pdf", False, id="png-named-pdf"),
        pytest.param(b"MZ" + b"\0" * 400, "scan.pdf", False, id="program"),
        pytest.param(b"<html><script>alert(1)</script>", "scan.png", False, id="html"),
        pytest.param(b"%PDF-1.4" + b"0" * (10 * 1024 * 1024), "scan.pdf", False, id="too-large"),
    ],
)
def test_the_scan_is_looked_at_by_content(world: Any, content: bytes, name: str, good: bool) -> None:
    request = draft(world.hungyen, scan=content, scan_name=name)
    if good:
        assert services.file_request(request, actor=None, now=timezone.now()).scan.name.startswith("portal-requests/")
    else:
        assert list(errors_of(request)) == ["scan"]


def test_a_refusal_says_why_and_is_mailed(world: Any) -> None:
    office, now = world.users["office_hungyen"], timezone.now()
    request = filed(world.hungyen)
    with pytest.raises(ValidationError):
        services.refuse_request(request, "  ", actor=office, now=now)
    services.refuse_request(request, "Chưa có đề án.", actor=office, now=now)
    last = OutboxMail.objects.filter(to="mit@example.vn").order_by("pk").last()
    assert last is not None and "Chưa có đề án." in last.body_text
    with pytest.raises(RequestError):
        services.accept_request(request, actor=office, now=now)
    assert filed(world.hungyen).state == RequestState.FILED


def test_what_is_returned_is_corrected_by_the_filer_and_reviewed_anew(world: Any) -> None:
    office, now = world.users["office_hungyen"], timezone.now()
    request = named(world, world.hungyen)
    technician = world.users["technician_hungyen"]
    services.return_request(request, "Thiếu trang 2.", actor=technician, now=now)
    request.refresh_from_db()
    with pytest.raises(RequestError):
        services.correct_request(request, actor=office, now=now)
    request.decision_number = "Quyết định 89/QĐ-UBND"
    kept = services.correct_request(request, actor=None, now=now, by_link=True)
    assert (kept.state, kept.label, kept.reason) == (RequestState.FILED, "", "")
    assert PortalRequest.objects.get().decision_number == "Quyết định 89/QĐ-UBND"


def test_only_the_right_people_take_each_step(world: Any) -> None:
    now, users = timezone.now(), world.users
    request = filed(world.hungyen)
    for name in ("technician_hungyen", "agency_admin_hungyen", "agency_admin_skhcn", "office_vinhlong"):
        with pytest.raises(RequestError):
            services.accept_request(request, actor=users[name], now=now)
    services.accept_request(request, actor=users["office_hungyen"], now=now)
    for name in ("office_hungyen", "technician_vinhlong", "agency_admin_skhcn"):
        with pytest.raises(RequestError):
            services.name_request(request, "dttg", actor=users[name], now=now)
    services.name_request(request, "dttg", actor=users["technician_hungyen"], now=now)
    for name in ("technician_hungyen", "office_vinhlong", "agency_admin_hungyen"):
        with pytest.raises(RequestError):
            services.open_request(request, actor=users[name], now=now)
    with pytest.raises(RequestError):
        services.withdraw_request(request, actor=users["office_hungyen"], now=now)
    with pytest.raises(PermissionDenied):
        services.file_request(draft(world.hungyen, filed_from=world.skhcn), actor=users["author_skhcn"], now=now)


def test_a_domain_assigned_by_somebody_who_is_no_technician_any_more_is_assigned_again(world: Any) -> None:
    request, technician = named(world, world.hungyen), world.users["technician_hungyen"]
    revoke_role(technician, world.hungyen, "technician", actor=None, now=timezone.now())
    with pytest.raises(RequestError):
        services.open_request(request, actor=world.users["office_hungyen"], now=timezone.now())
    assert not Agency.objects.filter(name=request.name).exists()


def test_an_administrator_who_cannot_be_invited_leaves_nothing_half_done(world: Any) -> None:
    request = named(world, world.hungyen)
    PortalRequest.objects.filter(pk=request.pk).update(admin_email="nobody")
    with pytest.raises(ValidationError):
        services.open_request(request, actor=world.users["office_hungyen"], now=timezone.now())
    assert not Agency.objects.filter(name=request.name).exists()
    assert PortalRequest.objects.get().state == RequestState.NAMED


def test_every_state_can_be_left_and_ends_are_ends() -> None:
    for state in RequestState:
        assert bool(allowed(state, ALL)) is (state not in ENDS)
        assert not allowed(state, Situation())
    assert {action for _state, action in TABLE} == set(RequestAction) - {RequestAction.FILE}


def test_the_diagram_in_the_documents_is_the_table() -> None:
    text = (settings.BASE_DIR / "docs/decisions/0009-portal-requests.md").read_text()
    arrows = ((str(old), str(row.then or old), str(action)) for (old, action), row in TABLE.items())
    assert re.findall(r"```mermaid\n(.*?)\n```", text, re.DOTALL) == [diagram("filed", arrows, ENDS)]


def test_a_portal_that_is_there_stays_active(world: Any) -> None:
    opened = services.open_request(named(world, world.hungyen), actor=world.users["office_hungyen"], now=timezone.now())
    assert opened.agency is not None and opened.agency.state == AgencyState.ACTIVE
