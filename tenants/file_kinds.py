"""What kinds of files portals carry, and what a file is by its content: a name proves nothing."""

from __future__ import annotations

import codecs
import zipfile
import zlib
from dataclasses import dataclass
from typing import Any

import filetype

MEGABYTE = 2**20
BEGINNING = 8192
MOST_TYPES = MEGABYTE
"""Of the list of contents that an Office file begins with."""


@dataclass(frozen=True)
class FileKind:
    """`ending`: of the name, without its dot. `label`: how people call it. `is_open`: a published standard that
    anybody may build on, and that the programs of more than one maker write (ISO 26300, ISO 32000, RFC 4180)."""

    ending: str
    label: str
    group: str = "document"
    is_open: bool = False


_KINDS = (
    FileKind("pdf", "PDF", is_open=True),
    FileKind("odt", "ODT", is_open=True),
    FileKind("ods", "ODS", "table", is_open=True),
    FileKind("odp", "ODP", is_open=True),
    FileKind("docx", "DOCX"),
    FileKind("xlsx", "XLSX", "table"),
    FileKind("pptx", "PPTX"),
    FileKind("rtf", "RTF"),
    FileKind("csv", "CSV", "table", is_open=True),
    FileKind("txt", "TXT", is_open=True),
    FileKind("vtt", "WebVTT", is_open=True),
    FileKind("zip", "ZIP", "archive"),
    FileKind("mp4", "MP4", "video"),
    FileKind("webm", "WebM", "video", is_open=True),
    FileKind("mp3", "MP3", "audio"),
)
KINDS = {kind.ending: kind for kind in _KINDS}
UNKNOWN = FileKind("", "")

PACKED = {
    b"wordprocessingml.document.main+xml": "docx",
    b"spreadsheetml.sheet.main+xml": "xlsx",
    b"presentationml.presentation.main+xml": "pptx",
    b"presentationml.slideshow.main+xml": "pptx",
}
"""What `[Content_Types].xml` of an Office file names; those with macros name something else."""
OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
OPEN_DOCUMENTS = {"text": "odt", "spreadsheet": "ods", "presentation": "odp"}
TEXTS = frozenset({"csv", "txt", "vtt"})
MARKUP = (b"<!doctype", b"<html", b"<svg", b"<?xml", b"<script")

BROKEN = (zipfile.BadZipFile, RuntimeError, EOFError, OSError, ValueError, zlib.error)
"""What reading a ZIP file may raise: broken, encrypted, or packed in a way that is not known."""


def kind_of(file: Any) -> str:
    """The ending that a file should have by its content: one of `KINDS`, `text`, `markup`, another known to the
    package filetype (`exe`), or nothing. `file`: open for reading; it is left at its beginning."""
    file.seek(0)
    head: bytes = file.read(BEGINNING)
    try:
        if head.startswith(b"PK\x03\x04"):
            return packed_kind(file)
        return _plain_kind(head)
    finally:
        file.seek(0)


def _plain_kind(head: bytes) -> str:
    if head.startswith(b"%PDF-"):
        return "pdf"
    if head.startswith(b"{\\rtf"):
        return "rtf"
    if head.startswith((b"ID3", b"\xff\xfb", b"\xff\xf3")):
        return "mp3"
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "text"
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(MARKUP):
        return "markup"
    known: str | None = filetype.guess_extension(head)
    if known:
        return known
    return "text" if head and b"\x00" not in head else ""


def packed_kind(file: Any) -> str:
    """What a ZIP file is: a sniffer takes any for DOCX, so its own list of contents is asked."""
    try:
        with zipfile.ZipFile(file) as archive:
            names = set(archive.namelist())
            if "mimetype" in names:
                return _open_document(archive)
            if "[Content_Types].xml" in names:
                with archive.open("[Content_Types].xml") as packed:
                    listed = packed.read(MOST_TYPES)
                if b"macroEnabled" in listed:
                    return "macros"
                return next((kind for mark, kind in PACKED.items() if mark in listed), "zip")
    except BROKEN:
        return ""
    return "zip"


def _open_document(archive: zipfile.ZipFile) -> str:
    with archive.open("mimetype") as packed:
        said = packed.read(100).decode("ascii", "replace").strip()
    return OPEN_DOCUMENTS.get(said.removeprefix(OPEN_DOCUMENT), "zip") if said.startswith(OPEN_DOCUMENT) else "zip"
