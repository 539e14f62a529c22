"""How an agency introduces itself: texts by aspect, chart, leaders, places and the map of its units."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone
from wagtail.blocks.stream_block import StreamBlockValidationError

from portal.models import (
    AdministrativeMapPage,
    LeaderPage,
    OrganisationChartPage,
    PlacePage,
    ScheduleWeekPage,
    StandingTextPage,
)
from tenants.models import Agency
from tests.factories import make_page, portal_get
from tests.isolation.work import Desk
from tests.portal.costs import queries_of
from tests.portal.pictures import UNCLOSED, make_image

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings(UNCLOSED)]

BODY = [("paragraph", "<p>Nội dung.</p>")]
UNITS = [
    ("unit", {"name": "Ban Giám đốc", "kind": "leadership", "above": "", "head": "Trần Văn Mẫu"}),
    (
        "unit",
        {
            "name": "Phòng Quản lý công nghệ",
            "kind": "division",
            "above": "Ban Giám đốc",
            "head": "Lê Thị Mẫu",
            "phone": "0221 3000 111",
            "functions": "Thẩm định công nghệ của các dự án.",
            "link": "https://congnghe.example.vn/",
        },
    ),
]


def text_of(client: Client, host: str, path: str) -> str:
    answer = portal_get(client, host, path)
    assert answer.status_code == 200
    return answer.content.decode()


def make_leader(agency: Agency, name: str = "Trần Văn Mẫu", rank: int = 1, **fields: Any) -> LeaderPage:
    fields = {"position": "Giám đốc", "body": BODY, "biography": career("1999 – 2010"), **fields}
    return make_page(LeaderPage, agency, section="introduction", title=name, rank=rank, **fields)


def career(period: str) -> list[Any]:
    return [("period", {"period": period, "position": "Trưởng phòng"})]


@pytest.mark.clause("NB.7.1aa", "NB.7.1ac", "NB.3")
def test_an_introduction_is_a_table_of_contents_by_aspect_without_days_of_news(world: Any, client: Client) -> None:
    for aspect, title in (("history", "Từ năm 1960"), ("functions", "Quyền hạn của Sở"), ("overview", "Về Sở")):
        page = make_page(StandingTextPage, world.skhcn, title=title, aspect=aspect, body=BODY)
    section = page.get_parent()
    listed = text_of(client, world.host("skhcn"), section.url)
    order = [listed.index(title) for title in ("Về Sở", "Quyền hạn của Sở", "Từ năm 1960")]
    assert order == sorted(order)
    assert "Chức năng, nhiệm vụ, quyền hạn" in listed
    text = text_of(client, world.host("skhcn"), page.url)
    assert "Cập nhật lần cuối" in text
    assert "Đăng ngày" not in text


@pytest.mark.clause("NB.7.1aa", "NB.7.1ac")
def test_a_chart_is_a_drawing_and_the_same_list_in_words(world: Any, client: Client) -> None:
    page = make_page(OrganisationChartPage, world.skhcn, title="Sơ đồ tổ chức", units=UNITS)
    text = text_of(client, world.host("skhcn"), page.url)
    drawing, words = (
        text[text.index('<svg class="org-chart__drawing') :].split("</svg>", 1)[0],
        text.split('class="units__list"', 1)[1],
    )
    assert 'role="img"' in drawing
    assert ">Sơ đồ tổ chức</title>" in drawing
    assert drawing.count("<rect") == 2
    assert "Phòng Quản lý công" in drawing
    below = words.split('class="units__list"', 1)[1]
    assert '<a href="https://congnghe.example.vn/" rel="external noopener">Phòng Quản lý công nghệ<' in below
    assert all(part in below for part in ("Lê Thị Mẫu", "0221 3000 111", "Thẩm định công nghệ của các dự án."))
    assert "style=" not in drawing + words.split("</section>", 1)[0]


@pytest.mark.parametrize(
    ("names", "at", "field"),
    [
        ([("A", "B"), ("B", "A")], 0, "above"),
        ([("A", ""), ("B", "Phòng lạ")], 1, "above"),
        ([("A", ""), ("a ", "")], 1, "name"),
    ],
)
def test_a_chart_that_makes_no_tree_is_refused_at_the_field(names: list[Any], at: int, field: str) -> None:
    block = OrganisationChartPage._meta.get_field("units").stream_block
    rows = [("unit", {"name": name, "above": above, "kind": "division"}) for name, above in names]
    with pytest.raises(StreamBlockValidationError) as caught:
        block.clean(block.normalize(rows))
    assert list(caught.value.block_errors[at].block_errors) == [field]


@pytest.mark.clause("NB.7.1aa", "NB.7.1ab", "TN.4.8")
def test_leaders_stand_in_the_order_of_rank_each_with_biography_and_duties(world: Any, client: Client) -> None:
    deputy = make_leader(world.commune, "An Thị Mẫu", 2, position="Phó Chủ tịch")
    head = make_leader(world.commune, "Vũ Văn Mẫu", 1, position="Chủ tịch", email="vanmau@example.vn", born_year=1975)
    host = world.host("commune")
    listed = text_of(client, host, f"{head.get_parent().url}?kind=leader")
    assert listed.index(head.title) < listed.index(deputy.title)
    text = text_of(client, host, head.url)
    assert all(part in text for part in ("1999 – 2010", "Trưởng phòng", "Nội dung.", "Chủ tịch", "1975"))
    assert "mailto:vanmau@example.vn" in text
    assert deputy.title in text


def test_a_portrait_without_words_is_described_by_name_and_position(world: Any, client: Client) -> None:
    page = make_leader(world.skhcn, image=make_image(world.skhcn))
    assert 'alt="Trần Văn Mẫu, Giám đốc"' in text_of(client, world.host("skhcn"), page.url)


@pytest.mark.clause("NB.7.1ab", "TN.4.1")
def test_places_are_found_by_kind_rank_and_words_without_diacritics(world: Any, client: Client) -> None:
    temple = make_page(
        PlacePage,
        world.commune,
        title="Đền Mẫu",
        place_kind="monument",
        rank="national",
        commune="Phường Phố Hiến",
        latitude=20.645,
        longitude=106.052,
        body=BODY,
    )
    make_page(PlacePage, world.commune, title="Làng nghề long nhãn", place_kind="craft_village", body=BODY)
    host, url = world.host("commune"), temple.get_parent().url
    assert "Làng nghề long nhãn" not in text_of(client, host, f"{url}?kind=place&place_kind=monument&rank=national")
    assert "Đền Mẫu" in text_of(client, host, f"{url}?kind=place&q=den+mau")
    text = text_of(client, host, temple.url)
    assert all(part in text for part in ("Quốc gia", "Phường Phố Hiến", "geo:20.645,106.052"))


def test_a_place_with_half_a_point_is_refused_at_the_missing_half() -> None:
    with pytest.raises(ValidationError) as caught:
        PlacePage(title="Đền", place_kind="monument", latitude=20.6).clean()
    assert list(caught.value.message_dict) == ["longitude"]


@pytest.mark.clause("NB.7.1ab", "TN.4.1", "VL.3.3")
def test_a_map_has_its_words_and_a_table_whose_units_lead_to_their_portals(world: Any, client: Client) -> None:
    rows = [("Xã Đức Hợp", 21.5, 18000), ("Xã Ân Thi", 30.25, 25000), ("Phường Phố Hiến", 12, None)]
    units = [("unit", {"name": name, "area": area, "population": people}) for name, area, people in rows]
    image = make_image(world.hungyen)
    fields = {"image": image, "image_alt": "Bản đồ địa giới các xã, phường", "body": BODY, "units": units}
    page = make_page(AdministrativeMapPage, world.hungyen, title="Bản đồ hành chính", **fields)
    host = world.host("hungyen")
    text = text_of(client, host, page.url)
    assert 'alt="Bản đồ địa giới các xã, phường"' in text
    names = ("Phường Phố Hiến</a>", "Xã Ân Thi", "Xã Đức Hợp")
    assert [text.index(name) for name in names] == sorted(text.index(name) for name in names)
    assert f"//{world.host('commune')}" in text
    assert all(part in text for part in ("43.000", "30,25", "63,75"))
    found = text_of(client, host, f"{page.url}?q=duc")
    assert ("Xã Đức Hợp" in found, "Xã Ân Thi" in found) == (True, False)


@pytest.mark.parametrize("kind", ["standing_text", "leader", "place"])
def test_a_list_costs_the_same_however_long_it_is(world: Any, client: Client, kind: str) -> None:
    makers = {
        "standing_text": lambda: make_page(StandingTextPage, world.skhcn, body=BODY),
        "leader": lambda: make_leader(world.skhcn, image=make_image(world.skhcn)),
        "place": lambda: make_page(PlacePage, world.skhcn, place_kind="other", body=BODY),
    }
    host, costs = world.host("skhcn"), []
    for number in (1, 7):
        for _ in range(number):
            page = makers[kind]()
        costs.append(queries_of(client, host, f"{page.get_parent().url}?kind={kind}"))
    assert costs[0] == costs[1]


def test_an_author_finds_the_forms_and_sees_unfinished_drafts(world: Any) -> None:
    unit = {"name": None, "kind": "division", "above": "", "head": ""}
    entry = {"day": None, "start": None, "leaders": "", "content": ""}
    monday = timezone.localdate() - timedelta(days=timezone.localdate().weekday())
    chart = {"image": make_image(world.skhcn), "image_alt": "Bản đồ", "body": BODY}
    drafts = [
        make_page(OrganisationChartPage, world.skhcn, live=False, units=[("unit", unit)]),
        make_page(ScheduleWeekPage, world.skhcn, live=False, monday=monday, entries=[("entry", entry)]),
        make_page(AdministrativeMapPage, world.skhcn, live=False, units=[], **chart),
    ]
    desk = Desk(world.users["author_skhcn"], "skhcn-hungyen")
    assert {desk.get(f"pages/{draft.pk}/view_draft/").status_code for draft in drafts} == {200}
    intro = drafts[0].get_parent()
    forms = [desk.get(f"pages/add/portal/{name}/{intro.pk}/") for name in ("leaderpage", "placepage")]
    assert [form.status_code for form in forms] == [200, 200]
    assert desk.get(f"pages/add/portal/scheduleweekpage/{intro.pk}/").status_code != 200
