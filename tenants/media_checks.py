"""Whether a file may come into an agency's library: by its content, its size, and what it unpacks to.

Every door uses it: the forms of the admin (tenants/media_forms.py), the import of a site, files of looks. The limits
are ours, not the law's: they keep a worker alive and a page light.
"""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import PurePosixPath
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from tenants.file_kinds import BROKEN, KINDS, MEGABYTE, TEXTS, kind_of

LARGEST = {"video": 100 * MEGABYTE, "audio": 100 * MEGABYTE}
LARGEST_DOCUMENT = 50 * MEGABYTE
MOST_ENTRIES = 5_000
MOST_UNPACKED = 300 * MEGABYTE
MOST_LISTED = MEGABYTE
"""Bytes of the list of a ZIP file's contents: it alone could hold half a million names."""
HIGHEST_RATIO, SMALL = 150, 10 * MEGABYTE
"""Text shrinks to a tenth, a bomb to a thousandth. What unpacks to little is no bomb."""
DEEPEST = 2
PACKS = frozenset({"zip", "docx", "xlsx", "pptx", "odt", "ods", "odp"})
END_OF_PDF, TAIL = b"%%EOF", 4096


def ending_of(name: str) -> str:
    """The ending of a file's name, in small letters and without its dot."""
    return PurePosixPath(name).suffix.lower().lstrip(".")


def check_document(name: str, file: IO[bytes], size: int) -> str:
    """The kind of a document, video or recording. Raises ValidationError with what is wrong and what to do."""
    ending = ending_of(name)
    if ending not in KINDS:
        known = ", ".join(kind.label for kind in KINDS.values())
        raise ValidationError(_("Files of this kind are not taken. Send one of these: %(kinds)s.") % {"kinds": known})
    most = LARGEST.get(KINDS[ending].group, LARGEST_DOCUMENT)
    if size > most:
        text = _("The file has %(size)s; at most %(most)s are taken. Make it smaller or divide it.")
        raise ValidationError(text % {"size": filesizeformat(size), "most": filesizeformat(most)})
    if not size:
        raise ValidationError(_("The file is empty. Send it again."))
    found = kind_of(file)
    if found != ending and not (found == "text" and ending in TEXTS):
        raise ValidationError(_other_content(found, ending))
    if ending == "pdf":
        _check_pdf(file, size)
    elif ending in PACKS:
        _check_packed(file, size)
    file.seek(0)
    return ending


def _other_content(found: str, ending: str) -> str:
    if found == "macros":
        return _("The file carries macros, which are programs. Save it without macros and send it again.")
    if found in KINDS:
        text = _("By its content the file is %(found)s, but its name ends in .%(ending)s. Give it its right name.")
        return text % {"found": KINDS[found].label, "ending": ending}
    text = _("The content is no %(kind)s, whatever the name says, or it is damaged. Send the original file.")
    return text % {"kind": KINDS[ending].label}


def _check_pdf(file: IO[bytes], size: int) -> None:
    file.seek(max(0, size - TAIL))
    if END_OF_PDF not in file.read(TAIL):
        raise ValidationError(_("The PDF is not whole: its end is missing. Send it again."))


def _check_packed(file: IO[bytes], size: int) -> None:
    file.seek(0)
    try:
        _unpacks_to(file, size, MOST_UNPACKED, 0)
    except BROKEN:
        text = _("The file is damaged, or protected by a password, and cannot be checked. Send it without a password.")
        raise ValidationError(text) from None


def _unpacks_to(file: IO[bytes], size: int, most: int, depth: int) -> int:
    """How many bytes a ZIP file unpacks to, with what is packed within it. Raises ValidationError past `most`."""
    end = zipfile._EndRecData(file)  # type: ignore[attr-defined]
    if end and end[zipfile._ECD_SIZE] > MOST_LISTED:  # type: ignore[attr-defined]
        raise _bomb()
    with zipfile.ZipFile(file) as archive:
        entries = archive.infolist()
        _check_entries(entries)
        total = sum(entry.file_size for entry in entries)
        if total > most or (total > SMALL and total > HIGHEST_RATIO * size):
            raise _bomb()
        for entry in entries:
            if ending_of(entry.filename) in PACKS and entry.file_size:
                if depth == DEEPEST:
                    raise _bomb()
                with archive.open(entry) as packed:
                    data = packed.read()
                if zipfile.is_zipfile(BytesIO(data)):
                    total += _unpacks_to(BytesIO(data), len(data), most - total, depth + 1)
    return total


def _check_entries(entries: list[zipfile.ZipInfo]) -> None:
    """Few enough, none encrypted, none lying over another, none that claims to be smaller than what it is packed to."""
    if len(entries) > MOST_ENTRIES:
        raise _bomb()
    last = -1
    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        if entry.flag_bits & 1:
            raise RuntimeError("encrypted")
        if entry.header_offset < last or entry.compress_size > entry.file_size + 1024:
            raise _bomb()
        last = entry.header_offset + entry.compress_size


def _bomb() -> ValidationError:
    return ValidationError(
        _("The file unpacks to far more than its size, or packs too many files. Send the files that are needed alone.")
    )


def check_upload(file: Any) -> str:
    """As `check_document`, for a file with a name and a size."""
    return check_document(file.name or "", file, file.size)
