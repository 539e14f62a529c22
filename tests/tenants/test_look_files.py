"""A look leaves as one file and comes back whole; a file that is none changes nothing and says why."""

from __future__ import annotations

import hashlib
import json
import zipfile
from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.utils import timezone

from portal.models import SectionPage
from tenants import look_files
from tenants.look_files import BrokenFile, export_look, import_look
from tenants.looks import change_look, look_in_use
from tenants.models import Agency, Look, PortalImage
from tests.isolation.work import make_image

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")]


@pytest.fixture(autouse=True)
def _media(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def dressed(world: Any) -> Look:
    """The department with a look that has something of everything."""
    news = SectionPage.objects.get(agency=world.skhcn, key="news")
    look = Look(
        theme="xanh-ngoc",
        logo=make_image(world.skhcn, "Huy hiệu", alt_text="Huy hiệu của Sở"),
        banner=make_image(world.skhcn, "Băng", colour="blue"),
        menu=[
            {"language": "vi", "label": "Tin", "page": news.pk},
            {"language": "vi", "label": "Hỏi đáp", "url": "/hoi-dap/"},
        ],
        links=[{"language": "vi", "label": "Chính phủ", "url": "https://chinhphu.vn/"}],
        layout=[{"block": "tasks", "shown": True}, {"block": "lead", "shown": False}],
    )
    return change_look(world.skhcn, look, actor=None, now=timezone.now())


def upload(data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("giao-dien.zip", data, "application/zip")


def brought(agency: Agency, data: bytes, actor: Any = None) -> tuple[Look, list[str]]:
    return import_look(agency, upload(data), actor=actor, now=timezone.now())


def repacked(data: bytes, *, files: Any = None, drop: str = "", **changes: Any) -> bytes:
    """The same file with some values of look.json changed, files added or one left out."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        packed = {name: archive.read(name) for name in archive.namelist() if not (drop and name.startswith(drop))}
    if changes:
        packed["look.json"] = json.dumps(json.loads(packed["look.json"]) | changes).encode()
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (packed | (files or {})).items():
            archive.writestr(name, content)
    return out.getvalue()


@pytest.mark.clause("TB.10.3")
def test_an_exported_look_comes_back_as_it_was(world: Any, dressed: Look) -> None:
    data = export_look(world.skhcn, dressed)
    assert export_look(world.skhcn, dressed) == data, "the same look makes the same file"
    images = PortalImage.objects.count()
    change_look(world.skhcn, Look(theme="tim"), actor=None, now=timezone.now())
    made, lost = brought(world.skhcn, data, world.users["agency_admin_skhcn"])
    assert (made.number, made.content, lost) == (3, dressed.content, [])
    assert look_in_use(Agency.objects.get(pk=world.skhcn.pk)) == made
    assert PortalImage.objects.count() == images, "images that are there already are used again"


def test_the_file_describes_its_images_by_their_digests(world: Any, dressed: Look) -> None:
    with zipfile.ZipFile(BytesIO(export_look(world.skhcn, dressed))) as archive:
        listed = json.loads(archive.read("look.json"))
        digest = hashlib.sha256(archive.read(listed["logo"]["file"])).hexdigest()
    assert listed["format"] == "cong-look" and listed["version"] == 1
    assert listed["logo"]["sha256"] == digest and listed["logo"]["alt_text"] == "Huy hiệu của Sở"
    assert listed["menu"][0] == {"language": "vi", "label": "Tin", "address": "/tin-tuc/"}


def test_another_agency_gets_its_own_copies_and_its_own_pages(world: Any, dressed: Look) -> None:
    data = export_look(world.skhcn, dressed)
    made, lost = brought(world.commune, data)
    own = SectionPage.objects.get(agency=world.commune, key="news")
    assert made.menu[0] == {"language": "vi", "label": "Tin", "page": own.pk} and lost == []
    assert {made.logo.agency, made.banner.agency} == {world.commune}
    assert made.logo.title == "Huy hiệu" and made.logo.alt_text == "Huy hiệu của Sở"


def test_a_page_that_is_not_there_is_left_out_and_named(world: Any, dressed: Look) -> None:
    row = {"language": "vi", "label": "Cũ", "address": "/khong-con/"}
    made, lost = brought(world.skhcn, repacked(export_look(world.skhcn, dressed), menu=[row], theme="tim"))
    assert (made.menu, lost) == ([], ["/khong-con/"])


def test_only_the_administrator_brings_a_file_in(world: Any, dressed: Look) -> None:
    data = repacked(export_look(world.skhcn, dressed), theme="tim")
    images = PortalImage._base_manager.count()
    for name in ("board_head_skhcn", "agency_admin_commune", "office_hungyen"):
        with pytest.raises(PermissionDenied):
            brought(world.skhcn, data, world.users[name])
    assert PortalImage._base_manager.count() == images


BROKEN: dict[str, Any] = {
    "no zip": lambda data: b"PK nothing",
    "empty": lambda data: b"",
    "cut off": lambda data: data[: len(data) // 2],
    "no list": lambda data: repacked(data, drop="look.json"),
    "a file too many": lambda data: repacked(data, files={"images/x.html": b"<script>"}),
    "an image too few": lambda data: repacked(data, drop="images/"),
    "no json": lambda data: repacked(data, files={"look.json": b"{"}),
    "deep json": lambda data: repacked(data, files={"look.json": b"[" * 200_000}),
    "no object": lambda data: repacked(data, files={"look.json": b"[1]"}),
    "another format": lambda data: repacked(data, format="wordpress"),
    "another version": lambda data: repacked(data, version=2),
    "unknown key": lambda data: repacked(data, css="body{}"),
    "rows of a wrong kind": lambda data: repacked(data, menu=[1]),
    "row with another key": lambda data: repacked(
        data, links=[{"language": "vi", "label": "x", "address": "https://x.vn/", "style": "red"}]
    ),
    "row with a number": lambda data: repacked(
        data, links=[{"language": "vi", "label": 1, "address": "https://x.vn/"}]
    ),
    "http": lambda data: repacked(data, links=[{"language": "vi", "label": "x", "address": "http://x.vn/"}]),
    "image of a wrong kind": lambda data: repacked(data, logo="huy-hieu.png"),
    "wrong digest": lambda data: repacked(data, logo=_logo(data) | {"sha256": "0" * 64}),
    "not an image": lambda data: _with_logo(data, b"<svg/>", "png"),
    "script as image": lambda data: _with_logo(data, b"<svg xmlns='http://www.w3.org/2000/svg'/>", "svg"),
}
REFUSED = {"theme": {"theme": "hong-phan"}, "layout": {"layout": [{"block": "weather", "shown": True}]}}


def _logo(data: bytes) -> dict[str, str]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        logo: dict[str, str] = json.loads(archive.read("look.json"))["logo"]
    return logo


def _with_logo(data: bytes, content: bytes, kind: str) -> bytes:
    old = _logo(data)
    digest = hashlib.sha256(content).hexdigest()
    new = old | {"file": f"images/{digest}.{kind}", "sha256": digest}
    return repacked(data, drop=old["file"], logo=new, files={new["file"]: content})


@pytest.mark.parametrize("way", BROKEN)
def test_a_broken_file_is_refused_with_a_reason_and_changes_nothing(world: Any, dressed: Look, way: str) -> None:
    data = BROKEN[way](export_look(world.skhcn, dressed))
    images = PortalImage.objects.count()
    with pytest.raises(BrokenFile) as refused:
        brought(world.skhcn, data)
    assert all(len(message) > 20 for message in refused.value.messages)
    assert world.skhcn.looks.count() == 1 and PortalImage.objects.count() == images


@pytest.mark.parametrize("field", REFUSED)
def test_a_file_says_what_no_look_can_be(world: Any, dressed: Look, field: str) -> None:
    with pytest.raises(ValidationError) as refused:
        brought(world.skhcn, repacked(export_look(world.skhcn, dressed), **REFUSED[field]))
    assert set(refused.value.message_dict) == {field}
    assert world.skhcn.looks.count() == 1


def test_a_bomb_is_not_unpacked(world: Any, dressed: Look, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[int] = []
    taken = zipfile.ZipExtFile.read

    def counted(self: Any, size: int = -1) -> bytes:
        data = taken(self, size)
        read.append(len(data))
        return data

    bomb = repacked(export_look(world.skhcn, dressed), drop="images/", files={"images/0.png": bytes(200 * 2**20)})
    assert len(bomb) < look_files.MOST_BYTES
    monkeypatch.setattr(zipfile.ZipExtFile, "read", counted)
    with pytest.raises(BrokenFile):
        brought(world.skhcn, bomb)
    assert sum(read) <= look_files.MOST_BYTES + look_files.MOST_LISTED + 2


def test_a_file_of_many_files_is_not_even_listed(world: Any, dressed: Look, monkeypatch: pytest.MonkeyPatch) -> None:
    many = repacked(export_look(world.skhcn, dressed), files={f"images/{n}.png": b"x" for n in range(1_000)})
    monkeypatch.setattr(zipfile.ZipFile, "namelist", lambda self: pytest.fail("listed"))
    with pytest.raises(BrokenFile):
        brought(world.skhcn, many)


def test_the_command_exports_and_restores(world: Any, dressed: Look, tmp_path: Any) -> None:
    file = tmp_path / "look.zip"
    call_command("look", "export", world.skhcn.slug, "--to", str(file))
    assert file.read_bytes() == export_look(world.skhcn, dressed)
    call_command("look", "restore", world.skhcn.slug, "0")
    assert look_in_use(Agency.objects.get(pk=world.skhcn.pk)).restored_from == 0
    call_command("look", "restore", world.skhcn.slug, str(file), "--note", "Sau sự cố")
    look = look_in_use(Agency.objects.get(pk=world.skhcn.pk))
    assert (look.content, look.note) == (dressed.content, "Sau sự cố")


@pytest.mark.parametrize(
    "arguments", [("restore", "khong-co", "0"), ("restore", "skhcn-hungyen", "9"), ("export", "x")]
)
def test_the_command_says_what_is_wrong(world: Any, tmp_path: Any, arguments: tuple[str, ...]) -> None:
    with pytest.raises(CommandError):
        call_command("look", *arguments)
    with pytest.raises(CommandError, match="No such file"):
        call_command("look", "restore", "skhcn-hungyen", str(tmp_path / "none.zip"))
    assert not Look.objects.exists()
