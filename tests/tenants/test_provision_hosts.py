"""The host names of an agency in the database, and who may change them."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.utils import timezone

from tenants.hosts import forget_hosts
from tenants.models import AgencyHost, AgencyState, HostKind
from tenants.services import assign_label
from tests.factories import make_agency, make_province, portal_get

pytestmark = pytest.mark.django_db


def names(agency: Any) -> set[tuple[str, str, str]]:
    return set(agency.hosts.values_list("hostname", "kind", "language"))


@pytest.mark.clause("HY.4a")
def test_hung_yen_answers_in_vietnamese_and_in_english(world: Any, settings: Any) -> None:
    assert names(world.hungyen) == {
        ("hungyen.localhost", "portal", "vi"),
        ("en.hungyen.localhost", "portal", "en"),
        ("www.hungyen.localhost", "alias", "vi"),
        ("cms.hungyen.localhost", "admin", "vi"),
    }
    settings.PORTAL_BASE_DOMAIN = ""
    AgencyHost.objects.filter(agency=world.hungyen).delete()
    make_province("hungyen-2025")
    portals = world.hungyen.hosts.filter(kind=HostKind.PORTAL)
    assert {row.hostname for row in portals} == {"hungyen.gov.vn", "en.hungyen.gov.vn"}
    english = portals.get(language="en")
    assert english.site.root_page == world.hungyen.english_home


@pytest.mark.clause("VL.5.1")
def test_vinh_long_answers_in_both_languages(world: Any, client: Client) -> None:
    vietnamese = portal_get(client, "vinhlong.localhost")
    english = portal_get(client, "en.vinhlong.localhost")
    assert (vietnamese.status_code, english.status_code) == (200, 200)
    assert "Tỉnh Vĩnh Long" in vietnamese.text
    assert "Cổng thông tin điện tử tỉnh Vĩnh Long" in vietnamese.text
    assert "<title>Vĩnh Long Portal" in english.text
    assert english.headers["Content-Language"] == "en"


@pytest.mark.clause("TN.7.2")
def test_thai_nguyen_answers_on_www(client: Client) -> None:
    province = make_province("thainguyen-2012")
    assert ("www.thainguyen.localhost", "portal", "vi") in names(province)
    department = make_agency(province=province, name="Sở Kế hoạch và Đầu tư")
    district = make_agency(province=province, kind="district", name="Huyện Phổ Yên")
    assert department.hosts.get().hostname == "sokhdt.thainguyen.localhost"
    assert district.hosts.get().hostname == "phoyen.thainguyen.localhost"
    assert portal_get(client, "www.thainguyen.localhost").status_code == 200


@pytest.mark.clause("VL.5.2a", "VL.5.2b", "VL.5.2c")
def test_components_of_vinh_long(world: Any, client: Client) -> None:
    hosts = {name: world.host(name) for name in ("snv", "tambinh", "songphu")}
    assert hosts == {
        "snv": "snv.vinhlong.localhost",
        "tambinh": "tambinh.vinhlong.localhost",
        "songphu": "songphu.tambinh.vinhlong.localhost",
    }
    answer = portal_get(client, hosts["songphu"])
    assert answer.status_code == 200
    assert "Song Phú" in answer.text


@pytest.mark.clause("HY.4b")
def test_components_of_hung_yen(world: Any) -> None:
    assert world.host("skhcn") == "skhcn.hungyen.localhost"
    assert world.host("commune") == "phohien.hungyen.localhost"


def test_a_collision_gets_a_temporary_name(world: Any) -> None:
    first = make_agency(province=world.hungyen, kind="commune", name="Xã Tân Hưng", unit_code="11111")
    second = make_agency(province=world.hungyen, kind="commune", name="Phường Tân Hùng", unit_code="22222")
    assert first.hosts.get().hostname == "tanhung.hungyen.localhost"
    row = second.hosts.get()
    assert (row.hostname, row.provisional) == ("tanhung-22222.hungyen.localhost", True)
    assert (first.state, second.state) == (AgencyState.ACTIVE, AgencyState.DOMAIN_PENDING)
    assert first.slug != second.slug


def test_a_reserved_name_is_never_given_by_the_rule(world: Any) -> None:
    agency = make_agency(province=world.hungyen, kind="commune", name="Xã Mail", unit_code="33333")
    assert agency.hosts.get().hostname == "mail-33333.hungyen.localhost"


def test_a_hand_set_label_wins(world: Any) -> None:
    agency = make_agency(province=world.hungyen, name="Văn phòng Ủy ban nhân dân tỉnh", label="vpubnd")
    assert agency.hosts.get().hostname == "vpubnd.hungyen.localhost"
    assert agency.slug == "vpubnd-hungyen"
    for label in ("cms", "có dấu", "a.b", "skhcn"):
        with pytest.raises(ValidationError) as caught:
            make_agency(province=world.hungyen, name="Sở Khác", label=label)
        assert set(caught.value.message_dict) == {"label"}


@pytest.mark.clause("TB.4.2")
def test_only_the_technical_agency_assigns_names(world: Any, client: Client) -> None:
    for person in ("agency_admin_skhcn", "agency_admin_hungyen", "office_hungyen", "technician_vinhlong"):
        with pytest.raises(PermissionDenied):
            assign_label(world.skhcn, "sokhcn", actor=world.users[person], now=timezone.now())
    assign_label(world.skhcn, "sokhcn", actor=world.users["technician_hungyen"], now=timezone.now())
    forget_hosts()
    assert portal_get(client, "sokhcn.hungyen.localhost").status_code == 200
    old = portal_get(client, "skhcn.hungyen.localhost", "/tin-tuc/?trang=2")
    assert old.status_code == 301
    assert old.headers["Location"] == "http://sokhcn.hungyen.localhost/tin-tuc/?trang=2"


def test_a_decided_name_ends_the_waiting(world: Any) -> None:
    make_agency(province=world.hungyen, kind="commune", name="Xã Tân Hưng")
    agency = make_agency(province=world.hungyen, kind="commune", name="Phường Tân Hùng", unit_code="22222")
    technician = world.users["technician_hungyen"]
    with pytest.raises(ValidationError):
        assign_label(agency, "tanhung", actor=technician, now=timezone.now())
    row = assign_label(agency, "phuongtanhung", actor=technician, now=timezone.now())
    agency.refresh_from_db()
    assert (row.hostname, row.provisional) == ("phuongtanhung.hungyen.localhost", False)
    assert agency.state == AgencyState.ACTIVE
    assign_label(agency, "tanhung-22222", actor=technician, now=timezone.now())
    assert set(agency.hosts.values_list("hostname", "kind")) == {
        ("tanhung-22222.hungyen.localhost", "portal"),
        ("phuongtanhung.hungyen.localhost", "alias"),
    }


def test_an_unknown_host_names_no_agency(world: Any, client: Client) -> None:
    answer = portal_get(client, "nosuch.hungyen.localhost")
    assert answer.status_code == 404
    assert "Hưng Yên" not in answer.text


@pytest.mark.clause("NB.4.1b", "NB.4.1a")
def test_an_own_domain_is_an_enterprises_and_never_a_state_bodys(world: Any, client: Client) -> None:
    province = make_province("ninhbinh-2015")
    enterprise = make_agency(province=province, kind="enterprise", name="Công ty Thử nghiệm")
    department = make_agency(province=province, name="Sở Tài chính")
    by_the_rule = enterprise.hosts.get().hostname
    superuser, now = world.users["superuser"], timezone.now()
    with pytest.raises(ValidationError, match="a–z|tên"):
        assign_label(department, "sotaichinh.vn", actor=superuser, now=now)
    with pytest.raises(ValidationError):
        assign_label(enterprise, "thunghiem.gov.vn", actor=superuser, now=now)
    assign_label(enterprise, "thu-nghiem.vn", actor=superuser, now=now)
    assert portal_get(client, "thu-nghiem.vn").status_code == 200
    assert portal_get(client, by_the_rule).headers["Location"] == "http://thu-nghiem.vn/"
