"""Agencies come to life with everything that their portal needs, and a second run changes nothing."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from guardian.models import GroupObjectPermission
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Site

from editorial.models import Decision, DecisionKind
from portal.models import HomePage, ProvinceFolder, SectionPage
from tenants.models import Agency, AgencyHost, AgencyModelLogEntry, AgencyState, BasePage
from tenants.regulation import all_regulations
from tests.factories import make_agency, make_province

pytestmark = pytest.mark.django_db
TABLES = [
    Agency,
    AgencyHost,
    AgencyModelLogEntry,
    BasePage,
    Collection,
    Decision,
    Group,
    GroupCollectionPermission,
    GroupObjectPermission,
    GroupPagePermission,
    Site,
]


def everything() -> list[Any]:
    return [model.objects.count() for model in TABLES] + list(AgencyHost.objects.order_by("pk").values())


@pytest.mark.clause("VL.4")
def test_all_portals_of_a_province_stand_in_one_tree(world: Any) -> None:
    folder = ProvinceFolder.objects.get(slug="vinhlong")
    homes = HomePage.objects.filter(agency__in=Agency.objects.of_province(world.vinhlong))
    assert {home.agency for home in homes} == {world.vinhlong, world.tambinh, world.songphu, world.snv}
    assert {home.get_parent().pk for home in homes} == {folder.pk}
    assert not folder.live
    assert not HomePage.is_creatable


@pytest.mark.parametrize("regulation", all_regulations(), ids=lambda regulation: regulation.code)
def test_a_portal_has_every_section_that_its_regulation_asks_for(db: None, regulation: Any) -> None:
    province = make_province(regulation.code)
    for agency in (province, make_agency(province=province, name="Sở Thử nghiệm")):
        required = {entry.key for entry in regulation.required_sections(agency.kind)}
        if agency.is_province:
            required -= {"english"}
            assert agency.english_home.specific.live
            assert agency.english_home.locale.language_code == "en"
        sections = SectionPage.objects.child_of(agency.home_page)
        assert {section.key for section in sections} == required
        assert len({section.slug for section in sections}) == len(required)
        assert all(section.live and section.agency_id == agency.pk for section in sections)


def test_provisioned_pages_are_live_by_a_decision_for_their_version(world: Any) -> None:
    pages = BasePage.objects.filter(agency=world.skhcn)
    decided = Decision.objects.filter(agency=world.skhcn, kind=DecisionKind.PROVISIONED)
    assert pages.count() > 5
    assert set(decided.values_list("page_id", "revision_id")) == set(pages.values_list("pk", "live_revision_id"))


def test_second_run_changes_nothing(world: Any) -> None:
    before = everything()
    assert make_agency(province=world.hungyen, name="Sở Khoa học và Công nghệ") == world.skhcn
    assert make_province("hungyen-2025") == world.hungyen
    assert everything() == before


def test_second_run_repairs_what_is_missing(world: Any) -> None:
    agency = world.skhcn
    group = Group.objects.get(name=f"agency-{agency.pk}-author")
    group.page_permissions.all().delete()
    GroupObjectPermission.objects.filter(group=group).delete()
    GroupPagePermission.objects.create(group=group, page=agency.home_page, permission_type="publish")
    AgencyHost.objects.filter(agency=agency).delete()
    make_agency(province=world.hungyen, name=agency.name)
    assert agency.hosts.get().hostname == "skhcn.hungyen.localhost"
    assert agency.hosts.get().site.root_page == agency.home_page
    held = group.page_permissions.values_list("permission__codename", flat=True)
    assert set(held) == {"add_basepage", "change_basepage"}
    assert GroupObjectPermission.objects.filter(group=group).count() == 1


def test_a_new_regulation_adds_its_sections_to_a_portal(world: Any) -> None:
    agency = world.skhcn
    before = set(SectionPage.objects.child_of(agency.home_page).values_list("pk", flat=True))
    taken = agency.home_page.add_child(instance=SectionPage(title="Ý tưởng", slug="doanh-nghiep", live=False))
    Agency.objects.filter(pk=agency.pk).update(regulation_code="thainguyen-2012")
    agency = make_agency(province=world.hungyen, name=agency.name)
    sections = SectionPage.objects.child_of(agency.home_page)
    wanted = {entry.key for entry in agency.regulation.required_sections("department")}
    assert before < set(sections.values_list("pk", flat=True))
    assert wanted <= {section.key for section in sections}
    assert len({section.slug for section in sections}) == len(sections)
    assert sections.get(pk=taken.pk).key == ""


def test_a_failure_leaves_nothing_behind(world: Any) -> None:
    before = everything()
    with pytest.raises(ValidationError):
        make_agency(province=world.hungyen, name="Sở Dở dang", label="skhcn")
    assert everything() == before


@pytest.mark.clause("HY.5.1", "HY.5.2", "HY.5.3")
def test_owner_manager_and_operator_come_from_the_regulation(world: Any) -> None:
    province = world.hungyen
    assert province.owning_agency == "Ủy ban nhân dân tỉnh Hưng Yên"
    assert province.managing_unit == "Văn phòng Ủy ban nhân dân tỉnh Hưng Yên"
    assert province.operating_unit == "Trung tâm Thông tin - Hội nghị tỉnh Hưng Yên"
    assert world.skhcn.owning_agency == "Sở Khoa học và Công nghệ"
    assert world.commune.owning_agency == "Ủy ban nhân dân phường Phố Hiến"
    own = make_agency(province=province, name="Sở Y tế", managing_unit="Văn phòng Sở", operating_unit="Tổ quản trị")
    assert (own.managing_unit, own.operating_unit) == ("Văn phòng Sở", "Tổ quản trị")
    assert world.skhcn.managing_unit
    assert world.skhcn.operating_unit


@pytest.mark.clause("HY.2.1")
def test_hung_yen_has_no_districts(world: Any) -> None:
    with pytest.raises(ValidationError) as caught:
        make_agency(province=world.hungyen, kind="district", name="Huyện Khoái Châu")
    assert set(caught.value.message_dict) == {"kind"}
    ward = make_agency(province=world.hungyen, kind="commune", name="Xã Khoái Châu")
    assert ward.parent == world.hungyen


@pytest.mark.clause("TB.2")
def test_thai_binh_has_departments_districts_and_communes() -> None:
    province = make_province("thaibinh-2024")
    district = make_agency(province=province, kind="district", name="Huyện Đông Hưng")
    commune = make_agency(province=province, kind="commune", name="Xã Nguyên Xá", parent=district)
    department = make_agency(province=province, kind="department", name="Sở Tư pháp")
    assert {agency.kind for agency in (district, commune, department)} == {"district", "commune", "department"}
    with pytest.raises(ValidationError) as caught:
        make_agency(province=province, kind="enterprise", name="Công ty Mẫu")
    assert set(caught.value.message_dict) == {"kind"}


@pytest.mark.clause("NB.2.1", "NB.2.2")
def test_ninh_binh_has_organisations_and_enterprises_too() -> None:
    province = make_province("ninhbinh-2015")
    union = make_agency(province=province, kind="organisation", name="Hội Liên hiệp Phụ nữ tỉnh")
    firm = make_agency(province=province, kind="enterprise", name="Công ty Mẫu", label="congtymau")
    assert union.hosts.get().hostname.endswith(".ninhbinh.localhost")
    assert firm.hosts.get().hostname == "congtymau.ninhbinh.localhost"


def test_a_parent_must_fit(world: Any) -> None:
    for kind, name, parent in (("department", "Sở Lạc", world.tambinh), ("district", "Huyện Lạc", world.snv)):
        with pytest.raises(ValidationError) as caught:
            make_agency(province=world.vinhlong, kind=kind, name=name, parent=parent)
        assert set(caught.value.message_dict) == {"parent"}
    with pytest.raises(ValidationError) as caught:
        make_agency(province=world.hungyen, kind="commune", name="Xã Lạc", parent=world.tambinh)
    assert set(caught.value.message_dict) == {"parent"}


def test_cost_does_not_grow_with_the_number_of_agencies(world: Any) -> None:
    spent = []
    for number in (1, 2, 3):
        with CaptureQueriesContext(connection) as queries:
            make_agency(province=world.hungyen, name=f"Sở Đo đếm {number}", label=f"do{number}")
        spent.append(len(queries))
    assert spent[1] == spent[2]
    assert spent[2] <= 130


def test_setting_up_is_on_record(world: Any) -> None:
    entry = AgencyModelLogEntry.objects.get(action="tenants.provision", agency=world.skhcn)
    assert entry.data["hosts"] == ["skhcn.hungyen.localhost"]
    assert world.skhcn.state == AgencyState.ACTIVE
