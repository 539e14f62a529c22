"""An agency comes below another one of its province, as the regulation's levels allow and never in a loop."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from tenants.models import Agency, AgencyModelLogEntry, AgencyState, SuccessionState
from tenants.services import assign_label, close_agency, move_below
from tenants.transitions import LifeError
from tests.factories import make_agency, make_province
from tests.isolation.work import Desk, text_of
from tests.tenants.successions import plan

pytestmark = pytest.mark.django_db
REASON = "Nghị quyết 12/NQ-HĐND"


@pytest.fixture
def vungliem(world: Any) -> Agency:
    """A second district of Vĩnh Long."""
    return make_agency(province=world.vinhlong, kind="district", name="Huyện Vũng Liêm")


def moved(agency: Agency, parent: Agency, actor: Any = None) -> Agency:
    return move_below(agency, parent, actor=actor, now=timezone.now(), reason=REASON)


def message(agency: Agency, parent: Agency) -> str:
    with pytest.raises(ValidationError) as caught:
        moved(agency, parent)
    assert Agency.objects.get(pk=agency.pk).parent_id == agency.parent_id
    return str(caught.value.message_dict["parent"][0])


@pytest.mark.clause("TB.3.2", "VL.5.2c")
def test_a_commune_comes_below_another_district_and_its_name_is_to_be_decided(world: Any, vungliem: Agency) -> None:
    office, technician = world.users["office_vinhlong"], world.users["technician_vinhlong"]
    agency = moved(world.songphu, vungliem, office)
    assert (agency.parent, agency.province, agency.state) == (vungliem, world.vinhlong, AgencyState.DOMAIN_PENDING)
    assert world.host("songphu") == "songphu.tambinh.vinhlong.localhost"
    entry = AgencyModelLogEntry.objects.for_instance(agency).get(action="tenants.new_parent")
    assert (entry.user, entry.data) == (
        office,
        {"old": world.tambinh.name, "new": vungliem.name, "reason": REASON},
    )
    assign_label(agency, "songphu", actor=technician, now=timezone.now())
    assert world.host("songphu") == "songphu.vungliem.vinhlong.localhost"
    assert Agency.objects.get(pk=agency.pk).state == AgencyState.ACTIVE


def test_a_name_that_the_rule_leaves_as_it_is_stays_decided(world: Any) -> None:
    ninhbinh = make_province("ninhbinh-2015")
    district = make_agency(province=ninhbinh, kind="district", name="Huyện Hoa Lư")
    association = make_agency(province=ninhbinh, kind="organisation", name="Hội Nông dân")
    assert moved(association, district).state == AgencyState.ACTIVE
    assert not association.hosts.filter(provisional=True).exists()


def test_a_parent_that_cannot_be_gets_its_message(world: Any, vungliem: Agency) -> None:
    assert "tỉnh khác" in message(world.songphu, world.hungyen)
    assert "đã trực thuộc" in message(world.songphu, world.tambinh)
    assert "vòng" in message(world.tambinh, world.songphu)
    assert "vòng" in message(world.tambinh, world.tambinh)
    assert "không thể trực thuộc" in message(world.songphu, world.snv)
    close_agency(vungliem, actor=None, now=timezone.now(), reason=REASON)
    assert "đã đóng" in message(world.songphu, vungliem)


@pytest.mark.clause("HY.2.1")
def test_where_the_regulation_has_no_districts_a_commune_stands_below_the_province_alone(world: Any) -> None:
    other = make_agency(province=world.hungyen, kind="commune", name="Xã Tân Hưng")
    for parent in (world.skhcn, other):
        assert "không thể trực thuộc" in message(world.commune, parent)


def test_a_namesake_below_the_new_parent_is_in_the_way(world: Any, vungliem: Agency) -> None:
    make_agency(province=world.vinhlong, kind="commune", name="Xã Song Phú", parent=vungliem)
    assert "tên này" in message(world.songphu, vungliem)


def test_nothing_comes_below_an_agency_that_is_ending(world: Any, vungliem: Agency) -> None:
    made = plan("merge", [vungliem], [world.tambinh])
    type(made).objects.filter(pk=made.pk).update(state=SuccessionState.FAILED)
    assert "sắp xếp" in message(world.songphu, vungliem)


def test_who_and_which_agency(world: Any, vungliem: Agency) -> None:
    for person in ("technician_vinhlong", "agency_admin_songphu", "office_hungyen"):
        with pytest.raises(LifeError, match="Văn phòng"):
            moved(world.songphu, vungliem, world.users[person])
    with pytest.raises(LifeError, match="Tỉnh không"):
        moved(world.vinhlong, world.tambinh)
    with pytest.raises(ValidationError) as caught:
        move_below(world.songphu, vungliem, actor=None, now=timezone.now(), reason=" ")
    assert "reason" in caught.value.message_dict
    assert Agency.objects.get(pk=world.songphu.pk).parent == world.tambinh


def test_the_offices_form_offers_what_the_levels_allow_and_keeps_what_was_typed(world: Any, vungliem: Agency) -> None:
    desk = Desk(world.users["office_vinhlong"], "vinhlong", "cms.vinhlong.localhost")
    path = f"agencies/{world.songphu.pk}/new_parent/"
    form = text_of(desk.get(path))
    assert f'value="{vungliem.pk}"' in form and f'value="{world.snv.pk}"' not in form
    for parent, said in ((world.snv, "không thể trực thuộc"), (world.hungyen, "hợp lệ"), (None, "Hãy chọn")):
        answer = desk.post(path, {"parent": parent.pk if parent else "", "reason": "Lý do đã gõ"})
        assert answer.status_code == 200 and said in str(answer.context["form"].errors["parent"]), parent
        assert "Lý do đã gõ" in text_of(answer)
        assert "Tỉnh Hưng Yên" not in text_of(answer)
    assert desk.post(path, {"parent": vungliem.pk, "reason": REASON}).status_code == 302
    assert Agency.objects.get(pk=world.songphu.pk).parent == vungliem


def test_where_there_is_no_other_parent_the_form_says_so(world: Any) -> None:
    desk = Desk(world.users["office_hungyen"], "hungyen")
    assert "không còn cơ quan nào" in text_of(desk.get(f"agencies/{world.commune.pk}/new_parent/"))
