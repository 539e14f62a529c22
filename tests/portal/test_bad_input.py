"""Bad input by every door that people type or upload through: a clear word at the field, nothing typed lost, no crash.

docs/quality.md lists what is proven where; here is what no other file proves.
"""

from __future__ import annotations

import json
import unicodedata
from typing import Any
from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from django.utils.text import slugify

from editorial import services
from portal.models import ArticlePage, SectionPage
from qa_inbox.models import Question
from security.human import Sum
from tenants.document_texts import read_documents
from tenants.models import DocumentText, PortalDocument, ReadingState
from tenants.spelling import plain_text
from tests.factories import portal_get, portal_post
from tests.isolation.test_references import content_state, form_data
from tests.isolation.work import Desk, text_of
from tests.tenants.test_document_texts import pdf_bomb

# Wagtail's own screens of uploads leave their temporary file to the garbage collector.
pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")]
LONG = "Dài lắm " * 1250
EMOJI = "Hội làng 🎉👩‍👩‍👧 năm 2026"
TITLE = "Đề xuất Lễ hội đền Mẫu"
NFD = unicodedata.normalize("NFD", TITLE)
NUL, HALF = "\x00", "\ud83d"
"""Signs that no database takes: a null, and half of an emoji."""


@pytest.fixture
def desk(world: Any) -> Desk:
    return Desk(world.users["author_skhcn"], world.skhcn.slug)


@pytest.fixture
def adding(world: Any) -> str:
    """Where an article of the department is added."""
    section = SectionPage.objects.get(agency=world.skhcn, key="news", locale__language_code="vi")
    return f"pages/add/portal/articlepage/{section.pk}/"


def test_plain_text_is_what_was_typed_less_what_nobody_sees() -> None:
    for typed, kept in {
        "ASCII only": "ASCII only",
        "hai dòng\r\nvà\ttab": "hai dòng\r\nvà\ttab",
        NFD: TITLE,
        EMOJI: EMOJI,
        "ve\x0brtical \x1b\ud83d": "vertical ",
        "ﷺ ½ ﬁ": "ﷺ ½ ﬁ",
        NUL: NUL,
    }.items():
        assert plain_text(typed) == kept == plain_text(kept)


def text_block(text: str) -> list[tuple[str, str]]:
    """A paragraph as the editor's script sends it, signs beyond ASCII escaped."""
    return [("paragraph", json.dumps(content_state(text, None)))]


def test_an_article_with_a_title_of_ten_thousand_signs_comes_back_as_typed(desk: Desk, adding: str) -> None:
    answer = desk.post(adding, form_data(LONG, author_name=LONG))
    text = text_of(answer)
    assert answer.status_code == 200 and "255" in text
    assert (
        text.count(LONG.strip()) >= 2
        and "Tóm tắt đã gõ" in text
        and json.dumps("đã gõ")[1:-1] in text.replace("\\\\", "\\")
    )
    assert not ArticlePage.objects.filter(summary="Tóm tắt đã gõ").exists()


def test_letters_typed_in_parts_are_kept_as_one(desk: Desk, adding: str) -> None:
    fields = {"summary": NFD, "author_name": NFD, "blocks": text_block(NFD)}
    assert desk.post(adding, form_data(NFD, **fields)).status_code == 302
    page = ArticlePage.objects.get(title=TITLE).get_latest_revision_as_object()
    assert (page.summary, page.author_name) == (TITLE, TITLE)
    assert TITLE in str(page.body) and NFD not in str(page.body)


def test_signs_that_no_database_or_feed_takes_are_refused_or_left_out(desk: Desk, adding: str) -> None:
    """A null is refused where it stands; what nobody can see goes without a word."""
    for where in ({"title": f"Hai{NUL}nửa"}, {"blocks": text_block(f"trước{NUL}sau")}):
        answer = desk.post(adding, form_data(**({"title": "Hai nửa"} | where)))
        assert answer.status_code == 200 and "Tóm tắt đã gõ" in text_of(answer)
        assert set(answer.context["form"].errors) & {"title", "body"}
    assert not ArticlePage.objects.filter(title__startswith="Hai").exists()
    for number, sign in enumerate((HALF, "\x0b", "\ufffe")):
        typed = f"trước{sign}sau"
        form = form_data(typed.replace(HALF, ""), slug=f"chu-la-{number}", blocks=text_block(typed))
        assert desk.post(adding, form).status_code == 302, repr(sign)
        page = ArticlePage.objects.get(slug=f"chu-la-{number}").get_latest_revision_as_object()
        assert page.title == "trướcsau" and "trướcsau" in str(page.body)


