"""Files for tests: good ones, and those that people should not be able to bring in."""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import Any

from docx import Document
from PIL import Image

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
MP4 = b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isomiso2" + bytes(64)
WEBM = bytes.fromhex("1a45dfa39f4286810142f7810142f2810442f38108428284") + b"webm" + bytes(64)
GPS = 0x8825


def image_bytes(kind: str = "JPEG", size: tuple[int, int] = (80, 40), **options: Any) -> bytes:
    """A picture that is dark on its left and light on its right."""
    data = BytesIO()
    picture = Image.linear_gradient("L").rotate(90).resize(size).convert("RGB")
    picture.save(data, kind, **options)
    return data.getvalue()


def photo_with_place(size: tuple[int, int] = (80, 40)) -> bytes:
    """A photo as a phone takes it: lying on its side, with the place and the maker's name."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "Maker"
    exif.get_ifd(GPS).update({1: "N", 2: (20.0, 39.0, 0.0)})
    return image_bytes(size=size, exif=exif, comment=b"Place")


def docx_bytes(*paragraphs: str) -> bytes:
    document, data = Document(), BytesIO()
    for text in paragraphs:
        document.add_paragraph(text)
    document.save(data)
    return data.getvalue()


def zip_bytes(files: dict[str, bytes], stored: frozenset[str] = frozenset()) -> bytes:
    data = BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content, zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED)
    return data.getvalue()


def docx_bomb(megabytes: int = 20) -> bytes:
    """A DOCX whose text is so many megabytes of the same sign."""
    data, document = BytesIO(docx_bytes("Mở đầu")), BytesIO()
    with zipfile.ZipFile(data) as source, zipfile.ZipFile(document, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in source.namelist():
            content = source.read(name)
            if name == "word/document.xml":
                content = content.replace("Mở đầu".encode(), b"A" * megabytes * 2**20)
            archive.writestr(name, content)
    return document.getvalue()


def odt_bytes(kind: str = "text") -> bytes:
    files = {"mimetype": f"application/vnd.oasis.opendocument.{kind}".encode(), "content.xml": b"<office/>"}
    return zip_bytes(files, stored=frozenset({"mimetype"}))
