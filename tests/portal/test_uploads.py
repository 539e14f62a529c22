"""Files come in through Wagtail's own screens; what is wrong with one is said at the field, nothing typed is lost."""

from __future__ import annotations

import json
import unicodedata
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from wagtail.models import UploadedFile

from tenants.models import PortalDocument, PortalImage
from tests.isolation.work import Desk, make_image, text_of
from tests.media_files import PDF, SVG, docx_bomb, image_bytes, photo_with_place
from tests.portal.test_pictures import photo

# Wagtail's own preview of an image leaves its temporary file to the garbage collector.
pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")]
LONG = "Dài " * 2500
NFD = unicodedata.normalize("NFD", "Ảnh lễ hội đền Mẫu")


@pytest.fixture
def desk(world: Any, settings: Any, tmp_path: Any) -> Desk:
    settings.MEDIA_ROOT = tmp_path
    return Desk(world.users["author_skhcn"], world.skhcn.slug)


def sent(name: str, data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def is_plain(image: PortalImage) -> bool:
    """Whether the stored file tells nothing but its pixels, and its row says what is stored."""
    with image.file.open("rb") as file:
        data = file.read()
    image._set_file_hash()
    kept = PortalImage.objects.get(pk=image.pk)
    same = (kept.file_size, kept.file_hash) == (len(data), image.file_hash)
    return same and b"Maker" not in data and not Image.open(image.file.path).getexif()


@pytest.mark.clause("TN.5.5")
def test_every_screen_keeps_images_without_where_and_by_whom_they_were_taken(desk: Desk) -> None:
    data = photo_with_place()
    assert desk.post("images/add/", {"title": NFD, "file": sent(f"{NFD}.jpg", data)}).status_code == 302
    one = PortalImage.objects.get()
    assert one.title == unicodedata.normalize("NFC", NFD) and one.file.name.startswith("images/anh-le-hoi-den-mau.")
    assert (one.width, one.height) == (40, 80) and is_plain(one)

    answer = desk.post(
        "images/multiple/add/", {"title": "Lễ hội 😀", "files[]": sent("😀.jpg", photo_with_place((90, 40)))}
    )
    several = PortalImage.objects.get(pk=answer.json()["image_id"])
    assert several.title == "Lễ hội 😀" and is_plain(several)

    form = {
        "image-chooser-upload-title": "Chọn",
        "image-chooser-upload-file": sent("chon.jpg", photo_with_place((70, 40))),
    }
    assert json.loads(text_of(desk.post("images/chooser/create/", form)))["step"] == "chosen"
    assert is_plain(PortalImage.objects.get(title="Chọn"))

    answer = desk.post("images/multiple/add/", {"title": LONG, "files[]": sent("dai.jpg", photo_with_place((60, 40)))})
    upload, field = answer.json()["uploaded_file_id"], "uploaded-image-{}-title".format
    path = f"images/multiple/create_from_uploaded_image/{upload}/"
    again = desk.post(path, {field(upload): LONG})
    assert not again.json()["success"] and LONG in text_of(again)
    done = desk.post(path, {field(upload): "Ngắn lại"})
    late = PortalImage.objects.get(pk=done.json()["image_id"])
    assert late.title == "Ngắn lại" and is_plain(late)
    assert not UploadedFile.objects.exists()


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.svg", SVG, "SVG"),
        ("a.png", SVG, "SVG"),
        ("a.png", image_bytes("JPEG"), "Theo nội dung"),
        ("hong.jpg", image_bytes("JPEG", (400, 400))[:1500], "bị hỏng"),
        ("a.jpg", b"<!DOCTYPE html><script>alert(1)</script>", "không phải là ảnh"),
    ],
    ids=["svg", "svg named png", "jpeg named png", "cut off", "html named jpg"],
)
def test_no_screen_takes_a_bad_image(desk: Desk, name: str, data: bytes, message: str) -> None:
    single = text_of(desk.post("images/add/", {"title": "Ảnh gõ dở", "tags": "hội", "file": sent(name, data)}))
    assert message in single and "Ảnh gõ dở" in single and "hội" in single
    several = desk.post("images/multiple/add/", {"title": "Ảnh", "files[]": sent(name, data)}).json()
    assert several["success"] is False and message in several["error_message"]
    form = {"image-chooser-upload-title": "Ảnh gõ dở", "image-chooser-upload-file": sent(name, data)}
    chooser = text_of(desk.post("images/chooser/create/", form))
    assert message in chooser and "Ảnh gõ dở" in chooser
    assert not PortalImage.objects.exists() and not UploadedFile.objects.exists()


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.pdf", b"<html><script>alert(1)</script></html>", "không phải là PDF"),
        ("a.docx", docx_bomb(), "giải nén"),
        ("a.docx", PDF, "Theo nội dung"),
        ("a.html", b"<html></html>", "không nhận"),
        ("a.pdf", b"MZ\x90\x00" + bytes(200), "không phải là PDF"),
        ("nua.pdf", PDF[:-8], "không trọn vẹn"),
    ],
    ids=["html named pdf", "bomb", "pdf named docx", "html", "program named pdf", "pdf cut off"],
)
def test_no_screen_takes_a_bad_document(desk: Desk, name: str, data: bytes, message: str) -> None:
    single = text_of(desk.post("documents/add/", {"title": "Tệp gõ dở", "file": sent(name, data)}))
    assert message in single and "Tệp gõ dở" in single
    several = desk.post("documents/multiple/add/", {"title": "Tệp", "files[]": sent(name, data)}).json()
    assert several["success"] is False and message in several["error_message"]
    form = {"document-chooser-upload-title": "Tệp gõ dở", "document-chooser-upload-file": sent(name, data)}
    chooser = text_of(desk.post("documents/chooser/create/", form))
    assert message in chooser and "Tệp gõ dở" in chooser
    assert not PortalDocument.objects.exists() and not UploadedFile.objects.exists()


def test_documents_with_strange_titles_and_long_ones(desk: Desk) -> None:
    title = unicodedata.normalize("NFD", "Kế hoạch 😀")
    assert desk.post("documents/add/", {"title": title, "file": sent(f"{title}.PDF", PDF)}).status_code == 302
    kept = PortalDocument.objects.get()
    assert (
        kept.title == "Kế hoạch 😀"
        and kept.file.name.startswith("documents/ke-hoach.")
        and kept.file_extension == "pdf"
    )
    answer = desk.post("documents/add/", {"title": LONG, "file": sent("a.pdf", PDF)})
    assert answer.status_code == 200 and LONG.strip() in text_of(answer) and PortalDocument.objects.count() == 1


def test_another_focal_point_makes_old_pictures_void(desk: Desk, world: Any) -> None:
    image = photo(world.skhcn, "mot")
    image.get_rendition("fill-20x20|format-webp")
    form = {
        "title": image.title,
        "focal_point_x": 3,
        "focal_point_y": 4,
        "focal_point_width": 9,
        "focal_point_height": 9,
    }
    assert desk.post(f"images/{image.pk}/", form).status_code == 302
    specs = set(image.renditions.values_list("filter_spec", flat=True))
    assert "fill-20x20|format-webp" not in specs
    other = make_image(world.skhcn, "Khác")
    other.get_rendition("fill-20x20|format-webp")
    assert desk.post(f"images/{other.pk}/", {"title": "Tên mới"}).status_code == 302
    assert "fill-20x20|format-webp" in set(other.renditions.values_list("filter_spec", flat=True))