def test_an_emoji_in_a_title_goes_all_the_way_to_readers(desk: Desk, adding: str, world: Any, client: Client) -> None:
    nameless = desk.post(adding, form_data("🎉🎉", slug=slugify("🎉🎉")))
    assert nameless.status_code == 200 and "slug" in nameless.context["form"].errors and "🎉🎉" in text_of(nameless)
    form = form_data(EMOJI, slug=slugify(EMOJI), blocks=text_block(EMOJI))
    assert desk.post(adding, form).status_code == 302
    page = ArticlePage.objects.get(title=EMOJI)
    services.submit(page, actor=world.users["author_skhcn"], now=timezone.now())
    services.approve(page, actor=world.users["board_member_skhcn"], now=timezone.now())
    host = world.host("skhcn")
    shown = portal_get(client, host, page.url).content.decode()
    assert shown.count(EMOJI) >= 2 and f"<title>{EMOJI} - " in shown
    for path in ("/", "/feed.rss", "/feed.atom", "/feed.json", "/tim-kiem/?q=hoi+lang", f"/tim-kiem/?q={quote('🎉')}"):
        answer = portal_get(client, host, path)
        assert answer.status_code == 200, path
        text = answer.content.decode()
        assert "🎉" in text or json.dumps("🎉")[1:-1] in text, path
    answer = portal_get(client, host, "/api/v1/content")
    assert answer.status_code == 200 and EMOJI in json.dumps(answer.json(), ensure_ascii=False)


def ask(client: Client, host: str, **changes: Any) -> Any:
    typed = {
        "name": "Trần Thị Bưởi",
        "email": "buoi@example.vn",
        "subject": "Đăng ký nhãn hiệu",
        "body": "Tôi cần những giấy tờ gì?",
        "consent": "on",
    }
    sent = {"token": Sum.new().token} | typed | changes
    return portal_post(client, host, "/hoi-dap/gui/", sent)


def test_a_question_of_strange_signs_and_of_too_many(world: Any, client: Client) -> None:
    host = world.host("skhcn")
    for field, typed in (("subject", LONG), ("name", LONG), ("address", LONG), ("body", f"Hai{NUL}nửa")):
        answer = ask(client, host, **{field: typed})
        assert answer.status_code == 200 and field in answer.context["form"].errors, field
        text = answer.content.decode()
        assert typed.strip().replace(NUL, "") in text.replace(NUL, "") and "buoi@example.vn" in text
    assert not Question.objects.exists()
    half = "subject=H%E1%BB%8Fi+%ED%A0%BD&" + "&".join(
        f"{name}={quote(value)}"
        for name, value in {"name": NFD, "email": "buoi@example.vn", "body": EMOJI, "consent": "on"}.items()
    )
    form = {"content_type": "application/x-www-form-urlencoded", "headers": {"host": host}}
    assert client.post("/hoi-dap/gui/", f"{half}&token={quote(Sum.new().token)}", **form).status_code == 302
    question = Question.objects.get()
    assert (question.name, question.body) == (TITLE, EMOJI) and question.subject.startswith("Hỏi")
    question.subject.encode()


def test_the_search_box_takes_whatever_is_typed(world: Any, client: Client) -> None:
    host = world.host("hungyen")
    for typed in ("%00", "%ED%A0%BD", "%FF%FE", quote(LONG), quote(NFD), quote("🎉👩‍👩‍👧"), "%F0%9F", "a%CC%81" * 500):
        for path in ("/tim-kiem/?q=", "/tim-kiem/goi-y/?q=", "/cong-thanh-phan/?q="):
            answer = portal_get(client, host, path + typed)
            assert answer.status_code == 200, (path, typed[:20])


def test_a_pdf_that_is_a_bomb_is_kept_as_a_file_and_its_words_left_out(
    desk: Desk, settings: Any, tmp_path: Any
) -> None:
    """It unpacks to 80 megabytes when somebody reads it: the job that reads is ended, the screens go on."""
    settings.MEDIA_ROOT = tmp_path
    file = SimpleUploadedFile("bom.pdf", pdf_bomb(80))
    assert desk.post("documents/add/", {"title": "Bom", "file": file}).status_code == 302
    kept = PortalDocument.objects.get()
    assert kept.file_size < 2**20
    assert read_documents(timezone.now()) == (1, False)
    row = DocumentText.objects.get()
    assert (row.state, row.text) == (ReadingState.FAILED, "") and row.detail
    assert "Bom" in text_of(desk.get("documents/"))
