"""What a file is shows in its content: what belies its name, is broken, or unpacks to too much does not come in."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation
from PIL import Image, ImageCms

from tenants.file_kinds import KINDS
from tenants.image_checks import LONGEST_SIDE, clean_image
from tenants.media_checks import MOST_ENTRIES, check_document
from tests.media_files import (
    MP4,
    PDF,
    SVG,
    WEBM,
    docx_bomb,
    docx_bytes,
    image_bytes,
    odt_bytes,
    photo_with_place,
    zip_bytes,
)


def short(value: str | bytes) -> str:
    return value[:20] if isinstance(value, str) else "content"


def check(name: str, data: bytes) -> str:
    """The kind, or what the person is told."""
    with translation.override("en"):
        try:
            return check_document(name, BytesIO(data), len(data))
        except ValidationError as error:
            return " ".join(error.messages)


def clean(name: str, data: bytes) -> SimpleUploadedFile:
    with translation.override("en"):
        return clean_image(SimpleUploadedFile(name, data))


def encrypted() -> bytes:
    data = bytearray(zip_bytes({"mat.txt": b"khong mo duoc"}))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def nested(data: bytes, depth: int) -> bytes:
    for _ in range(depth):
        data = zip_bytes({"trong.zip": data})
    return data


def overlapping() -> bytes:
    """Many names for one packed text: the list of contents grows, the file does not."""
    data = BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", b"A" * 2**20)
        first = archive.filelist[0]
        for number in range(9):
            again = zipfile.ZipInfo(f"{number}.txt")
            for field in ("header_offset", "compress_size", "file_size", "CRC", "compress_type"):
                setattr(again, field, getattr(first, field))
            archive.filelist.append(again)
    return data.getvalue()


def test_the_kinds_of_the_settings_and_of_the_checks_are_the_same() -> None:
    assert set(settings.WAGTAILDOCS_EXTENSIONS) == set(KINDS)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("Kế hoạch.PDF", PDF),
        ("a.docx", docx_bytes("Chữ")),
        ("a.odt", odt_bytes()),
        ("a.ods", odt_bytes("spreadsheet")),
        ("a.zip", zip_bytes({"a.txt": b"a", "trong.zip": zip_bytes({"b.txt": b"b"})})),
        ("a.csv", "mã;tên\n1;Sở".encode()),
        ("a.txt", "chữ".encode("utf-8-sig")),
        ("a.vtt", b"WEBVTT\n\n00:00.000 --> 00:02.000\nXin\n"),
        ("a.rtf", b"{\\rtf1 a}"),
        ("a.mp4", MP4),
        ("a.webm", WEBM),
        ("a.mp3", b"ID3\x04" + b"\x00" * 20),
    ],
    ids=short,
)
def test_what_is_as_its_name_says_comes_in(name: str, data: bytes) -> None:
    assert check(name, data) == name.rsplit(".", 1)[1].lower()


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.exe", b"MZ", "Files of this kind are not taken"),
        ("a", PDF, "Files of this kind are not taken"),
        ("a.pdf", b"", "is empty"),
        ("a.pdf", b"<html></html>", "no PDF, whatever the name says"),
        ("a.pdf", b"\x00" * 50, "no PDF, whatever the name says"),
        ("a.pdf", b"%PDF-1.4 nua", "its end is missing"),
        ("a.docx", PDF, "By its content the file is PDF"),
        ("a.docx", zip_bytes({"a.txt": b"a"}), "By its content the file is ZIP"),
        ("a.docx", odt_bytes(), "By its content the file is ODT"),
        ("a.odt", docx_bytes("Chữ"), "By its content the file is DOCX"),
        ("a.zip", docx_bytes("Chữ"), "By its content the file is DOCX"),
        ("a.docx", docx_bytes("Chữ")[:600], "or it is damaged"),
        ("a.docx", zip_bytes({"[Content_Types].xml": b"application/vnd.ms-word.document.macroEnabled"}), "macros"),
        ("a.txt", b"MZ\x00\x00", "no TXT"),
        ("a.txt", SVG, "no TXT"),
        ("a.csv", image_bytes("PNG"), "no CSV"),
        ("a.mp4", WEBM, "By its content the file is WebM"),
        ("a.webm", PDF, "By its content the file is PDF"),
        ("a.docx", docx_bomb(), "unpacks to far more"),
        ("a.zip", zip_bytes({f"{n}": b"" for n in range(MOST_ENTRIES + 1)}), "unpacks to far more"),
        ("a.zip", nested(zip_bytes({"a.txt": b"a"}), 4), "unpacks to far more"),
        ("a.zip", nested(zip_bytes({"a.txt": b"A" * 2**24}), 1), "unpacks to far more"),
        ("a.zip", overlapping(), "unpacks to far more"),
        ("a.zip", encrypted(), "protected by a password"),
    ],
    ids=short,
)
def test_what_belies_its_name_or_is_a_bomb_stays_out(name: str, data: bytes, message: str) -> None:
    assert message in check(name, data)


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.svg", SVG, "SVG drawings are not taken"),
        ("a.png", SVG, "SVG drawings are not taken"),
        ("a.png", b"\xef\xbb\xbf <?xml version='1.0'?>" + SVG, "SVG drawings are not taken"),
        ("a.png", image_bytes("JPEG"), "By its content the image is JPEG"),
        ("a.jpg", b"GIF", "no image that can be shown"),
        ("a.jpg", PDF, "no image that can be shown"),
        ("a.jpg", b"", "no image that can be shown"),
        ("a.jpg", image_bytes("JPEG", (400, 400))[:1500], "damaged or not whole"),
        ("a.png", image_bytes("PNG", (400, 400))[:900], "damaged or not whole"),
        ("a.tif", image_bytes("TIFF"), "no image that can be shown"),
    ],
    ids=short,
)
def test_what_is_no_whole_image_stays_out(name: str, data: bytes, message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        clean(name, data)


def test_pixels_are_counted_before_they_are_drawn() -> None:
    bomb = BytesIO()
    Image.new("1", (9_000, 9_000)).save(bomb, "PNG")
    assert len(bomb.getvalue()) < 20_000
    with pytest.raises(ValidationError, match="9000 × 9000 pixels"):
        clean("a.png", bomb.getvalue())


@pytest.mark.clause("TN.5.5")
def test_a_photo_loses_its_place_and_stands_upright() -> None:
    data = photo_with_place()
    assert b"Maker" in data and b"Place" in data
    file = clean("Ảnh 😀.jpeg", data)
    data, kept = file.read(), Image.open(file)
    assert kept.size == (40, 80) and not kept.getexif() and "icc_profile" not in kept.info
    assert b"Maker" not in data and b"Place" not in data
    assert kept.getpixel((20, 5)) < kept.getpixel((20, 75)), "turned the other way"


def test_images_are_kept_no_larger_than_pages_need_and_what_moves_stands_still() -> None:
    assert max(Image.open(clean("a.jpg", image_bytes(size=(6000, 300)))).size) == LONGEST_SIDE
    frames = [Image.new("P", (20, 20), colour) for colour in (1, 2, 3)]
    moving = BytesIO()
    frames[0].save(moving, "GIF", save_all=True, append_images=frames[1:])
    kept = clean("a.gif", moving.getvalue())
    assert kept.name == "a.png" and getattr(Image.open(kept), "n_frames", 1) == 1
    assert clean("a.avif", image_bytes("AVIF")).name == "a.webp"
    clear = BytesIO()
    Image.new("RGBA", (9, 9), (255, 0, 0, 0)).save(clear, "PNG")
    assert Image.open(clean("a.png", clear.getvalue())).getpixel((1, 1))[3] == 0


def test_the_colours_that_a_profile_means_are_kept_without_it() -> None:
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for profile in (lab, b"broken"):
        kept = Image.open(clean("a.jpg", image_bytes(icc_profile=profile)))
        assert kept.mode == "RGB" and "icc_profile" not in kept.info
    ink = BytesIO()
    Image.new("CMYK", (9, 9), (0, 255, 255, 0)).save(ink, "JPEG")
    red, green, blue = Image.open(clean("a.jpg", ink.getvalue())).getpixel((1, 1))
    assert red > 200 and green < 60 and blue < 60
    deep = BytesIO()
    Image.new("I;16", (9, 9), 40_000).save(deep, "PNG")
    assert Image.open(clean("a.png", deep.getvalue())).getpixel((1, 1)) == (156, 156, 156)
