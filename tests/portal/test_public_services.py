"""Public services: what each states, how they are listed by field and level, and the whole province's in one list."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from editorial.services import unpublish
from portal.models import PublicServicePage
from portal.models.public_services import level_choices, level_text
from portal.official_links import state_address
from tenants.hosts import forget_hosts
from tenants.models import Agency, PortalDocument
from tenants.regulation import get_regulation
from tests.factories import portal_get
from tests.portal.crowd import add_agencies
from tests.portal.kinds import cost_of_lists, make_whole, shown, text_of

pytestmark = pytest.mark.django_db
PROVINCE_LIST = "/dich-vu-cong-toan-tinh/"


def make_service(agency: Agency, **fields: Any) -> Any:
    return make_whole(PublicServicePage, agency, **fields)


@pytest.mark.clause("TN.12.1", "TN.12.2", "VL.2.7")
def test_a_service_states_all_that_one_needs(world: Any, client: Client) -> None:
    form = PortalDocument(title="Mẫu tờ khai 01", agency=world.skhcn, collection=world.skhcn.collection)
    form.file = ContentFile(b"%PDF-1.4 x", name="mau-01.pdf")
    form.save()
    part = {"name": "Đơn đề nghị theo mẫu", "originals": 2, "copies": 3, "forms": [form], "note": "đóng quyển"}
    fee = {"what": "Lệ phí thẩm định", "amount": 1_250_000, "note": "nộp một lần"}
    page = make_service(
        world.skhcn,
        title="Cấp giấy chứng nhận hoạt động khoa học",
        code="1.004473",
        receiving_agency="Trung tâm Phục vụ hành chính công",
        dossier=[("part", part)],
        dossier_sets=2,
        fees=[("fee", fee)],
        requirements="Có ít nhất năm người làm nghiên cứu.",
    )
    text = text_of(client, world.host("skhcn"), page.url)
    for stated in (
        "1.004473",
        "Sở Nội vụ",
        "Trung tâm Phục vụ hành chính công",
        "Nộp hồ sơ tại bộ phận một cửa.",
        "Đơn đề nghị theo mẫu",
        "đóng quyển",
        form.url,
        "1.250.000 đồng",
        "Bản trích lục",
        "Luật Hộ tịch số 60/2014/QH13",
        "Có ít nhất năm người làm nghiên cứu.",
    ):
        assert stated in text, stated
    facts = {fact.key: fact.value for fact in page.shown_facts()}
    assert facts["dossier_sets"] == 2
    assert facts["time"].startswith("5 ")
    assert 'href="https://dichvucong.gov.vn/p/home"' in text
    download = portal_get(client, world.host("skhcn"), form.url)
    assert b"".join(download.streaming_content) == b"%PDF-1.4 x"
    asked = text_of(client, world.host("skhcn"), f"/hoi-dap/gui/?subject={page.title}")
    assert f'value="{page.title}"' in asked


@pytest.mark.clause("TN.2.6")
def test_a_level_means_what_the_province_s_regulation_says(world: Any) -> None:
    own, silent = get_regulation("thainguyen-2012"), get_regulation("hungyen-2025")
    assert [level for level, _text in level_choices()] == [1, 2, 3, 4]
    assert "bưu điện" in level_text(own, 2)
    assert len({level_text(own, level) for level in (1, 2, 3, 4)}) == 4
    assert level_text(silent, 3)
    assert level_text(own, 5) == ""
    page = make_service(world.skhcn, level=2)
    assert page.level_meaning == level_text(silent, 2)
    page.level = 5
    with pytest.raises(ValidationError) as caught:
        page.full_clean()
    assert set(caught.value.message_dict) == {"level"}


@pytest.mark.parametrize(
    ("fields", "at"),
    [
        ({"time_amount": None, "time_unit": ""}, "time_amount"),
        ({"time_unit": ""}, "time_unit"),
        ({"service_url": ""}, "service_url"),
        ({"service_url": "https://dichvucong.gov.vn.example.com/"}, "service_url"),
        ({"competent_agency": ""}, "competent_agency"),
        ({"dossier_sets": 0}, "dossier_sets"),
        ({"code": "1<2"}, "code"),
    ],
)
def test_what_is_missing_or_wrong_is_told_at_its_field(world: Any, fields: dict[str, Any], at: str) -> None:
    page = make_service(world.skhcn, live=False)
    for name, value in fields.items():
        setattr(page, name, value)
    with pytest.raises(ValidationError) as caught:
        page.full_clean()
    assert set(caught.value.message_dict) == {at}


@pytest.mark.parametrize(
    "address",
    [
        "http://dichvucong.gov.vn/",
        "https://gov.vn.example/",
        "https://evilgov.vn/",
        "https://a@b.gov.vn/",
        "javascript:1",
    ],
)
def test_only_encrypted_addresses_of_the_state_are_taken(address: str) -> None:
    state_address("https://dichvucong.hungyen.gov.vn/thu-tuc/1")
    with pytest.raises(ValidationError):
        state_address(address)


@pytest.mark.clause("NB.7.1l", "TN.4.4", "TN.13.1")
def test_services_stand_by_field_with_their_level_and_can_be_narrowed(world: Any, client: Client) -> None:
    land = make_service(world.commune, title="Tách thửa", field="Đất đai", level=4, online="full", code="1.000111")
    birth = make_service(world.commune, title="Khai sinh", field="Hộ tịch", level=2, audience="citizens")
    shop = make_service(world.commune, title="Hộ kinh doanh", field="Kinh doanh", audience="enterprises")
    section, host = land.get_parent(), world.host("commune")

    def titles(query: str) -> set[str]:
        text = text_of(client, host, f"{section.url}?kind=public_service&{query}")
        return shown(text, (land, birth, shop))

    whole = text_of(client, host, section.url)
    fields = [whole.index(f'<h2 class="service-group__field">{page.field}</h2>') for page in (birth, shop, land)]
    assert fields[2] < fields[0] < fields[1]
    assert whole.count("tag--level") == 3
    assert titles("") == {"Tách thửa", "Khai sinh", "Hộ kinh doanh"}
    assert titles("field=Đất đai") == {"Tách thửa"}
    assert titles("level=2") == {"Khai sinh"}
    assert titles("online=full") == {"Tách thửa"}
    assert titles("audience=citizens") == {"Tách thửa", "Khai sinh"}
    assert titles("q=1.000111") == titles("q=tach thua") == {"Tách thửa"}
    assert titles("level=9") == {"Tách thửa", "Khai sinh", "Hộ kinh doanh"}
    assert titles("q=khong-co-gi") == set()
    assert "Luật Hộ tịch số 60/2014/QH13" in text_of(client, host, land.url)


def test_a_list_of_services_costs_the_same_however_long_it_is(world: Any, client: Client) -> None:
    few, many = cost_of_lists(client, PublicServicePage, world.commune, world.host("commune"), "&level=3")
    assert few == many


@pytest.mark.clause("TN.3.1a", "VL.2.6", "TN.16.1dd")
def test_the_province_shows_the_services_of_all_its_portals(world: Any, client: Client) -> None:
    here = make_service(world.skhcn, title="Đăng ký sáng chế", field="Sở hữu trí tuệ")
    ward = make_service(world.commune, title="Khai tử")
    other = make_service(world.snv, title="Việc của tỉnh khác")
    draft = make_service(world.commune, title="Chưa duyệt", live=False)
    host = world.host("hungyen")

    def titles(query: str = "") -> set[str]:
        text = text_of(client, host, f"{PROVINCE_LIST}{query}")
        return shown(text, (here, ward, other, draft))

    whole = text_of(client, host, PROVINCE_LIST)
    assert titles() == {here.title, ward.title}
    assert f'href="{ward.full_url}"' in whole
    assert ward.full_url.startswith(f"http://{world.host('commune')}")
    assert titles("?agency_kind=commune") == {ward.title}
    assert titles("?agency=pho hien") == {ward.title}
    assert titles("?field=Sở hữu trí tuệ") == {here.title}
    assert titles("?q=sang che") == {here.title}
    assert portal_get(client, world.host("skhcn"), PROVINCE_LIST).status_code == 404
    section = make_service(world.hungyen, title="Việc của tỉnh").get_parent()
    assert PROVINCE_LIST in text_of(client, host, section.url)
    unpublish(ward, actor=world.users["board_head_commune"], now=timezone.now(), reason="Bãi bỏ")
    assert ward.title not in titles()


@pytest.mark.clause("VL.3.5a", "TN.3.1c")
def test_the_province_s_list_costs_the_same_for_one_portal_and_for_many(world: Any, client: Client) -> None:
    """And every row leads to the service on its agency's portal, or to where it is used online."""
    host, costs = world.host("hungyen"), []
    for number in (1, 8):
        for agency in add_agencies(world.hungyen, number):
            page = make_service(agency, section="public_services")
        forget_hosts()
        portal_get(client, host, "/robots.txt")
        with CaptureQueriesContext(connection) as captured:
            text = text_of(client, host, PROVINCE_LIST)
        assert f'href="{page.full_url}"' in text
        costs.append(len(captured))
    assert costs[0] == costs[1]
