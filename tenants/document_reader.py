"""Reads the words of one file, in a process of its own: `document_reader.py KIND SECONDS BYTES < file`.

It may use so many seconds of processor and so many bytes of memory.

It writes UTF-8 to its output. It imports nothing of the system and ends with 3 when its memory does not suffice, with 4
and the reason when the file cannot be read; the system ends it when it has used its time (RLIMIT_CPU).
"""

from __future__ import annotations

import codecs
import resource
import sys
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator
from typing import IO, Any

MOST_SIGNS = 1_000_000
MOST_PAGES = 1_000
TOO_MUCH_MEMORY, UNREADABLE = 3, 4

PARTS = {
    "docx": ("word/document.xml", "word/footnotes.xml"),
    "xlsx": ("xl/sharedStrings.xml",),
    "pptx": ("ppt/slides/",),
    "odt": ("content.xml",),
    "ods": ("content.xml",),
    "odp": ("content.xml",),
}
"""Where the words stand in a packed file: parts, or the beginning of their names."""
PARAGRAPHS = frozenset({"p", "h", "si"})
OTHER_WORDS = frozenset({"delText", "instrText", "rPh"})
"""What was struck out, codes of fields, and how signs are spoken."""


def main() -> int:
    seconds, memory = int(sys.argv[2]), int(sys.argv[3])
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (16 * MOST_SIGNS, 16 * MOST_SIGNS))
    try:
        for line in _up_to(MOST_SIGNS, words(sys.argv[1], sys.stdin.buffer)):
            sys.stdout.buffer.write(unicodedata.normalize("NFC", line).encode("utf-8", "replace"))
    except MemoryError:
        return TOO_MUCH_MEMORY
    except Exception as error:  # noqa: BLE001  (whatever a broken file provokes is said in one line)
        sys.stderr.write(f"{type(error).__name__}: {error}"[:200])
        return UNREADABLE
    return 0


def words(kind: str, file: IO[bytes]) -> Iterator[str]:
    """The text of a file, piece by piece."""
    if kind == "pdf":
        return _of_pdf(file)
    if kind in PARTS:
        return _of_packed(file, PARTS[kind])
    return iter([_decoded(file.read(4 * MOST_SIGNS))])


def _of_pdf(file: IO[bytes]) -> Iterator[str]:
    import logging

    from pypdf import PdfReader

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    reader = PdfReader(file, strict=False)
    for number, page in enumerate(reader.pages):
        if number == MOST_PAGES:
            return
        yield page.extract_text() + "\n"


def _of_packed(file: IO[bytes], parts: tuple[str, ...]) -> Iterator[str]:
    with zipfile.ZipFile(file) as archive:
        names = [name for name in archive.namelist() if name.startswith(parts) and name.endswith(".xml")]
        for name in sorted(names, key=lambda name: (len(name), name)):
            with archive.open(name) as part:
                yield from _paragraphs(part)


def _paragraphs(part: IO[bytes]) -> Iterator[str]:
    """Paragraph after paragraph; what has been read is let go, so that size alone costs no memory."""
    from defusedxml.ElementTree import iterparse

    above: list[Any] = []
    for event, element in iterparse(part, events=("start", "end")):
        if event == "start":
            above.append(element)
            continue
        above.pop()
        if _local(element) in PARAGRAPHS:
            yield "".join(_texts(element)) + "\n"
            element.clear()
            if above and _local(above[-1]) not in PARAGRAPHS:
                above[-1].remove(element)


def _texts(element: Any) -> Iterator[str]:
    name = _local(element)
    if name in OTHER_WORDS:
        return
    if name in {"tab", "br", "s", "line-break"}:
        yield " "
    yield element.text or ""
    for child in element:
        yield from _texts(child)
        yield child.tail or ""


def _local(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def _decoded(data: bytes) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace")
    return data.decode("utf-8-sig", "replace")


def _up_to(most: int, pieces: Iterable[str]) -> Iterator[str]:
    for piece in pieces:
        yield piece[:most].replace("\x00", "")
        most -= len(piece)
        if most <= 0:
            return


if __name__ == "__main__":
    sys.exit(main())
