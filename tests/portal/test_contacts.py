"""The contacts of an agency: its card, who answers for its portal, its people by unit."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from portal.models import OrganisationChartPage, SectionPage
from tenants.models import Agency, Duty
from tenants.officials import change_card, end_official, name_official
from tenants.sorting import name_key
from tests.factories import make_page, portal_get
from tests.portal.costs import queries_of
from tests.portal.test_intro import make_leader

pytestmark = pytest.mark.django_db


def section_of(agency: Agency) -> SectionPage:
    return SectionPage.objects.get(agency=agency, key="contacts", locale__language_code="vi")


def contacts(client: Client, host: str, agency: Agency, words: str = "") -> str:
    answer = portal_get(client, host, f"{section_of(agency).url}?q={words}")
    assert answer.status_code == 200
    return answer.content.decode().split('id="main"', 1)[1].split("<footer", 1)[0]


def named(agency: Agency, name: str, duty: str = Duty.CONTENT_OPERATOR) -> Any:
    email = f"{len(name)}{abs(hash(name)) % 9999}@example.vn"
    details = {"full_name": name, "position": "Chuyên viên", "phone": "0221 3000 222", "email": email}
    return name_official(agency, duty, actor=None, now=timezone.now(), **details)


@pytest.mark.clause("NB.7.1i", "NB.7.1k")
def test_the_card_and_who_answers_for_the_portal_are_public_and_technical_staff_is_not(
    world: Any, client: Client
) -> None:
    card = {"address": "Số 5 đường Mẫu", "phone": "0221 3000 200", "fax": "0221 3000 201", "email": "so@example.vn"}
    change_card(world.skhcn, actor=None, now=timezone.now(), **card)
    answerable, technical = named(world.skhcn, "Đỗ Thị Mẫu"), named(world.skhcn, "Người Kỹ Thuật", Duty.LIAISON)
    text = contacts(client, world.host("skhcn"), world.skhcn)
    assert all(value in text for value in card.values())
    shown = (answerable.full_name, answerable.position, answerable.unit, answerable.phone, answerable.email)
    assert all(value in text for value in shown)
    assert technical.full_name not in text
    end_official(answerable, actor=None, now=timezone.now())
    assert answerable.full_name not in contacts(client, world.host("skhcn"), world.skhcn)


@pytest.mark.clause("TN.4.8")
def test_people_stand_by_unit_each_once_and_are_found_by_words(world: Any, client: Client) -> None:
    make_leader(world.skhcn, "Trần Văn Mẫu", phone="0221 3000 210", email="tvm@example.vn")
    rows = [("Phòng B", "Lê Thị Bình"), ("Phòng A", "Đặng Văn An"), ("Ban Giám đốc", "Trần Văn Mẫu")]
    units = [("unit", {"name": unit, "kind": "division", "above": "", "head": head}) for unit, head in rows]
    make_page(OrganisationChartPage, world.skhcn, title="Sơ đồ", units=units)
    host = world.host("skhcn")
    text = contacts(client, host, world.skhcn)
    order = [text.index(part) for part in ("Trần Văn Mẫu", "Phòng A", "Đặng Văn An", "Phòng B", "Lê Thị Bình")]
    assert order == sorted(order)
    assert text.count("Trần Văn Mẫu") == 1
    assert "tvm@example.vn" in text
    found = contacts(client, host, world.skhcn, "dang+an")
    assert ("Đặng Văn An" in found, "Lê Thị Bình" in found) == (True, False)


def test_names_stand_in_vietnamese_order_by_the_given_name() -> None:
    names = ["Trần Văn Đức", "Lê Thị Ân", "Vũ Văn An", "Bùi Thị Ánh", "Đỗ Văn Dũng", "An Văn An"]
    assert sorted(names, key=name_key) == [
        "An Văn An",
        "Vũ Văn An",
        "Bùi Thị Ánh",
        "Lê Thị Ân",
        "Đỗ Văn Dũng",
        "Trần Văn Đức",
    ]


def test_the_page_costs_the_same_for_one_and_for_many(world: Any, client: Client) -> None:
    host, costs = world.host("skhcn"), []
    for names in (["An"], [f"Người {number}" for number in range(8)]):
        for name in names:
            named(world.skhcn, name)
            make_leader(world.skhcn, f"Lãnh đạo {name}")
        costs.append(queries_of(client, host, section_of(world.skhcn).url))
    assert costs[0] == costs[1]
