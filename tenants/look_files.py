"""A look as one file: `look.json` and its images. It comes back into the same agency, or into another (TB.10.3).

A file from outside is believed in nothing: number and size of what it packs, names, keys, digests, images and addresses
are checked before anything is kept.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.images import ImageFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.images.fields import WagtailImageField

from tenants.image_checks import clean_image
from tenants.look_addresses import Addresses
from tenants.looks import change_look, check_may_change
from tenants.models import Agency, Look, PortalImage
from tenants.storage import content_digest
from tenants.themes import known_theme

FORMAT, VERSION = "cong-look", 1
LISTED = "look.json"
KEYS = frozenset(
    {"format", "version", "agency", "number", "made_at", "theme", "logo", "banner", "menu", "layout", "links"}
)
IMAGE_KEYS = frozenset({"file", "sha256", "title", "alt_text"})
ROW_KEYS = frozenset({"language", "label", "address"})
MOST_BYTES = 25 * 2**20
MOST_LISTED = 2**18
MOST_FILES = 3
MOST_NAMED = 4096
BEGINNING = (1980, 1, 1, 0, 0, 0)
"""Dates within the ZIP are all the same, so that the same look makes the same file."""


class BrokenFile(ValidationError):
    """The file is no look, or not whole; the message says why."""


@dataclass(frozen=True)
class Picture:
    """An image in a file: its description and its bytes."""

    title: str
    alt_text: str
    name: str
    data: bytes


def file_name(agency: Agency, look: Look) -> str:
    return f"giao-dien-{agency.slug}-{look.number}.zip"


def export_look(agency: Agency, look: Look) -> bytes:
    """The ZIP file of a version. A page of the menu stands there by its address on the portal."""
    addresses = Addresses(agency)
    files: dict[str, bytes] = {}
    listed = {
        "format": FORMAT,
        "version": VERSION,
        "agency": agency.name,
        "number": look.number,
        "made_at": look.made_at.isoformat(),
        "theme": known_theme(look.theme),
        "logo": _packed(look.logo, files),
        "banner": _packed(look.banner, files),
        "menu": addresses.write(look.menu),
        "layout": [{"block": str(block), "shown": shown} for block, shown in look.blocks],
        "links": addresses.write(look.links),
    }
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        text = json.dumps(listed, ensure_ascii=False, indent=1).encode()
        for name, data in {LISTED: text, **files}.items():
            archive.writestr(zipfile.ZipInfo(name, BEGINNING), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _packed(image: PortalImage | None, files: dict[str, bytes]) -> dict[str, str] | None:
    if image is None:
        return None
    with image.file.open("rb") as file:
        data = file.read()
    digest = hashlib.sha256(data).hexdigest()
    name = f"images/{digest}.{image.file.name.rpartition('.')[2].lower()}"
    files[name] = data
    return {"file": name, "sha256": digest, "title": image.title, "alt_text": image.alt_text}


@transaction.atomic
def import_look(agency: Agency, file: Any, *, actor: Any, now: datetime, note: str = "") -> tuple[Look, list[str]]:
    """Take the look of a file into use. Returns it, and the addresses that the menu lost: no page stands there.

    Images that the agency has already, byte for byte, are used again; others come into its collection. Raises
    BrokenFile for what is no such file, else as `change_look`.
    """
    check_may_change(agency, actor)
    listed, pictures = read_file(file)
    addresses = Addresses(agency)
    menu, lost = _entries(addresses, listed["menu"])
    links, broken = _entries(addresses, listed["links"])
    if broken:
        raise BrokenFile(_("The links of the file lead nowhere: %(addresses)s.") % {"addresses": ", ".join(broken)})
    look = Look(agency=agency, theme=listed["theme"], menu=menu, links=links, layout=listed["layout"])
    for field, picture in pictures.items():
        setattr(look, field, _kept_image(agency, picture, actor))
    note = note.strip() or _("From a file: %(agency)s, version %(number)s") % listed
    return change_look(agency, look, actor=actor, now=now, note=note), lost


def read_file(file: Any) -> tuple[dict[str, Any], dict[str, Picture]]:
    """What the file says, with the images of `logo` and `banner` where it has some. Raises BrokenFile."""
    if file.size > MOST_BYTES:
        raise BrokenFile(_("The file is larger than %(most)d megabytes.") % {"most": MOST_BYTES // 2**20})
    try:
        # The list of contents is measured before it is read: it alone could hold half a million names.
        end = zipfile._EndRecData(file)  # type: ignore[attr-defined]
        if end and end[zipfile._ECD_SIZE] > MOST_NAMED:  # type: ignore[attr-defined]
            raise BrokenFile(_("The file packs what does not belong to a look: %(names)s.") % {"names": "…"})
        with zipfile.ZipFile(file) as archive:
            files = _unpacked(archive)
    except (zipfile.BadZipFile, RuntimeError, EOFError, OSError, ValueError, zlib.error):
        raise BrokenFile(_("This is no ZIP file, or it is damaged. Export the look again.")) from None
    listed = _listed(files.pop(LISTED))
    pictures = {field: _picture(listed[field], files) for field in ("logo", "banner") if listed[field] is not None}
    named = {listed[field]["file"] for field in pictures}
    if set(files) - named:
        raise BrokenFile(_("The file packs what does not belong to a look: %(names)s.") % {"names": _some(set(files))})
    return listed, pictures


def _unpacked(archive: zipfile.ZipFile) -> dict[str, bytes]:
    """Name → bytes. Never reads more than is allowed, whatever the sizes that the file claims."""
    names = archive.namelist()
    if LISTED not in names:
        raise BrokenFile(_("This is no file of a look: it has no %(name)s.") % {"name": LISTED})
    if len(names) > MOST_FILES or len(set(names)) < len(names):
        raise BrokenFile(_("The file packs what does not belong to a look: %(names)s.") % {"names": _some(set(names))})
    files = {}
    for name in names:
        most = MOST_LISTED if name == LISTED else MOST_BYTES
        with archive.open(name) as packed:
            files[name] = packed.read(most + 1)
        if len(files[name]) > most:
            raise BrokenFile(_("%(name)s is too large once it is unpacked.") % {"name": name})
    return files


def _listed(data: bytes) -> dict[str, Any]:
    try:
        listed = json.loads(data.decode())
    except (ValueError, RecursionError):
        raise BrokenFile(_("%(name)s cannot be read.") % {"name": LISTED}) from None
    if not isinstance(listed, dict) or listed.get("format") != FORMAT:
        raise BrokenFile(_("This is no file of a look: it has no %(name)s.") % {"name": LISTED})
    if listed.get("version") != VERSION:
        raise BrokenFile(_("The file is of another version than this system reads. Export the look again."))
    _check_keys(listed, KEYS)
    if not isinstance(listed["theme"], str) or not isinstance(listed["layout"], list):
        raise BrokenFile(_("%(name)s cannot be read.") % {"name": LISTED})
    for field in ("menu", "links"):
        _check_rows(listed[field])
    return listed


def _check_keys(found: Mapping[str, Any], wanted: frozenset[str]) -> None:
    strange, missing = set(found) - wanted, wanted - set(found)
    if strange:
        raise BrokenFile(_("The file says things that are not understood: %(names)s.") % {"names": _some(strange)})
    if missing:
        raise BrokenFile(_("The file does not say everything; missing: %(names)s.") % {"names": _some(missing)})


def _check_rows(rows: Any) -> None:
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise BrokenFile(_("%(name)s cannot be read.") % {"name": LISTED})
    for row in rows:
        _check_keys(row, ROW_KEYS)
        if not all(isinstance(value, str) for value in row.values()):
            raise BrokenFile(_("%(name)s cannot be read.") % {"name": LISTED})


def _picture(described: Any, files: Mapping[str, bytes]) -> Picture:
    """An image of the file, whole and of a kind that portals show."""
    if not isinstance(described, dict) or not all(isinstance(value, str) for value in described.values()):
        raise BrokenFile(_("%(name)s cannot be read.") % {"name": LISTED})
    _check_keys(described, IMAGE_KEYS)
    name, data = described["file"], files.get(described["file"])
    if data is None or hashlib.sha256(data).hexdigest() != described["sha256"]:
        raise BrokenFile(_("An image is missing from the file or is damaged: %(name)s.") % {"name": name[:100]})
    short = name.rpartition("/")[2]
    try:
        WagtailImageField().clean(SimpleUploadedFile(short, data))
    except ValidationError as error:
        raise BrokenFile([f"{short}: {message}" for message in error.messages]) from None
    return Picture(described["title"][:255], described["alt_text"][:250], short, data)


def _entries(addresses: Addresses, rows: list[dict[str, str]]) -> tuple[list[dict[str, Any]], list[str]]:
    """The entries, and the addresses that lead nowhere."""
    found, lost = [], []
    read = addresses.read((row["language"], row["address"]) for row in rows)
    for row, target in zip(rows, read, strict=True):
        if isinstance(target, ValidationError):
            lost.append(row["address"][:100])
        else:
            found.append(target | {"label": row["label"]})
    return found, lost


def _kept_image(agency: Agency, picture: Picture, actor: Any) -> PortalImage:
    """The same image where the agency has it (a stored name carries its content's digest), else a new one."""
    same = PortalImage._base_manager.filter(file__contains=f".{content_digest(BytesIO(picture.data))}")
    known = same.filter(agency=agency).order_by("pk").first()
    if known is not None:
        return known
    image = PortalImage(title=picture.title or picture.name, alt_text=picture.alt_text, collection=agency.collection)
    image.uploaded_by_user = actor
    image.file = clean_image(ImageFile(BytesIO(picture.data), name=picture.name))
    image._set_image_file_metadata()
    image.save()
    image.refresh_from_db()
    return image


def _some(names: Any) -> str:
    return ", ".join(sorted(str(name)[:60] for name in names)[:5])
