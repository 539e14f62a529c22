"""The words of files are read by a job, in a process that may use only so much; bombs end with a reason."""

from __future__ import annotations

import unicodedata
import zlib
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from portal.celery import app
from tenants.document_texts import FORGOTTEN, read_document, read_documents, read_waiting
from tenants.models import Agency, DocumentText, PortalDocument, ReadingState
from tenants.signals import document_read
from tests.media_files import PDF, docx_bomb, docx_bytes, zip_bytes

TYPES = "[Content_Types].xml"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _media(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


def keep(agency: Agency, name: str, data: bytes) -> PortalDocument:
    """A file that came in before there were checks."""
    file = ContentFile(data, name=name)
    return PortalDocument.objects.create(title=name, file=file, collection=agency.collection, agency=agency)


def pdf(content: bytes, filters: str = "") -> bytes:
    """One page with this content stream."""
    resources = b"<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>"
    return b"".join(
        (
            b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n",
            b"3 0 obj<</Type/Page/Parent 2 0 R/Resources",
            resources,
            b"/Contents 4 0 R>>endobj\n4 0 obj<</Length %d%s>>stream\n" % (len(content), filters.encode()),
            content,
            b"\nendstream endobj\ntrailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF\n",
        )
    )


def pdf_bomb(megabytes: int) -> bytes:
    """A page that is packed twice: some kilobytes that stand for as many megabytes."""
    packer, piece = zlib.compressobj(9), b"0 0 m " * 2**17
    once = b"".join(packer.compress(piece) for _ in range(megabytes * 2**20 // len(piece))) + packer.flush()
    return pdf(zlib.compress(once, 9), "/Filter[/FlateDecode/FlateDecode]")


@pytest.mark.clause("TB.6", "VL.9.1")
def test_the_words_of_every_kind_of_file_are_found(world: Any) -> None:
    words = unicodedata.normalize("NFD", "<text:h>Đề xuất</text:h><text:p>Ngân<text:s/>sách</text:p>")
    office = f"<office xmlns:text='urn:t'>{words}</office>".encode()
    sheet = b"<sst xmlns='urn:x'><si><r><t>Thu </t></r><r><t>chi</t></r><rPh><t>doc</t></rPh></si></sst>"
    odt = b"application/vnd.oasis.opendocument.text"
    kinds = {
        "a.pdf": (pdf(b"BT /F 12 Tf 9 9 Td (Ke hoach) Tj ET"), "Ke hoach"),
        "a.docx": (docx_bytes("Quyết định số 12/2025/QĐ-UBND", "Điều 1"), "Quyết định số 12/2025/QĐ-UBND\nĐiều 1"),
        "a.odt": (zip_bytes({"mimetype": odt, "content.xml": office}), "Đề xuất\nNgân sách\n"),
        "a.xlsx": (zip_bytes({TYPES: b"spreadsheetml.sheet.main+xml", "xl/sharedStrings.xml": sheet}), "Thu chi\n"),
        "a.csv": ("mã;tên".encode("utf-16"), "mã;tên"),
    }  # fmt: skip
    documents = {name: keep(world.skhcn, name, data) for name, (data, _text) in kinds.items()}
    keep(world.skhcn, "a.zip", zip_bytes({"a.txt": b"a"}))
    told: list[int] = []
    document_read.connect(lambda document, **_: told.append(document.pk), weak=False, dispatch_uid="test")
    assert read_waiting(timezone.now()) == f"{len(kinds)} read"
    document_read.disconnect(dispatch_uid="test")
    assert sorted(told) == sorted(document.pk for document in documents.values())
    for name, (_data, text) in kinds.items():
        row = documents[name].read_text
        assert (row.state, row.detail) == (ReadingState.DONE, "") and text in row.text, (name, row.text, row.detail)
    assert "doc" not in documents["a.xlsx"].read_text.text
    assert read_waiting(timezone.now()) == ""


def test_bombs_and_broken_files_end_with_a_reason_and_the_rest_is_read(world: Any) -> None:
    word = b"wordprocessingml.document.main+xml"
    bad = {
        "bom.pdf": (pdf_bomb(80), "Limit"),
        "bom.docx": (docx_bomb(), "unpacks to far more"),
        "do.docx": (zip_bytes({TYPES: word, "word/document.xml": b"<a>"}), "ParseError"),
        "hong.pdf": (PDF.replace(b"Root", b"Roof"), ""),
        "gia.pdf": (b"<html></html>", "no PDF"),
    }  # fmt: skip
    documents = {name: keep(world.skhcn, name, data) for name, (data, _reason) in bad.items()}
    keep(world.skhcn, "tot.docx", docx_bytes("Còn đọc được"))
    assert read_documents(timezone.now()) == (len(bad) + 1, False)
    for name, (_data, reason) in bad.items():
        row = documents[name].read_text
        assert row.state == ReadingState.FAILED and row.detail and reason in row.detail and not row.text, (
            name,
            row.detail,
        )
    assert DocumentText.objects.get(state=ReadingState.DONE).text.strip() == "Còn đọc được"


def test_a_reader_that_uses_too_much_is_ended(world: Any, monkeypatch: Any) -> None:
    document = keep(world.skhcn, "nang.pdf", pdf(b"BT /F 9 Tf (abc) Tj ET " * 200_000))
    for name, least, reason in (("CPU_SECONDS", 1, "computing"), ("MEMORY", 80 * 2**20, "memory")):
        with monkeypatch.context() as patch:
            patch.setattr(f"tenants.document_texts.{name}", least)
            row = read_document(document, now=timezone.now())
        assert row.state == ReadingState.FAILED and f"too much {reason}" in row.detail, (name, row.detail)


def test_a_file_is_read_once_and_again_when_it_changes(
    world: Any, django_capture_on_commit_callbacks: Any, monkeypatch: Any
) -> None:
    docx = docx_bytes("Bản một")
    app.conf.task_always_eager = True
    try:
        with django_capture_on_commit_callbacks(execute=True):
            first = keep(world.skhcn, "a.docx", docx)
        assert DocumentText.objects.get().text.strip() == "Bản một"
        DocumentText.objects.update(text="đã đọc")
        with django_capture_on_commit_callbacks(execute=True):
            same = keep(world.commune, "b.docx", docx)
        assert same.read_text.text == "đã đọc"
        with django_capture_on_commit_callbacks(execute=True):
            first.file = ContentFile(docx_bytes("Bản hai"), name="a.docx")
            first.file_hash = ""
            first.save()
        assert DocumentText.objects.get(pk=first.pk).text.strip() == "Bản hai"
    finally:
        app.conf.task_always_eager = False
    DocumentText.objects.update(state=ReadingState.WAITING)
    assert read_documents(timezone.now()) == (0, False)
    assert read_documents(timezone.now() + FORGOTTEN + timedelta(minutes=1)) == (2, False)
    DocumentText.objects.all().delete()
    monkeypatch.setattr("tenants.document_texts.LARGEST", 10)
    assert read_documents(timezone.now(), [first.pk]) == (1, False)
    assert DocumentText.objects.get().state == ReadingState.TOO_LARGE
