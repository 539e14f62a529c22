"""Projects by status, tenders by their times, science programmes by state."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from editorial.services import unpublish
from portal.filters.projects import in_state
from portal.models import ProjectPage, ScienceProgrammePage, TenderPage
from portal.models.projects import TenderState
from tests.portal.kinds import cost_of_lists, make_whole, shown, text_of

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 5, 1, 3, tzinfo=UTC)
SOON, PAST = NOW + timedelta(days=9), NOW - timedelta(days=9)


@pytest.mark.clause("NB.7.1g")
def test_projects_stand_by_status_with_all_that_is_asked_of_them(world: Any, client: Client) -> None:
    host = world.host("skhcn")
    done = make_whole(ProjectPage, world.skhcn, title="Đã xong", status=3, funding="state")
    coming = make_whole(ProjectPage, world.skhcn, title="Sắp làm", status=1, field="Giao thông")
    running = make_whole(ProjectPage, world.skhcn, title="Đang làm", currency="USD", budget=2_500_000)
    note = {"on": date(2026, 4, 2), "text": "Xong móng."}
    later = {"on": date(2026, 9, 2), "text": "Xong mái."}
    running.progress = [("note", note), ("note", later)]
    running.save_revision()
    whole, pages = text_of(client, host, running.get_parent().url), (done, coming, running)
    assert whole.index(coming.title) < whole.index(running.title) < whole.index(done.title)
    assert whole.count("service-group__field") == 3
    for query, title in (("status=1", "Sắp làm"), ("field=Giao thông", "Sắp làm"), ("funding=state", "Đã xong")):
        assert shown(text_of(client, host, f"{running.get_parent().url}?kind=project&{query}"), pages) == {title}
    text = text_of(client, host, coming.url)
    facts = (
        "Giảm ngập cho nội thị",
        "Giao thông",
        "03/2025 – 12/2028",
        "456.700.000.000 đồng",
        "Ban Quản lý dự án tỉnh",
    )
    for stated in facts:
        assert stated in text, stated
    stated = {fact.key for fact in coming.shown_facts()}
    assert stated >= {"aim", "field", "project_kind", "duration", "budget", "funding", "sponsor", "status"}
    assert running.budget_text == "2.500.000 USD"


@pytest.mark.clause("TN.4.6")
def test_a_tender_is_told_with_its_project_its_state_and_its_winner(world: Any, client: Client) -> None:
    host, now = world.host("skhcn"), timezone.now()
    project = make_whole(ProjectPage, world.skhcn, title="Trạm quan trắc")
    opens, closes = now - timedelta(days=1), now + timedelta(days=1)
    tender = make_whole(
        TenderPage,
        world.skhcn,
        title="Gói thầu thiết bị",
        project=project,
        number="IB2600001234",
        opens_at=opens,
        closes_at=closes,
        network_url="https://muasamcong.mpi.gov.vn/",
    )
    won = make_whole(TenderPage, world.skhcn, title="Gói đã trao", winner="Công ty Mẫu", winning_price=11_900_000_000)
    text = text_of(client, host, tender.url)
    for stated in ("IB2600001234", "12.500.000.000 đồng", "https://muasamcong.mpi.gov.vn/", project.title):
        assert stated in text, stated
    assert tender.title in text_of(client, host, project.url)
    listed = f"{tender.get_parent().url}?kind=tender"
    assert "Công ty Mẫu, 11.900.000.000 đồng" in text_of(client, host, listed)
    assert shown(text_of(client, host, f"{listed}&state=open"), (tender, won)) == {tender.title}
    assert shown(text_of(client, host, f"{listed}&state=awarded"), (tender, won)) == {won.title}
    assert shown(text_of(client, host, f"{listed}&q=ib2600001234"), (tender, won)) == {tender.title}
    unpublish(project, actor=world.users["board_head_skhcn"], now=now, reason="Thu hồi")
    assert f">{project.title}</a>" not in text_of(client, host, tender.url)


def test_a_tender_is_never_of_another_agency_s_project(world: Any) -> None:
    tender = make_whole(TenderPage, world.skhcn, live=False)
    tender.project = make_whole(ProjectPage, world.commune)
    with pytest.raises(ValidationError) as caught:
        tender.full_clean()
    assert set(caught.value.message_dict) == {"project"}


STATES = [
    ({"opens_at": SOON, "closes_at": SOON}, TenderState.UPCOMING),
    ({"opens_at": PAST, "closes_at": SOON}, TenderState.OPEN),
    ({"opens_at": PAST, "closes_at": NOW}, TenderState.EVALUATION),
    ({"opens_at": PAST, "closes_at": PAST, "winner": "A", "winning_price": 1}, TenderState.AWARDED),
    ({"opens_at": PAST, "closes_at": SOON, "cancelled": "Đổi quy mô"}, TenderState.CANCELLED),
]


def test_the_state_of_a_tender_follows_from_its_times_one_by_one_and_in_lists(world: Any) -> None:
    made = {make_whole(TenderPage, world.skhcn, **fields): state for fields, state in STATES}
    assert {page: page.state_at(NOW) for page in made} == made
    for page, state in made.items():
        assert list(in_state(TenderPage.objects.all(), state, NOW)) == [page]


@pytest.mark.parametrize(
    ("model", "fields", "at"),
    [
        (ProjectPage, {"ends_on": date(2020, 1, 1)}, "ends_on"),
        (ProjectPage, {"budget": -1}, "budget"),
        (ProjectPage, {"sponsor": ""}, "sponsor"),
        (TenderPage, {"closes_at": datetime(2020, 1, 1, tzinfo=UTC)}, "closes_at"),
        (TenderPage, {"winner": "Công ty Mẫu"}, "winning_price"),
        (TenderPage, {"winning_price": 5}, "winner"),
        (TenderPage, {"winner": "A", "winning_price": 5, "awarded_on": date(2026, 3, 1)}, "awarded_on"),
        (TenderPage, {"network_url": "https://example.com/"}, "network_url"),
        (ScienceProgrammePage, {"state": 3}, "result"),
        (ScienceProgrammePage, {"ends_on": date(2020, 1, 1)}, "ends_on"),
    ],
)
def test_what_cannot_be_is_told_at_its_field(world: Any, model: Any, fields: dict[str, Any], at: str) -> None:
    page = make_whole(model, world.skhcn, live=False)
    for name, value in fields.items():
        setattr(page, name, value)
    with pytest.raises(ValidationError) as caught:
        page.full_clean()
    assert set(caught.value.message_dict) == {at}


@pytest.mark.clause("HY.8.1")
def test_a_science_programme_is_told_with_its_head_and_result(world: Any, client: Client) -> None:
    host = world.host("skhcn")
    topic = make_whole(
        ScienceProgrammePage,
        world.skhcn,
        title="Bảo quản nhãn",
        number="ĐTKH-2024/07",
        head="TS. Người Mẫu",
        head_office="Trưởng phòng",
        state=3,
        result="Kho lạnh mười tấn đang dùng tại hai hợp tác xã.",
    )
    other = make_whole(ScienceProgrammePage, world.skhcn, title="Chương trình khác", science_kind="programme")
    text = text_of(client, host, topic.url)
    for stated in ("ĐTKH-2024/07", "TS. Người Mẫu, Trưởng phòng", "06/2024 – 06/2026", topic.result):
        assert stated in text, stated
    section = topic.get_parent().url
    assert shown(text_of(client, host, f"{section}?state=3"), (topic, other)) == {topic.title}
    assert shown(text_of(client, host, f"{section}?science_kind=programme"), (topic, other)) == {other.title}


@pytest.mark.parametrize("model", [ProjectPage, TenderPage, ScienceProgrammePage])
def test_their_lists_cost_the_same_however_long_they_are(world: Any, client: Client, model: Any) -> None:
    few, many = cost_of_lists(client, model, world.skhcn, world.host("skhcn"))
    assert few == many
