"""What enterprises make, and services for daily life."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from portal.models import ProductPage, SocialServicePage
from tests.isolation.work import make_image
from tests.portal.kinds import cost_of_lists, make_whole, shown, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore::ResourceWarning")]


@pytest.mark.clause("NB.7.1m", "TN.4.11")
def test_an_enterprise_shows_what_it_makes_with_price_quality_and_contact(world: Any, client: Client) -> None:
    host = world.host("hungyen")
    image = make_image(world.hungyen)
    dried = make_whole(
        ProductPage,
        world.hungyen,
        title="Long nhãn",
        price="từ 120.000 đồng/hộp",
        standards="VietGAP",
        ocop_stars=4,
        phone="0221 3000 999",
        order_url="https://example.com/long-nhan",
        image=image,
        image_alt="Hộp long nhãn",
        gallery=[("picture", {"image": image, "alt_text": "Lò sấy", "caption": "Sấy than"})],
    )
    boat = make_whole(ProductPage, world.hungyen, title="Thuyền du lịch", trade="Vận tải")
    text = text_of(client, host, dried.url)
    for stated in (
        "Hợp tác xã Phố Hiến",
        "Long nhãn sấy than hoa.",
        "từ 120.000 đồng/hộp",
        "VietGAP",
        "tel:02213000999",
    ):
        assert stated in text, stated
    assert text.count("★") == 4
    assert 'alt="Lò sấy"' in text
    assert 'href="https://example.com/long-nhan"' in text
    assert "example.com)" in text
    section = dried.get_parent().url
    whole = text_of(client, host, section)
    assert shown(whole, (dried, boat)) == {dried.title, boat.title}
    assert "<img" in whole
    assert shown(text_of(client, host, f"{section}?kind=product&trade=Vận tải"), (dried, boat)) == {boat.title}


@pytest.mark.clause("TN.4.12")
def test_social_services_stand_by_kind_with_place_hours_and_fees(world: Any, client: Client) -> None:
    host = world.host("hungyen")
    bus = make_whole(
        SocialServicePage,
        world.hungyen,
        title="Xe buýt số 1",
        service_kind=1,
        phone="0221 3000 111",
        opening_hours=[("row", {"days": "Hằng ngày", "hours": "5:00 – 20:00"})],
        fees=[("fee", {"what": "Vé lượt", "amount": 10_000, "note": ""})],
        website="https://example.com/",
    )
    clinic = make_whole(SocialServicePage, world.hungyen, title="Tiêm chủng")
    school = make_whole(SocialServicePage, world.hungyen, title="Lớp mầm non", service_kind=3)
    home = make_whole(SocialServicePage, world.hungyen, title="Cấp nước", service_kind=4)
    pages = (home, school, clinic, bus)
    whole = text_of(client, host, bus.get_parent().url)
    assert shown(whole, pages) == {page.title for page in pages}
    assert whole.count("service-group__field") == 4
    assert whole.index(bus.title) < whole.index(clinic.title) < whole.index(school.title) < whole.index(home.title)
    assert shown(text_of(client, host, f"{bus.get_parent().url}?service_kind=2"), pages) == {clinic.title}
    text = text_of(client, host, bus.url)
    for stated in ("5:00 – 20:00", "10.000 đồng", "Số 4 đường Minh Họa", "tel:02213000111"):
        assert stated in text, stated


@pytest.mark.parametrize(
    ("model", "fields", "at"),
    [
        (ProductPage, {"ocop_stars": 6}, "ocop_stars"),
        (ProductPage, {"order_url": "http://example.com/"}, "order_url"),
        (SocialServicePage, {"website": "http://example.com/"}, "website"),
        (SocialServicePage, {"service_kind": 9}, "service_kind"),
    ],
)
def test_what_is_wrong_is_told_at_its_field(world: Any, model: Any, fields: dict[str, Any], at: str) -> None:
    page = make_whole(model, world.hungyen, live=False)
    for name, value in fields.items():
        setattr(page, name, value)
    with pytest.raises(ValidationError) as caught:
        page.full_clean()
    assert set(caught.value.message_dict) == {at}


@pytest.mark.parametrize("model", [ProductPage, SocialServicePage])
def test_their_lists_cost_the_same_however_long_they_are(world: Any, client: Client, model: Any) -> None:
    few, many = cost_of_lists(client, model, world.hungyen, world.host("hungyen"))
    assert few == many
