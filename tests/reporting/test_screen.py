"""The office's screen and its downloads over HTTP: who sees what, and what the files hold."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from docx import Document
from openpyxl import load_workbook

from qa_inbox.models import QuestionState
from reporting.permissions import agencies_in_reports_of
from tenants.models import Agency
from tests.factories import portal_get
from tests.reporting.small_world import articles, question

pytestmark = pytest.mark.django_db
PERIOD = "2026-half_year-1"


def get(client: Client, world: Any, user: str, name: str, path: str = "", **query: Any) -> Any:
    """GET of a report in an agency's work area on its province's admin host."""
    row: Agency = getattr(world, name)
    province = {"hungyen-2025": "hungyen", "vinhlong-2021": "vinhlong"}[row.regulation.code]
    client.force_login(world.users[user])
    url = f"/a/{row.slug}/bao-cao/{path}"
    return client.get(url, {"period": PERIOD, **query}, headers={"host": world.host(province, "admin")})


MAY = [
    ("office_hungyen", "hungyen", {"hungyen", "skhcn", "commune"}),
    ("office_vinhlong", "vinhlong", {"vinhlong", "tambinh", "songphu", "snv"}),
    ("board_head_hungyen", "hungyen", {"hungyen"}),
    ("agency_admin_skhcn", "skhcn", {"skhcn"}),
    ("board_head_commune", "commune", {"commune"}),
    ("agency_admin_tambinh", "tambinh", {"tambinh", "songphu"}),
]


@pytest.mark.clause("TB.13.7", "HY.22.5", "VL.28.2")
@pytest.mark.parametrize(("user", "agency", "seen"), MAY)
def test_each_sees_the_agencies_it_answers_for(
    world: Any, client: Client, user: str, agency: str, seen: set[str]
) -> None:
    response = get(client, world, user, agency)
    assert response.status_code == 200
    assert {line.agency for line in response.context["report"].lines} == {getattr(world, name) for name in seen}


@pytest.mark.clause("TB.13.2b", "NB.15.1")
def test_an_agency_sees_the_bodies_directly_below_it_and_they_not_it(world: Any) -> None:
    users = world.users
    above = agencies_in_reports_of(users["board_head_tambinh"], world.tambinh)
    assert set(above) == {world.tambinh, world.songphu}
    assert set(agencies_in_reports_of(users["board_head_songphu"], world.songphu)) == {world.songphu}
    assert not agencies_in_reports_of(users["board_head_songphu"], world.tambinh)


@pytest.mark.parametrize("path", ["", "xlsx/", "docx/"])
@pytest.mark.parametrize("role", ["author", "board_member", "responder", "signer"])
def test_other_roles_are_refused(world: Any, client: Client, role: str, path: str) -> None:
    assert get(client, world, f"{role}_skhcn", "skhcn", path).status_code == 403


@pytest.mark.parametrize("path", ["", "xlsx/", "docx/"])
@pytest.mark.parametrize("user", ["agency_admin_commune", "office_hungyen", "office_vinhlong"])
def test_another_agencys_work_area_does_not_exist(world: Any, client: Client, user: str, path: str) -> None:
    assert get(client, world, user, "skhcn", path).status_code == 404


@pytest.mark.parametrize("path", ["", "xlsx/", "docx/"])
@pytest.mark.parametrize(
    ("user", "agency", "stranger"),
    [("office_hungyen", "hungyen", "songphu"), ("agency_admin_skhcn", "skhcn", "commune")],
)
def test_an_agency_outside_cannot_be_asked_for(
    world: Any, client: Client, user: str, agency: str, stranger: str, path: str
) -> None:
    query = {"scope": "chosen", "agency": getattr(world, stranger).pk}
    assert get(client, world, user, agency, path, **query).status_code == 404
    assert get(client, world, user, agency, path, **query | {"scope": "all"}).status_code == 404


def test_public_hosts_know_no_reports(world: Any, client: Client) -> None:
    assert portal_get(client, world.host("hungyen"), "/bao-cao/").status_code == 404
    assert portal_get(client, world.host("hungyen"), f"/a/{world.hungyen.slug}/bao-cao/").status_code == 404


def test_agencies_are_chosen_by_kind_or_one_by_one(world: Any, client: Client) -> None:
    def seen(**query: Any) -> set[Agency]:
        response = get(client, world, "office_hungyen", "hungyen", **query)
        return {line.agency for line in response.context["report"].lines}

    assert seen(scope="kind", kind="commune") == {world.commune}
    assert seen(scope="chosen", agency=world.skhcn.pk) == {world.skhcn}


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"period": "2026-quarter-9"}, "period"),
        ({"period": "2099-year-1"}, "period"),
        ({"scope": "kind"}, "kind"),
        ({"scope": "chosen"}, "agency"),
        ({"scope": "chosen", "agency": "x"}, "agency"),
    ],
)
def test_a_wrong_choice_gets_a_message_and_no_figures(
    world: Any, client: Client, query: dict[str, str], field: str
) -> None:
    response = get(client, world, "office_hungyen", "hungyen", **query)
    assert response.status_code == 200
    assert response.context["report"] is None
    (message,) = response.context["form"].errors[field]
    assert message in response.content.decode().replace("&#x27;", "'")
    assert get(client, world, "office_hungyen", "hungyen", "xlsx/", **query).status_code == 400


def fill(world: Any) -> None:
    Agency.objects.filter(pk=world.skhcn.pk).update(name="=1+1")
    articles(world.skhcn, "news", ("2026-01-05 08:00", None), ("2026-02-05 08:00", None))
    articles(world.commune, "news", ("2026-01-05 08:00", None))
    question(world.commune, "2026-05-04 09:00", "2026-05-18 17:00", "2026-05-19 09:00")
    question(world.commune, "2026-05-04 09:00", "2026-05-18 17:00", state=QuestionState.ASSIGNED)


@pytest.mark.clause("VL.28.1", "HY.18.9", "NB.12.2dd")
def test_the_workbook_holds_every_agency_its_sections_and_the_totals(world: Any, client: Client) -> None:
    fill(world)
    response = get(client, world, "office_hungyen", "hungyen", "xlsx/")
    assert response["Content-Disposition"].endswith(f'hungyen-{PERIOD}.xlsx"')
    agencies, sections, grounds = load_workbook(BytesIO(response.content)).worksheets
    rows = {row[0]: row[1:] for row in agencies.iter_rows(values_only=True) if row[0]}
    assert rows["=1+1"][:2] == (2, 0)
    assert rows["Phường Phố Hiến"][0] == 1
    *_, last = agencies.iter_rows(values_only=True)
    assert last[1] == 3
    assert (last[13], last[15], last[18]) == (2, 1, 1)
    *_, last = sections.iter_rows(values_only=True)
    assert last[1:] == (3, 3)
    assert "09/2019" in " ".join(str(cell) for row in grounds.iter_rows(values_only=True) for cell in row if cell)


def test_a_name_that_begins_with_an_equals_sign_stays_text(world: Any, client: Client) -> None:
    fill(world)
    content = get(client, world, "office_hungyen", "hungyen", "xlsx/").content
    cells = [
        cell for sheet in load_workbook(BytesIO(content)) for row in sheet.iter_rows() for cell in row if cell.value
    ]
    assert [cell.data_type for cell in cells if cell.value == "=1+1"] == ["s", "s"]
    assert not [cell for cell in cells if cell.data_type == "f"]


BODIES = [
    ("office_vinhlong", "vinhlong", "VĂN PHÒNG ỦY BAN NHÂN DÂN TỈNH VĨNH LONG"),
    ("agency_admin_skhcn", "skhcn", "ỦY BAN NHÂN DÂN TỈNH HƯNG YÊN\nSỞ KHOA HỌC VÀ CÔNG NGHỆ"),
]


@pytest.mark.clause("HY.22.5", "VL.28.1")
@pytest.mark.parametrize(("user", "agency", "body"), BODIES)
def test_the_document_is_an_official_report(world: Any, client: Client, user: str, agency: str, body: str) -> None:
    own: Agency = getattr(world, agency)
    articles(own, "news", ("2026-01-05 08:00", None))
    response = get(client, world, user, agency, "docx/")
    document = Document(BytesIO(response.content))
    head = " ".join(cell.text for cell in document.tables[0].rows[0].cells)
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in head
    assert "Độc lập - Tự do - Hạnh phúc" in head
    assert body in head
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "15/12/2025" in text
    assert "14/06/2026" in text
    assert own.regulation.identity.title_vi in text
    assert ("Điều 28, khoản 1" if agency == "vinhlong" else "Điều 22, khoản 5") in text
    assert "Nghị định 09/2019/NĐ-CP" in text
    figures = document.tables[2]
    assert [cell.text for cell in figures.rows[-1].cells][1] == "1"
    assert len(figures.rows) == len(agencies_in_reports_of(world.users[user], own)) + 2


def test_the_screen_says_who_owes_the_report_by_when(world: Any, client: Client) -> None:
    response = get(client, world, "agency_admin_commune", "commune")
    (duty,) = response.context["duties"]
    assert f"{duty.due_on:%d/%m/%Y}" == "15/07/2026"
    assert "15/07/2026" in response.content.decode()
    assert not get(client, world, "agency_admin_commune", "commune", period="2026-quarter-2").context["duties"]


def test_the_charts_are_described_and_carry_no_inline_style(world: Any, client: Client) -> None:
    fill(world)
    html = get(client, world, "office_hungyen", "hungyen").content.decode()
    charts = html[html.index('<div class="report-charts">') : html.index("report-table-title")]
    assert charts.count("<svg") == charts.count('role="img"') == 2
    assert charts.count("<desc") == 2
    assert "style=" not in charts
    assert "Phường Phố Hiến" in charts
