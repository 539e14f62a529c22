"""Directives and statements, commendations and penalties, guidance, strategies: fields, checks, lists and sections."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from portal.catalogue import kinds
from portal.force import Stage
from portal.models import (
    ArticlePage,
    CommendationPage,
    DirectivePage,
    GazetteIssuePage,
    GuidancePage,
    SectionPage,
    StrategyPage,
)
from tests.factories import make_page, make_section, portal_get
from tests.portal.test_legal import make_document, queries_of

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 3)
TEXT = [("paragraph", "<p>Nạo vét kênh mương trước ngày lấy nước.</p>")]
DIRECTIVE = {"act": "written", "number": "35/UBND-NN", "issued_on": DAY, "issued_by": "Người Ký", "body": TEXT}
PENALTY = {
    "what": "penalty",
    "number": "19/QĐ-XPHC",
    "decided_on": DAY,
    "authority": "Chủ tịch UBND tỉnh",
    "recipient": "Công ty Mẫu",
    "recipient_is": "enterprise",
    "measure": "Phạt tiền",
    "reason": "Xả thải sai quy định",
}
GUIDANCE = {"field": "Đất đai", "audience": "Hộ làm nhà", "body": TEXT, "reviewed_on": DAY}
PLAN = {
    "sort": "plan",
    "issuer": "HĐND tỉnh",
    "first_year": 2026,
    "last_year": 2030,
    "area": "Giao thông",
    "body": TEXT,
}
EXAMPLES: dict[Any, dict[str, Any]] = {
    DirectivePage: DIRECTIVE,
    CommendationPage: PENALTY,
    GuidancePage: GUIDANCE,
    StrategyPage: PLAN,
}


def section_of(agency: Any, key: str) -> SectionPage:
    return SectionPage.objects.get(agency=agency, key=key, locale__language_code="vi")


def shown(client: Client, world: Any, page: Any, query: str = "") -> str:
    answer = portal_get(client, world.host("skhcn"), f"{page.url}{query}")
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.clause("NB.7.1c", "TN.4.2", "TN.16.1b")
def test_directives_statements_and_replies_are_shown_and_found(world: Any, client: Client) -> None:
    agency = world.skhcn
    written = make_page(DirectivePage, agency, title="AAA", due_on=date(2026, 12, 1), **DIRECTIVE)
    said = {"act": "statement", "number": "", "issued_by": "Bà Phát Ngôn", "occasion": "Họp báo quý"}
    statement = make_page(DirectivePage, agency, title="BBB", **(DIRECTIVE | said))
    reply = {"act": "reply", "number": "", "addressed_to": "Cử tri ven đê"}
    answer = make_page(DirectivePage, agency, title="CCC", **(DIRECTIVE | reply))
    html = shown(client, world, written)
    assert all(told in html for told in ("35/UBND-NN", "03/11/2026", "01/12/2026", "Người Ký", "Nạo vét kênh mương"))
    assert all(told in shown(client, world, statement) for told in ("Phát ngôn chính thức", "Bà Phát Ngôn", "Họp báo"))
    assert "Cử tri ven đê" in shown(client, world, answer)
    for query, titles in {"act=statement": "BBB", "act=reply": "CCC", "number=35/ubnd-nn": "AAA"}.items():
        html = shown(client, world, section_of(agency, "directives"), f"?kind=directive&{query}")
        assert [title for title in ("AAA", "BBB", "CCC") if title in html] == [titles]


@pytest.mark.clause("NB.7.1c", "TN.4.2")
def test_commendations_penalties_and_personnel_are_shown_and_found(world: Any, client: Client) -> None:
    agency = world.skhcn
    make_page(CommendationPage, agency, section="directives", title="AAA", **PENALTY)
    praise = {"what": "commendation", "measure": "Bằng khen", "recipient": "Tổ dân phố 7"}
    page = make_page(CommendationPage, agency, section="directives", title="BBB", **(PENALTY | praise))
    new = {"what": "personnel", "recipient": "Ông Mới", "recipient_is": "person", "reason": ""}
    make_page(CommendationPage, agency, section="directives", title="CCC", **(PENALTY | new))
    html = shown(client, world, page)
    assert all(told in html for told in ("Bằng khen", "Tổ dân phố 7", "19/QĐ-XPHC", "Xả thải sai quy định"))
    for query, titles in {"what=penalty": "AAA", "what=personnel": "CCC", "q=to+dan+pho": "BBB"}.items():
        html = shown(client, world, section_of(agency, "directives"), f"?kind=commendation&{query}")
        assert [title for title in ("AAA", "BBB", "CCC") if title in html] == [titles]


@pytest.mark.clause("NB.7.1d", "TN.4.4", "TN.4.3")
def test_guidance_answers_questions_and_names_its_documents(world: Any, client: Client) -> None:
    agency = world.skhcn
    document = make_document(agency, title="Luật đất đai của tỉnh")
    question = {"question": "Có phải xin phép không?", "answer": "<p>Nhà dưới ba tầng thì không.</p>"}
    rows = {"documents": [("document", document)], "questions": [("question", question)]}
    page = make_page(GuidancePage, agency, title="Làm nhà trên đất vườn", **(GUIDANCE | rows))
    html = shown(client, world, page)
    told = ("Có phải xin phép không?", "Nhà dưới ba tầng", "Luật đất đai của tỉnh", "Hộ làm nhà", "03/11/2026")
    assert all(one in html for one in told)
    section = section_of(agency, "guidance")
    assert page.title in shown(client, world, section, "?kind=guidance&field=Đất+đai&q=nao+vet")
    assert page.title not in shown(client, world, section, "?kind=guidance&q=thue")
    assert GuidancePage.can_exist_under(section_of(agency, "procedures"))


@pytest.mark.clause("NB.7.1dd", "TN.4.6")
def test_plans_are_shown_with_their_stage_and_found_by_it(world: Any, client: Client) -> None:
    agency, day = world.skhcn, date(2026, 11, 28)
    decided = {"decided_on": date(2025, 12, 1), "number": "41/NQ"}
    years = [{}, decided, decided | {"first_year": 2027}, decided | {"first_year": 2020, "last_year": 2025}]
    years += [decided | {"first_year": 2020, "last_year": None}, {"decided_on": date(2027, 1, 1), "number": "1/NQ"}]
    for at, given in enumerate(years):
        make_page(StrategyPage, agency, title=f"Kế hoạch {at}", **(PLAN | given))
    plans = StrategyPage.objects.live().filter(agency=agency)
    for when in (day, date(2019, 1, 1), date(2031, 1, 1)):
        own = {plan.pk: plan.stage_on(when) for plan in plans}
        for stage in Stage:
            found = set(plans.in_stage(stage, when).values_list("pk", flat=True))
            assert found == {pk for pk, one in own.items() if one == stage}
    assert {plan.stage_on(day) for plan in plans} == set(Stage)
    html = shown(client, world, plans.get(title="Kế hoạch 3"))
    assert "2020–2025" in html and "state--ended" in html and "41/NQ" in html
    html = shown(client, world, section_of(agency, "strategies"), "?kind=strategy&stage=ended")
    assert "Kế hoạch 3" in html and "Kế hoạch 1" not in html


FAULTS: list[tuple[Any, dict[str, Any], str]] = [
    (DirectivePage, {"number": ""}, "number"),
    (DirectivePage, {"act": "statement"}, "occasion"),
    (DirectivePage, {"due_on": date(2026, 11, 2)}, "due_on"),
    (DirectivePage, {"body": []}, "body"),
    (CommendationPage, {"recipient_is": "person"}, "publication_ground"),
    (CommendationPage, {"reason": ""}, "reason"),
    (GuidancePage, {"body": []}, "body"),
    (StrategyPage, {"last_year": 2025}, "last_year"),
    (StrategyPage, {"decided_on": DAY}, "number"),
    (StrategyPage, {"first_year": 26}, "first_year"),
]


def test_a_fault_is_told_at_its_field(world: Any) -> None:
    pages = {
        model: make_page(
            model, world.skhcn, section="directives" if model is CommendationPage else "", live=False, **own
        )
        for model, own in EXAMPLES.items()
    }
    for model, fields, named in FAULTS:
        page = model.objects.get(pk=pages[model].pk)
        page.full_clean()
        for name, value in fields.items():
            setattr(page, name, value)
        with pytest.raises(ValidationError) as told:
            page.full_clean()
        assert list(told.value.message_dict) == [named]


@pytest.mark.clause("NB.7.1c", "VL.3.6a")
def test_a_kind_without_a_section_of_its_own_stands_in_another(world: Any, client: Client) -> None:
    agency = world.skhcn
    for model, guest, own in (
        (CommendationPage, "directives", "emulation"),
        (GazetteIssuePage, "legal_documents", "gazette"),
    ):
        section = section_of(agency, guest)
        assert model.can_exist_under(section)
        made = make_section(agency, own)
        assert model.can_exist_under(made)
        assert not model.can_exist_under(section)
        assert not model.can_exist_under(section_of(agency, "news"))
    make_page(GazetteIssuePage, world.commune, section="legal_documents", title="Công báo", number="1", issued_on=DAY)
    make_document(world.commune, title="Văn bản đầu tiên")
    section = section_of(world.commune, "legal_documents")
    html = portal_get(client, world.host("commune"), section.url).content.decode()
    assert "Văn bản đầu tiên" in html and "kind=gazette_issue" in html and "kind=article" not in html


def test_lists_cost_the_same_for_one_and_for_many(world: Any, client: Client) -> None:
    costs = []
    for number in (1, 8):
        cost = []
        for model, fields in EXAMPLES.items():
            key = "directives" if model is CommendationPage else model.home_sections[0]
            for _ in range(number):
                make_page(model, world.skhcn, section=key, **fields)
            path = f"{section_of(world.skhcn, key).url}?kind={model.kind}&year=&stage=&q="
            cost.append(queries_of(client, world.host("skhcn"), path))
        costs.append(cost)
    assert costs[0] == costs[1]


def test_every_kind_with_a_section_of_its_own_comes_before_articles_there() -> None:
    """What a section shows first is what it was made for."""
    from portal.listings import _in_order

    for model in kinds().values():
        for key in model.home_sections[: model.leads]:
            first = _in_order(SectionPage(key=key))[0]
            assert first is not ArticlePage and key in first.home_sections
