"""Legal documents: what they carry, their own search, their state, and their links both ways; the official gazette."""

from __future__ import annotations

import json
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from editorial.services import unpublish
from portal import catalogue
from portal.catalogue import published
from portal.find import results
from portal.find.query import parse
from portal.force import Force
from portal.models import GazetteIssuePage, GuidancePage, LegalDocumentPage, SectionPage
from portal.models.legal import must_have
from tenants.models import Agency, PortalDocument
from tenants.regulation import get_regulation
from tests.factories import make_page, portal_get
from tests.isolation.work import Desk, text_of

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 28)
TEXT = [("paragraph", "<p>Điều 1. Phạm vi điều chỉnh của quy định về bến thuyền.</p>")]


def make_document(agency: Agency, **fields: Any) -> LegalDocumentPage:
    given = {
        "title": "Ban hành Quy chế quản lý bến thuyền",
        "form": "decision",
        "number": "12/2026/QĐ-UBND",
        "issuer": "UBND tỉnh Hưng Yên",
        "issued_on": date(2026, 3, 5),
        "signatory": "Nguyễn Minh Họa",
        "signatory_title": "Chủ tịch",
        "field": "Giao thông",
        "body": TEXT,
    }
    page: LegalDocumentPage = make_page(LegalDocumentPage, agency, **(given | fields))
    return page


def make_file(agency: Agency) -> PortalDocument:
    document = PortalDocument(title="Toàn văn quyết định", agency=agency, collection=agency.collection)
    document.file = ContentFile(b"%PDF-1.4 thu", name="quyet-dinh.pdf")
    document.save()
    return document


