"""An agency's card: who owns, manages and operates its portal, its officials and board; and who is told of a change."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from security.models import OutboxMail
from tenants.hosts import forget_hosts
from tenants.models import AgencyModelLogEntry, Official
from tenants.officials import change_card, end_official, name_official, units_for
from tenants.services import close_agency, grant_role
from tests.factories import make_agency, make_province, make_user
from tests.security.helpers import get, portal_post, signed_in

pytestmark = pytest.mark.django_db
HOST = "cms.hungyen.localhost"
CARD = "/a/skhcn-hungyen/card/"
PERSON = {"full_name": "Người Vận Hành", "position": "Chuyên viên", "phone": "0221 000 111", "email": "vh@example.vn"}
CONTACTS = {
    "managing_unit": "Văn phòng Sở",
    "operating_unit": "Tổ quản trị cổng",
    "head_name": "Người Đứng Đầu",
    "address": "Số 1 đường Mẫu",
    "phone": "0221 000 222",
    "fax": "0221 000 333",
    "email": "so@example.vn",
}


def named(agency: Any, duty: str = "content_operator", actor: Any = None, **changes: str) -> Official:
    return name_official(agency, duty, actor=actor, now=timezone.now(), **PERSON | changes)


def told() -> set[str]:
    return set(OutboxMail.objects.values_list("to", flat=True))


@pytest.mark.clause("HY.5.1", "HY.5.2", "HY.5.3")
def test_a_component_belongs_to_its_agency_which_decides_who_manages_and_operates_it(world: Any) -> None:
    client = signed_in(HOST, "agency_admin_skhcn")
    owner = world.skhcn.owning_agency
    data = CONTACTS | {"owning_agency": "Công ty khác"}
    assert portal_post(client, HOST, f"{CARD}change/", data).headers["Location"] == CARD
    world.skhcn.refresh_from_db()
    assert {name: getattr(world.skhcn, name) for name in CONTACTS} == CONTACTS
    assert world.skhcn.owning_agency == owner == "Sở Khoa học và Công nghệ"
    html = get(client, HOST, CARD).content.decode()
    assert all(value in html for value in (owner, *CONTACTS.values()))
    entry = AgencyModelLogEntry.objects.for_instance(world.skhcn).get(action="tenants.change_card")
    assert entry.user == world.users["agency_admin_skhcn"]
    assert entry.data["changed"]["head_name"] == ["", "Người Đứng Đầu"]


@pytest.mark.clause("HY.5.1", "HY.5.2", "HY.5.3")
def test_the_units_of_the_provincial_portal_are_those_of_the_regulation(world: Any) -> None:
    client = signed_in(HOST, "office_hungyen")
    assert portal_post(client, HOST, "/a/hungyen/card/change/", CONTACTS).status_code == 302
    world.hungyen.refresh_from_db()
    units = (
        "Ủy ban nhân dân tỉnh Hưng Yên",
        "Văn phòng Ủy ban nhân dân tỉnh Hưng Yên",
        "Trung tâm Thông tin - Hội nghị tỉnh Hưng Yên",
    )
    assert (world.hungyen.owning_agency, world.hungyen.managing_unit, world.hungyen.operating_unit) == units
    assert world.hungyen.head_name == "Người Đứng Đầu"
    html = get(client, HOST, "/a/hungyen/card/").content.decode()
    assert all(unit in html for unit in units)
    with pytest.raises(PermissionDenied):
        change_card(world.hungyen, actor=world.users["office_hungyen"], now=timezone.now(), managing_unit="Khác")


@pytest.mark.clause("TN.15.1", "TN.15.2", "TN.15.4")
def test_thai_nguyens_portal_names_its_owner_standing_body_operator_and_the_leader_who_directs_it(world: Any) -> None:
    province = make_province("thainguyen-2012")
    leader = make_user(role="board_head", agency=province, full_name="Người Chủ Tịch Hội Đồng")
    grant_role(leader, province, "agency_admin", actor=None, now=timezone.now())
    host = "cms.thainguyen.localhost"
    client = signed_in(host, leader.username)
    data = {"head_name": leader.full_name, "operating_unit": "Công ty khác", "owning_agency": "Công ty khác"}
    assert portal_post(client, host, "/a/thainguyen/card/change/", data).status_code == 302
    province.refresh_from_db()
    assert province.owning_agency == "Ủy ban nhân dân tỉnh Thái Nguyên"
    assert province.managing_unit.startswith("Trung tâm Thông tin tỉnh")
    assert province.operating_unit.startswith("Trung tâm Công nghệ thông tin và Truyền thông")
    html = get(client, host, "/a/thainguyen/card/").content.decode()
    assert html.count("Người Chủ Tịch Hội Đồng") > 2, "as the head and as the chair of the council"


@pytest.mark.clause("TB.3.4", "HY.3.4b")
@pytest.mark.parametrize("regulation", ["thaibinh-2024", "hungyen-2025"])
def test_content_operators_are_the_offices_for_the_province_and_the_agencys_own_for_a_component(
    world: Any, regulation: str
) -> None:
    province = make_province(regulation)
    component = make_agency(province=province, name="Sở Y tế")
    assert named(province, unit="Công ty khác").unit == f"Văn phòng {province.owning_agency}"
    assert named(component, unit="Công ty khác").unit == "Sở Y tế"
    assert named(world.commune).unit == "Ủy ban nhân dân phường Phố Hiến"


@pytest.mark.clause("HY.3.4a", "TB.3.4")
def test_technical_operators_are_the_provinces_centre_or_a_suppliers_and_serve_all_portals(world: Any) -> None:
    centre = "Trung tâm Thông tin - Hội nghị tỉnh Hưng Yên"
    assert units_for(world.hungyen, "technical_operator") == [centre]
    client = signed_in(HOST, "technician_hungyen")
    path = "/a/hungyen/card/officials/technical_operator/new/"
    ours, theirs = PERSON | {"full_name": "Người Của Trung Tâm"}, PERSON | {"full_name": "Người Nhà Thầu"}
    for data in (
        ours | {"unit": centre},
        theirs | {"unit": "", "supplier": "Công ty Hạ tầng", "email": "b@example.vn"},
    ):
        assert portal_post(client, HOST, path, data).status_code == 302
    for wrong in ({"unit": "Sở Khác"}, {"unit": ""}, {"unit": centre, "supplier": "Công ty Hạ tầng"}):
        answer = portal_post(client, HOST, path, PERSON | {"email": "c@example.vn"} | wrong)
        assert answer.status_code == 422 and "0221 000 111" in answer.content.decode()
    units = dict(Official.objects.values_list("full_name", "unit"))
    assert units == {"Người Của Trung Tâm": centre, "Người Nhà Thầu": "Công ty Hạ tầng"}
    html = get(signed_in(HOST, "author_skhcn"), HOST, CARD).content.decode()
    assert "Người Của Trung Tâm" in html and "Người Nhà Thầu" in html and "0221 000 111" in html


@pytest.mark.clause("TB.3.4")
def test_an_agency_names_no_technical_operator_and_the_province_no_liaison(world: Any) -> None:
    admin = signed_in(HOST, "agency_admin_skhcn")
    assert portal_post(admin, HOST, f"{CARD}officials/technical_operator/new/", PERSON).status_code == 404
    with pytest.raises(ValidationError):
        named(world.skhcn, "technical_operator")
    with pytest.raises(ValidationError):
        named(world.hungyen, "liaison")
    own = signed_in(HOST, "agency_admin_hungyen")
    path = "/a/hungyen/card/officials/technical_operator/new/"
    assert portal_post(own, HOST, path, PERSON | {"unit": "Công ty"}).status_code == 403
    assert not Official.objects.exists()


@pytest.mark.clause("TB.13.3a", "HY.22.2", "HY.5.3")
@pytest.mark.parametrize("duty", ["content_operator", "liaison"])
def test_office_and_technical_agency_are_told_whom_an_agency_names_and_see_them(world: Any, duty: str) -> None:
    client = signed_in(HOST, "agency_admin_skhcn")
    assert portal_post(client, HOST, f"{CARD}officials/{duty}/new/", PERSON).headers["Location"] == CARD
    assert told() == {"office_hungyen@example.vn", "technician_hungyen@example.vn"}
    mail = OutboxMail.objects.first()
    assert mail is not None and world.skhcn.name in mail.subject and "Người Vận Hành" in mail.subject
    assert "0221 000 111" in mail.body_text and "vh@example.vn" in mail.body_text
    for name in ("office_hungyen", "technician_hungyen"):
        listed = get(signed_in(HOST, name), HOST, "/a/hungyen/officials/").content.decode()
        assert "Người Vận Hành" in listed and "0221 000 111" in listed and "vh@example.vn" in listed
        assert "/a/hungyen/officials/" in mail.body_text


@pytest.mark.clause("VL.26.3")
def test_vinh_longs_office_is_told_of_the_liaison_officer(world: Any) -> None:
    named(world.snv, "liaison", actor=world.users["agency_admin_snv"])
    assert told() == {"office_vinhlong@example.vn"}, "the regulation names the office alone"
    host = world.host("vinhlong", "admin")
    listed = get(signed_in(host, "office_vinhlong"), host, "/a/vinhlong/officials/").content.decode()
    assert "Người Vận Hành" in listed and "0221 000 111" in listed


@pytest.mark.clause("TB.12.5a")
def test_the_office_names_the_provincial_portals_content_operator_and_the_technical_agency_is_told(world: Any) -> None:
    client = signed_in(HOST, "office_hungyen")
    assert portal_post(client, HOST, "/a/hungyen/card/officials/content_operator/new/", PERSON).status_code == 302
    assert Official.objects.get().named_by == world.users["office_hungyen"]
    assert told() == {"technician_hungyen@example.vn"}


@pytest.mark.clause("TB.13.3a")
def test_a_change_and_an_end_are_told_too_and_stay_on_record(world: Any) -> None:
    official = named(world.skhcn)
    OutboxMail.objects.all().delete()
    client = signed_in(HOST, "agency_admin_skhcn")
    path = f"{CARD}officials/{official.pk}/"
    assert portal_post(client, HOST, path, PERSON | {"phone": "0221 999 999"}).status_code == 302
    assert OutboxMail.objects.filter(body_text__contains="0221 999 999").count() == 2
    assert portal_post(client, HOST, f"{path}end/").status_code == 302
    assert OutboxMail.objects.count() == 4
    official.refresh_from_db()
    assert official.ended_at is not None
    get(client, HOST, CARD)  # shows the message that names the person
    assert "Người Vận Hành" not in get(client, HOST, CARD).content.decode()
    assert get(client, HOST, path).status_code == portal_post(client, HOST, f"{path}end/").status_code == 404
    entries = AgencyModelLogEntry.objects.for_instance(world.skhcn).filter(action__startswith="tenants.official_")
    assert [entry.action[17:] for entry in entries.order_by("pk")] == ["named", "corrected", "ended"]
    with pytest.raises(ValidationError):
        end_official(official, actor=None, now=timezone.now())
    assert named(world.skhcn).pk != official.pk, "and may be named again"


def test_bad_input_is_told_at_its_field_and_nothing_typed_is_lost(world: Any) -> None:
    named(world.skhcn)
    client = signed_in(HOST, "agency_admin_skhcn")
    path = f"{CARD}officials/content_operator/new/"
    for wrong in ({"phone": ""}, {"email": "vh@"}, {"full_name": " "}, {"email": "VH@example.vn"}):
        answer = portal_post(client, HOST, path, PERSON | wrong)
        assert answer.status_code == 422 and "Chuyên viên" in answer.content.decode()
    assert Official.objects.count() == 1
    answer = portal_post(client, HOST, f"{CARD}change/", CONTACTS | {"email": "so@"})
    assert answer.status_code == 422 and "Tổ quản trị cổng" in answer.content.decode()
    world.skhcn.refresh_from_db()
    assert world.skhcn.head_name == ""


def test_other_agencies_cards_and_officials_do_not_exist(world: Any) -> None:
    client = signed_in(HOST, "agency_admin_skhcn")
    for agency in (world.commune, world.hungyen, world.songphu):
        official = named(agency)
        for path in (f"{CARD}officials/{official.pk}/", f"{CARD}officials/{official.pk}/end/"):
            assert portal_post(client, HOST, path, PERSON).status_code == 404
        assert get(client, HOST, f"/a/{agency.slug}/card/").status_code == 404
        official.refresh_from_db()
        assert official.ended_at is None
    assert get(client, HOST, "/a/skhcn-hungyen/officials/").status_code == 404


@pytest.mark.parametrize("role", ["author", "board_member", "board_head", "responder", "signer"])
def test_others_who_serve_the_agency_read_the_card_and_change_nothing(world: Any, role: str) -> None:
    official, client = named(world.skhcn), signed_in(HOST, f"{role}_skhcn")
    html = get(client, HOST, CARD).content.decode()
    assert "Người Vận Hành" in html and f"{CARD}change/" not in html and f"{CARD}officials/" not in html
    for path in ("change/", "officials/liaison/new/", f"officials/{official.pk}/", f"officials/{official.pk}/end/"):
        assert portal_post(client, HOST, CARD + path, CONTACTS | PERSON).status_code == 403
    official.refresh_from_db()
    world.skhcn.refresh_from_db()
    assert official.ended_at is None and world.skhcn.head_name == ""
    with pytest.raises(PermissionDenied):
        change_card(world.skhcn, actor=world.users[f"{role}_skhcn"], now=timezone.now(), head_name="Khác")


def test_the_card_names_the_board_and_the_administrators(world: Any) -> None:
    make_user(role="board_head", agency=world.skhcn, full_name="Người Đã Nghỉ", is_active=False)
    html = get(signed_in(HOST, "responder_skhcn"), HOST, CARD).content.decode()
    for name in ("board_head_skhcn", "board_member_skhcn", "agency_admin_skhcn"):
        assert f"{name}@example.vn" in html
    assert "signer_skhcn@example.vn" not in html and "Người Đã Nghỉ" not in html


def test_the_provinces_list_finds_agencies_without_a_content_operator(world: Any) -> None:
    named(world.skhcn)
    closed = make_agency(province=world.hungyen, name="Sở Đã Đóng")
    close_agency(closed, actor=world.users["office_hungyen"], now=timezone.now(), reason="Giải thể")
    client = signed_in(HOST, "office_hungyen")
    everything = get(client, HOST, "/a/hungyen/officials/").content.decode()
    assert "Phường Phố Hiến" in everything and "Sở Khoa học và Công nghệ" in everything
    assert "Song Phú" not in everything and "Sở Đã Đóng" not in everything
    without = get(client, HOST, "/a/hungyen/officials/?nobody=1").content.decode()
    assert "Phường Phố Hiến" in without and "Sở Khoa học và Công nghệ" not in without
    assert "Phường Phố Hiến" in get(client, HOST, "/a/hungyen/officials/?q=pho+hien").content.decode()
    assert get(signed_in(HOST, "agency_admin_hungyen"), HOST, "/a/hungyen/officials/").status_code == 404


def test_the_provinces_list_costs_the_same_with_more_agencies(world: Any) -> None:
    client = signed_in(HOST, "office_hungyen")

    def queries() -> int:
        forget_hosts()
        with CaptureQueriesContext(connection) as captured:
            assert get(client, HOST, "/a/hungyen/officials/").status_code == 200
        return len(captured)

    named(world.skhcn)
    queries()
    few = queries()
    for _ in range(12):
        agency = make_agency(province=world.hungyen)
        make_user(role="agency_admin", agency=agency)
        named(agency)
        named(agency, "liaison")
    assert queries() == few


def test_without_a_work_area_there_is_no_card(world: Any) -> None:
    client: Client = signed_in(HOST, "superuser")
    assert get(client, HOST, "/card/").status_code == 404
    assert get(client, HOST, "/officials/").status_code == 404
