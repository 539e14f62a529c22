"""A province made in bulk equals one made agency by agency, at a cost that does not depend on their number."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tenants.models import Agency
from tenants.services import AgencySpec, SpecError, provision_agencies, provision_agency
from tenants.unit_lists import UnitRow, provision_rows
from tests.factories import make_province
from tests.tenants.province_tables import tables

pytestmark = pytest.mark.django_db
NOW = timezone.now()
COMMON = [
    {"kind": "department", "name": "Văn phòng Ủy ban nhân dân tỉnh", "label": "vpubnd", "short_name": "VP"},
    {"kind": "department", "name": "Sở Tư pháp", "phone": "0123", "managing_unit": "Văn phòng Sở"},
    {"kind": "commune", "name": "Xã Tân Hưng", "unit_code": "10001"},
    {"kind": "commune", "name": "Phường Tân Hùng", "unit_code": "10002"},
    {"kind": "commune", "name": "Xã Mail", "unit_code": "10003"},
    {"kind": "commune", "name": "Xã Tân Hưng", "unit_code": "10001"},
]
DISTRICTS = [
    {"kind": "district", "name": "Huyện Phú Lương"},
    {"kind": "commune", "name": "Xã Yên Ninh", "parent": "Huyện Phú Lương"},
    {"kind": "commune", "name": "Xã Yên Ninh"},
]


def in_bulk(province: Agency, rows: list[dict[str, str]]) -> None:
    listed = [UnitRow(place="here", **row) for row in rows]
    list(provision_rows(province, listed, actor=None, now=NOW))


def one_by_one(province: Agency, rows: list[dict[str, str]]) -> None:
    order = ["department", "district", "commune"]
    for row in sorted(rows, key=lambda each: order.index(each["kind"])):
        details = {name: value for name, value in row.items() if name != "parent"}
        parent = Agency.objects.filter(name=row.get("parent", ""), province=province).first()
        spec: Any = AgencySpec(province=province, parent=parent, **details)
        provision_agency(spec, actor=None, now=NOW)


def made(way: Callable[[Agency, Any], None], code: str, rows: Any) -> dict[str, Any]:
    """The tables after making a province in this way, which is undone."""
    with transaction.atomic():
        province = provision_agency(AgencySpec(name="Tỉnh Mới", kind="province", regulation=code), actor=None, now=NOW)
        way(province, rows)
        connection.check_constraints()
        found = tables(province)
        transaction.set_rollback(True)
    return found


@pytest.mark.parametrize(("code", "rows"), [("default-danang", COMMON), ("thainguyen-2012", COMMON + DISTRICTS)])
def test_bulk_and_single_give_the_same_tables(world: Any, code: str, rows: Any) -> None:
    bulk, single = made(in_bulk, code, rows), made(one_by_one, code, rows)
    assert len(bulk["agencies"]) == len(rows)
    for name, found in single.items():
        assert bulk[name] == found, name


def test_the_comparison_sees_a_difference(world: Any) -> None:
    whole, less = made(in_bulk, "default-danang", COMMON), made(in_bulk, "default-danang", COMMON[:-2])
    assert {name for name in whole if whole[name] == less[name]} == set()


def specs(province: Agency, numbers: range) -> list[AgencySpec]:
    return [AgencySpec(province=province, kind="commune", name=f"Xã Số {number}") for number in numbers]


def test_a_hundred_cost_the_statements_of_ten(world: Any) -> None:
    provision_agencies(specs(world.hungyen, range(2)), actor=None, now=NOW)
    spent = []
    for numbers in (range(10, 20), range(100, 200)):
        with CaptureQueriesContext(connection) as queries:
            provision_agencies(specs(world.hungyen, numbers), actor=None, now=NOW)
        spent.append(len(queries))
    assert spent[1] <= spent[0] + 30, "bulk statements go in batches; nothing goes agency by agency"


def test_a_bad_one_is_named_and_nothing_is_kept(world: Any) -> None:
    before = Agency.objects.count()
    wrong = AgencySpec(province=world.hungyen, kind="district", name="Huyện Sai")
    with pytest.raises(SpecError) as caught:
        provision_agencies([*specs(world.hungyen, range(3)), wrong], actor=None, now=NOW)
    assert (caught.value.number, set(caught.value.message_dict)) == (3, {"kind"})
    taken = AgencySpec(province=world.hungyen, kind="department", name="Sở Khác", label="skhcn")
    with pytest.raises(SpecError) as caught:
        provision_agencies([*specs(world.hungyen, range(3)), taken], actor=None, now=NOW)
    assert (caught.value.number, set(caught.value.message_dict)) == (3, {"label"})
    assert Agency.objects.count() == before


def test_a_batch_is_of_one_province(world: Any) -> None:
    mixed = [*specs(world.hungyen, range(1)), *specs(world.vinhlong, range(1))]
    with pytest.raises(ValueError, match="one province"):
        provision_agencies(mixed, actor=None, now=NOW)
    assert provision_agencies([], actor=None, now=NOW) == []


def test_a_province_that_issues_a_regulation_keeps_its_portal(world: Any) -> None:
    province = make_province("default-thainguyen")
    assert province.regulation.is_default
    again = make_province("thainguyen-2012")
    assert again == province
    again.refresh_from_db()
    assert again.regulation_code == "thainguyen-2012"