def listed(client: Client, world: Any, query: str) -> str:
    section = SectionPage.objects.get(agency=world.skhcn, key="legal_documents", locale__language_code="vi")
    answer = portal_get(client, world.host("skhcn"), f"{section.url}?kind=legal_document&{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def queries_of(client: Client, host: str, path: str) -> int:
    """The fewest of three visits: what a process remembers for seconds may run out between two of them."""
    counts = []
    for _ in range(3):
        with CaptureQueriesContext(connection) as captured:
            assert portal_get(client, host, path).status_code == 200
        counts.append(len(captured))
    return min(counts)


@pytest.mark.clause("NB.7.1e", "VL.20.2", "TN.4.7")
def test_a_document_carries_what_the_law_asks(world: Any, client: Client) -> None:
    agency = world.skhcn
    page = make_document(
        agency, effective_on=date(2026, 4, 1), summary="Trích yếu đầy đủ.", files=[("file", make_file(agency))]
    )
    html = portal_get(client, world.host("skhcn"), page.url).content.decode()
    facts = ("Quyết định", "12/2026/QĐ-UBND", "UBND tỉnh Hưng Yên", "05/03/2026", "01/04/2026", "Trích yếu đầy đủ.")
    for told in (*facts, "Điều 1. Phạm vi điều chỉnh", "Toàn văn quyết định", "Nguyễn Minh Họa", "Giao thông"):
        assert told in html
    assert "/media/" in html
    entry = published().get(page=page)
    assert (entry.number, entry.dated_on, entry.origin_on) == ("12/2026/QĐ-UBND", page.issued_on, page.issued_on)
    assert "bến thuyền" in published().defer(None).get(page=page).text


SEARCHES = {
    "number=12%2F2026%2FQ%C4%90-UBND": "A",
    "number=+12+%2F+2026+%2F+qd+-+ubnd": "A",
    "number=số+12/2026/QD–UBND": "A",
    "number=99/NQ-HDND": "B",
    "form=resolution": "B",
    "issuer=UBND+tỉnh+Hưng+Yên": "A",
    "field=Giáo+dục": "B",
    "year=2026": "A",
    "since=2026-01-01&until=2026-12-31": "A",
    "until=2025-12-31": "B",
    "begins_since=2026-01-01": "A",
    "begins_since=2024-07-15&begins_until=2024-08-15": "B",
    "begins_until=2024-07-31": "",
    "signatory=tran+mau": "B",
    "signatory=chu+tich": "A",
    "state=expired": "B",
    "state=in_force": "A",
    "q=ben+thuyen": "A",
    "q=hoc+phi": "B",
    "q=dieu+chinh": "A",
}


@pytest.mark.clause("NB.7.1e", "TN.4.3")
def test_the_own_search_finds_by_each_field(world: Any, client: Client) -> None:
    make_document(world.skhcn, title="AAA quản lý bến thuyền")
    make_document(
        world.skhcn,
        title="BBB miễn học phí",
        form="resolution",
        number="99/NQ-HĐND",
        issuer="HĐND tỉnh Hưng Yên",
        issued_on=date(2024, 7, 1),
        effective_on=date(2024, 8, 1),
        signatory="Trần Mẫu",
        signatory_title="Phó Trưởng đoàn",
        expires_on=date(2025, 7, 1),
        field="Giáo dục",
        body=[("paragraph", "<p>Mức hỗ trợ cho trẻ em mầm non.</p>")],
    )
    for query, found in SEARCHES.items():
        html = listed(client, world, query)
        assert (query, "AAA" in html, "BBB" in html) == (query, found == "A", found == "B")


def test_bad_values_of_the_search_are_told_and_narrow_nothing(world: Any, client: Client) -> None:
    make_document(world.skhcn, title="AAA quản lý bến thuyền")
    for query in ("since=hôm+qua", "year=99999999999", "state=lost", "form=%00", "issuer=nobody"):
        html = listed(client, world, query)
        assert "AAA" in html
        assert 'class="field__errors"' in html
    assert "AAA" not in listed(client, world, "number=%F0%9F%98%80" + "9" * 10_000)


@pytest.mark.clause("NB.7.1e")
def test_documents_name_each_other_both_ways_without_a_change_of_the_older(world: Any, client: Client) -> None:
    agency, host = world.skhcn, world.host("skhcn")
    old = make_document(agency, title="Quy chế cũ", number="1/2020/QĐ-UBND", issued_on=date(2020, 1, 2))
    amended = make_document(agency, title="Quy chế được sửa", number="2/2021/QĐ-UBND", issued_on=date(2021, 1, 2))
    before = old.latest_revision_id
    new = make_document(
        agency, title="Quy chế mới", number="3/2026/QĐ-UBND", changes=[("replaces", old), ("amends", amended)]
    )
    pages = {page.pk: portal_get(client, host, page.url).content.decode() for page in (old, amended, new)}
    link = "Quyết định số 3/2026/QĐ-UBND ngày 05/3/2026 của UBND tỉnh Hưng Yên"
    assert "Bị thay thế bởi" in pages[old.pk] and link in pages[old.pk] and "state--replaced" in pages[old.pk]
    assert "Được sửa đổi, bổ sung bởi" in pages[amended.pk] and "state--in_force" in pages[amended.pk]
    assert "Quyết định số 1/2020/QĐ-UBND ngày 02/01/2020" in pages[new.pk]
    assert "2/2021/QĐ-UBND" in pages[new.pk]
    old.refresh_from_db()
    assert old.latest_revision_id == before
    unpublish(new, actor=world.users["board_head_skhcn"], now=timezone.now(), reason="Đăng nhầm")
    html = portal_get(client, host, old.url).content.decode()
    assert "Quy chế mới" not in html and "state--in_force" in html


@pytest.mark.clause("NB.7.1e")
def test_the_list_filters_by_the_very_state_that_it_shows(world: Any) -> None:
    agency, day = world.skhcn, timedelta(days=1)
    dates = [
        {"issued_on": TODAY},
        {"issued_on": TODAY - day, "effective_on": TODAY + day},
        {"issued_on": TODAY - 9 * day, "expires_on": TODAY},
        {"issued_on": TODAY - 9 * day, "expires_on": TODAY + day},
        {"issued_on": TODAY - 9 * day},
        {"issued_on": TODAY - 9 * day, "expires_on": TODAY - day},
    ]
    pages = [make_document(agency, number=f"{at}/QĐ", **given) for at, given in enumerate(dates)]
    make_document(agency, number="new", issued_on=TODAY, changes=[("replaces", pages[4]), ("replaces", pages[5])])
    later = make_document(agency, number="later", effective_on=TODAY + day, changes=[("replaces", pages[3])])
    make_document(agency, number="draft", live=False, issued_on=TODAY, changes=[("replaces", pages[0])])
    mine = LegalDocumentPage.objects.live().filter(agency=agency).for_lists()
    for when in (TODAY - 10 * day, TODAY - day, TODAY, TODAY + day):
        shown = {page.pk: page.state_on(when) for page in mine}
        for state in Force:
            found = set(mine.in_state(state, when).values_list("pk", flat=True))
            assert found == {pk for pk, own in shown.items() if own == state}
    today = [dict(mine.values_list("pk", "number")) and page.state_on(TODAY) for page in mine.filter(pk__lt=later.pk)]
    assert set(today) == set(Force)


@pytest.mark.clause("VL.20.2", "NB.7.1e")
@pytest.mark.parametrize(
    ("regulation", "kind", "needed"),
    [
        ("vinhlong-2021", "commune", {"full_text"}),
        ("ninhbinh-2015", "department", {"document_file"}),
        ("ninhbinh-2015", "enterprise", set()),
    ],
)
def test_what_a_document_must_have_is_the_regulations_word(regulation: str, kind: str, needed: set[str]) -> None:
    assert must_have(SimpleNamespace(regulation=get_regulation(regulation), kind=kind)) == needed


@pytest.mark.clause("VL.20.2")
def test_a_document_without_its_text_stays_a_draft(world: Any) -> None:
    page = make_document(world.snv, files=[("file", make_file(world.snv))], live=False)
    page.body = []
    with pytest.raises(ValidationError) as told:
        page.full_clean()
    assert list(told.value.message_dict) == ["body"]
    page.drafting = True
    page.full_clean()
    page.drafting, page.agency = False, world.skhcn
    page.files = [("file", make_file(world.skhcn))]
    page.full_clean()


FAULTS: list[tuple[dict[str, Any], str]] = [
    ({"effective_on": date(2026, 3, 4)}, "effective_on"),
    ({"expires_on": date(2026, 3, 4)}, "expires_on"),
    ({"issued_on": None}, "issued_on"),
    ({"number": ""}, "number"),
    ({"body": []}, "body"),
    ({"title": "x" * 10_000}, "title"),
]


def test_a_fault_is_told_at_its_field(world: Any) -> None:
    page = make_document(world.skhcn, live=False)
    for fields, named in FAULTS:
        before = {name: getattr(page, name) for name in fields}
        for name, value in fields.items():
            setattr(page, name, value)
        with pytest.raises(ValidationError) as told:
            page.full_clean()
        assert list(told.value.message_dict) == [named]
        for name, value in before.items():
            setattr(page, name, value)
    page.full_clean()


def test_a_document_neither_replaces_itself_nor_one_of_another_agency(world: Any) -> None:
    page = make_document(world.skhcn, number=" 12 / 2026/QĐ – UBND", live=False)
    page.full_clean()
    assert page.number == "12/2026/QĐ-UBND"
    for other in (page, make_document(world.commune)):
        page.changes = [("replaces", other)]
        with pytest.raises(ValidationError) as told:
            page.full_clean()
        assert list(told.value.message_dict) == ["changes"]


@pytest.mark.parametrize(
    ("title", "ending"),
    [
        ("Ban hành Quy chế mẫu", "UBND tỉnh Hưng Yên về ban hành Quy chế mẫu"),
        ("Về việc giao chỉ tiêu", "UBND tỉnh Hưng Yên về giao chỉ tiêu"),
        ("UBND các xã báo cáo", "UBND tỉnh Hưng Yên về UBND các xã báo cáo"),
    ],
)
def test_a_document_is_cited_as_officials_write_it(title: str, ending: str) -> None:
    page = LegalDocumentPage(
        title=title, form="decision", number="7/QĐ-UBND", issuer="UBND tỉnh Hưng Yên", issued_on=date(2026, 2, 9)
    )
    assert page.citation() == f"Quyết định số 7/QĐ-UBND ngày 09/02/2026 của {ending}"


@pytest.mark.clause("VL.3.6a", "TN.3.2h")
def test_the_gazette_gathers_documents_and_they_name_it(world: Any, client: Client) -> None:
    agency, host = world.hungyen, world.host("hungyen")
    one, two = (make_document(agency, number=f"{at}/2026/QĐ-UBND", title=f"Văn bản số {at}") for at in (1, 2))
    draft = make_document(agency, title="Văn bản chưa đăng", live=False)
    issue = make_page(
        GazetteIssuePage,
        agency,
        title="Công báo số 15",
        number="15",
        issued_on=date(2026, 3, 20),
        documents=[("document", one), ("document", draft), ("document", two)],
        files=[("file", make_file(agency))],
    )
    fields = {"field": "Giao thông", "audience": "Chủ thuyền", "body": TEXT, "documents": [("document", one)]}
    make_page(GuidancePage, agency, title="Hỏi đáp bến thuyền", **fields)
    html = portal_get(client, host, issue.url).content.decode()
    assert "Văn bản số 1" in html and "Văn bản số 2" in html and "Toàn văn quyết định" in html
    assert "Văn bản chưa đăng" not in html
    html = portal_get(client, host, one.url).content.decode()
    assert "Công báo số 15" in html and "Hỏi đáp bến thuyền" in html
    section = SectionPage.objects.get(agency=agency, key="gazette")
    html = portal_get(client, host, f"{section.url}?kind=gazette_issue&year=2026&number=15").content.decode()
    assert "Công báo số 15" in html and "20/03/2026" in html


def test_lists_and_pages_cost_the_same_for_one_and_for_many(world: Any, client: Client) -> None:
    agency, host = world.skhcn, world.host("skhcn")
    section = SectionPage.objects.get(agency=agency, key="legal_documents")
    costs = []
    for number in (1, 8):
        pages = [make_document(agency, number=f"{number}{at}/QĐ") for at in range(number)]
        new = make_document(agency, changes=[("replaces", page) for page in pages])
        with CaptureQueriesContext(connection) as captured:
            catalogue.enter([*pages, new])
        cost = [len(captured)]
        issue = make_page(
            GazetteIssuePage, agency, number="1", issued_on=TODAY, documents=[("document", one) for one in pages]
        )
        told = [f"/api/v1/content/{page.pk}" for page in (new, pages[0])]
        for path in (f"{section.url}?state=replaced", new.url, pages[0].url, issue.url, *told):
            cost.append(queries_of(client, host, path))
        with CaptureQueriesContext(connection) as captured:
            results.rows([page.pk for page in pages], parse("ben"))
        cost.append(len(captured))
        costs.append(cost)
    assert costs[0] == costs[1]


def form_of(section: SectionPage, **fields: str) -> dict[str, str]:
    """What the editor's form of a new document sends, with nothing filled in but `fields`."""
    counts = dict.fromkeys(
        ("change_notes-count", "changes-count", "body-count", "files-count", "comments-TOTAL_FORMS"), "0"
    )
    names = ("summary", "form", "number", "issuer", "signatory", "issued_on", "effective_on", "expires_on")
    return {**counts, "comments-INITIAL_FORMS": "0", **dict.fromkeys(names, ""), "slug": "thu", **fields}


def row_of(relation: str, page: Any) -> dict[str, str]:
    row = {"deleted": "", "order": "0", "type": relation, "value": str(page.pk), "id": ""}
    return {"changes-count": "1", **{f"changes-0-{name}": value for name, value in row.items()}}


def test_the_editor_keeps_a_draft_and_tells_what_a_submission_lacks(world: Any) -> None:
    author = Desk(world.users["author_skhcn"], "skhcn-hungyen")
    section = SectionPage.objects.get(agency=world.skhcn, key="legal_documents")
    add = f"pages/add/portal/legaldocumentpage/{section.pk}/"
    assert author.get(add).status_code == 200
    typed = {"title": "Tiêu đề đã gõ", "number": "12 / 2026 / QĐ–UBND", "issued_on": "2026-03-05"}
    answer = author.post(add, form_of(section, **typed, **{"action-submit": "1"}))
    text = text_of(answer)
    assert answer.status_code == 200 and "Tiêu đề đã gõ" in text and json.dumps("Hãy dán toàn văn")[1:-1] in text
    assert author.post(add, form_of(section, **typed)).status_code == 302
    draft = LegalDocumentPage.objects.get(title="Tiêu đề đã gõ").get_latest_revision_as_object()
    assert (draft.live, draft.number, draft.issuer) == (False, "12/2026/QĐ-UBND", "")


def test_the_chooser_offers_the_agencys_own_and_a_neighbours_key_is_refused(world: Any) -> None:
    author = Desk(world.users["author_skhcn"], "skhcn-hungyen")
    section = SectionPage.objects.get(agency=world.skhcn, key="legal_documents")
    mine = make_document(world.skhcn, title="Văn bản của mình")
    theirs = make_document(world.commune, title="Văn bản kinmat", live=False)
    kind = "page_type=portal.LegalDocumentPage"
    for path in (f"choose-page/{section.pk}/?{kind}", f"choose-page/search/?{kind}&q=van+ban", f"choose-page/?{kind}"):
        assert "kinmat" not in text_of(author.get(path))
    assert "Văn bản của mình" in text_of(author.get(f"choose-page/{section.pk}/?{kind}"))
    add = f"pages/add/portal/legaldocumentpage/{section.pk}/"
    answer = author.post(
        add, form_of(section, title="Chữ đã gõ", **row_of("replaces", theirs), **{"action-submit": "1"})
    )
    assert answer.status_code == 200
    assert "Chữ đã gõ" in text_of(answer) and "kinmat" not in text_of(answer)
    assert author.post(add, form_of(section, title="Chữ đã gõ", **row_of("replaces", mine))).status_code == 302
    draft = LegalDocumentPage.objects.get(title="Chữ đã gõ").get_latest_revision_as_object()
    assert [(row.block_type, row.value) for row in draft.changes] == [("replaces", mine)]
