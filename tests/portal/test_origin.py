"""Where a text or a quotation comes from: told whole at submission, shown whole to readers (VL.15.1d, VL.15.2b)."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from lxml import html as lxml_html

from portal.blocks import BodyBlock
from portal.models import ArticlePage, SectionPage
from portal.storm.plain import plain_html
from tenants.hosts import forget_hosts
from tenants.models import Agency
from tests.factories import make_article, portal_get
from tests.isolation.work import Desk, text_of

pytestmark = pytest.mark.django_db
ORIGIN = {"author_name": "Nguyễn Văn An", "source_name": "Báo Nhân Dân", "original_date": "2026-03-05"}
AUTHOR, NAME, DAY = "Hãy ghi tác giả của bản gốc", "Hãy ghi tên nguồn", "Hãy ghi ngày bản gốc"


class Editor:
    """The form of a new article, as a browser sends it."""

    def __init__(self, world: Any) -> None:
        self.desk = Desk(world.users["author_skhcn"], "skhcn-hungyen")
        section = SectionPage.objects.get(agency=world.skhcn, key="news", locale__language_code="vi")
        self.path = f"pages/add/portal/articlepage/{section.pk}/"

    def send(self, quote: dict[str, str] | None = None, **fields: str) -> Any:
        form = {"title": "Trích báo", "slug": "trich-bao", "change_notes-count": "0", "body-count": "1"}
        form |= {"comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0"}
        row = {"deleted": "", "order": "0", "id": "", "type": "quote"}
        words = {"text": "Dân là gốc.", "attribution": "", "source_name": "", "source_url": "", "original_date": ""}
        form |= {f"body-0-{name}": value for name, value in row.items()}
        form |= {f"body-0-value-{name}": value for name, value in (words | (quote or {})).items()}
        return self.desk.post(self.path, form | fields)


def said(answer: Any) -> set[str]:
    """Which of the three complaints the form makes; those of blocks stand in JSON."""
    text = text_of(answer)
    return {each for each in (AUTHOR, NAME, DAY) if each in text or json.dumps(each)[1:-1] in text}


@pytest.mark.clause("VL.15.1d", "VL.15.2b")
def test_a_submission_tells_the_origin_whole_and_a_draft_may_lack_it(world: Any) -> None:
    editor, url = Editor(world), "https://nhandan.example.vn/bai"
    for given, missing in (
        ({"source_name": "Báo Nhân Dân"}, {AUTHOR, DAY}),
        ({"source_url": url}, {AUTHOR, NAME, DAY}),
        (ORIGIN | {"original_date": ""}, {DAY}),
    ):
        answer = editor.send(**given, **{"action-submit": "1"})
        assert answer.status_code == 200 and said(answer) == missing, given
        quoted = {key.replace("author_name", "attribution"): value for key, value in given.items()}
        answer = editor.send(quoted, **{"action-submit": "1"})
        assert answer.status_code == 200 and said(answer) == missing, quoted
    assert not ArticlePage.objects.filter(title="Trích báo").exists()
    assert editor.send({"source_url": url}, source_url=url).status_code == 302
    draft = ArticlePage.objects.get(title="Trích báo").get_latest_revision_as_object()
    assert (draft.source_url, draft.body[0].value["source_url"]) == (url, url)


@pytest.mark.clause("VL.15.2b")
def test_a_text_with_its_whole_origin_or_with_a_date_alone_is_submitted(world: Any) -> None:
    """A date alone is the day that timeliness is counted from: no quotation."""
    editor = Editor(world)
    whole = {"attribution": "An", "source_name": "Báo X", "original_date": "2026-03-05"}
    assert editor.send(whole, **ORIGIN, **{"action-submit": "1"}).status_code == 302
    alone = editor.send(original_date="2026-03-05", slug="ngay", **{"action-submit": "1"})
    assert alone.status_code == 302
    pages = ArticlePage.objects.filter(title="Trích báo")
    assert len(pages) == 2 and all(page.current_workflow_state for page in pages)


def test_what_was_published_before_stays_valid(world: Any) -> None:
    old = [("quote", {"text": "Dân là gốc.", "attribution": "Người xưa"})]
    page = make_article(world.skhcn, source_name="Văn phòng Sở", source_url="https://x.example.vn/", body=old)
    page.body = [{"type": "quote", "value": {"text": "Dân là gốc.", "attribution": "Người xưa"}, "id": "a"}]
    page.full_clean()
    page.save_revision()
    assert page.body[0].value["source_name"] in ("", None)
    BodyBlock().clean(page.body)


def words_of(found: Any) -> str:
    return " ".join(found.text_content().replace(" (trang ngoài)", "").split())


@pytest.mark.clause("VL.15.1d", "VL.15.2b")
def test_readers_see_source_author_and_date_together(world: Any, client: Client) -> None:
    url, day = "https://nhandan.example.vn/bai", date(2026, 3, 5)
    quote = {"text": "Dân là gốc.", "attribution": "Lê Bình", "source_name": "Báo Tuổi Trẻ", "original_date": day}
    body = [("quote", quote), ("quote", {"text": "Có sách.", "attribution": "", "source_url": url})]
    fields = {"author_name": "Nguyễn Văn An", "source_name": "Báo Nhân Dân", "original_date": day, "body": body}
    page = make_article(world.skhcn, title="Trích báo", source_url=url, **fields)

    def shown(article: Any) -> Any:
        return lxml_html.fromstring(portal_get(client, world.host("skhcn"), article.url).content)

    html = shown(page)
    (sign,) = html.xpath("//*[@class='article__sign']")
    assert words_of(sign) == "Nguyễn Văn An Nguồn: Báo Nhân Dân (bản gốc ngày 05/03/2026)"
    assert sign.xpath(".//a/@href") == [url] and sign.xpath(".//time/@datetime") == ["2026-03-05"]
    quotations = [words_of(footer) for footer in html.xpath("//blockquote/footer")]
    assert quotations == ["Lê Bình, Báo Tuổi Trẻ (bản gốc ngày 05/03/2026)", "nhandan.example.vn"]
    (cited,) = html.xpath("//p[@id='cite-text']")
    today = timezone.localdate().strftime("%d/%m/%Y")
    assert words_of(cited) == (
        f"Nguyễn Văn An, “Trích báo”, Cổng thông tin điện tử {world.skhcn.name}, {today}, {page.full_url}"
    )
    nameless = shown(make_article(world.skhcn, source_url=url, original_date=day))
    (sign,) = nameless.xpath("//*[@class='article__sign']")
    assert words_of(sign) == "Nguồn: nhandan.example.vn (bản gốc ngày 05/03/2026)"


def test_the_storm_copy_keeps_the_origin_of_a_quotation() -> None:
    block = BodyBlock().child_blocks["quote"]
    value = block.to_python({"text": "Dân là gốc.", "attribution": "Lê Bình", "source_name": "Báo"})
    value["original_date"] = date(2026, 3, 5)
    text = plain_html(block.render(value))
    assert "<p>" in text.split("Dân là gốc.")[1] and "Lê Bình, <cite>Báo (" in text
    assert "05/03/2026" in text


def test_readers_are_told_what_has_changed_in_a_text(world: Any, client: Client) -> None:
    """Each change with its day, in the order of the author, escaped; a text without changes has no such part."""
    notes = [("2026-03-06", "Sửa số liệu\nở bảng 2"), ("2026-03-07", "Bổ sung <phụ lục>")]
    changes = [("change", {"day": date.fromisoformat(day), "note": note}) for day, note in notes]

    def part(**fields: Any) -> Any:
        page = make_article(world.skhcn, **fields)
        return lxml_html.fromstring(portal_get(client, world.host("skhcn"), page.url).content).xpath(
            "//article//section[@aria-labelledby='changes']"
        )

    (told,) = part(change_notes=changes)
    assert [each.get("datetime") for each in told.xpath(".//dt/time")] == ["2026-03-06", "2026-03-07"]
    assert [words_of(each) for each in told.xpath(".//dt")] == ["06/03/2026", "07/03/2026"]
    said_there = [[text.strip() for text in each.itertext()] for each in told.xpath(".//dd")]
    assert said_there == [["Sửa số liệu", "ở bảng 2"], ["Bổ sung <phụ lục>"]]
    assert len(told.xpath(".//dd[1]/br")) == 1
    assert part() == []


@pytest.mark.clause("VL.15.1d")
def test_who_answers_for_a_text_stands_beside_it(world: Any, client: Client) -> None:
    """The person, the agency and the ways to reach it; of this portal, not of another."""
    Agency.objects.filter(pk=world.skhcn.pk).update(
        head_name="Trần Thị Mai", phone="0221 3.862.000", email="skhcn@hungyen.example.vn"
    )
    forget_hosts()
    page = make_article(world.skhcn)
    html = lxml_html.fromstring(portal_get(client, world.host("skhcn"), page.url).content)
    (aside,) = html.xpath("//aside[@class='aside']/section[contains(@class, 'panel--tint')]")
    assert [words_of(each) for each in aside.xpath("p")] == ["Trần Thị Mai", world.skhcn.name]
    assert aside.xpath(".//a/@href") == ["tel:02213862000", "mailto:skhcn@hungyen.example.vn", "/hoi-dap/gui/"]
    other = make_article(world.commune)
    assert "Trần Thị Mai" not in portal_get(client, world.host("commune"), other.url).content.decode()
