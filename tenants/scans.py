"""Scans of papers that people send in: looked at by content, because a name proves nothing."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any

import filetype
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

MEGABYTE = 1024 * 1024
LARGEST = 10 * MEGABYTE
"""Ours, not the law's: a decision of some pages."""
ENDINGS = {"application/pdf": {".pdf"}, "image/jpeg": {".jpg", ".jpeg"}, "image/png": {".png"}}
BEGINNING = 8192


def check_scan(file: Any) -> None:
    """Raises ValidationError for a file that is too large, of another kind, or not what its name says."""
    if file.size > LARGEST:
        raise ValidationError(_("The file is larger than %(most)d MB. Scan it again at 150–200 dpi.") % {"most": 10})
    file.seek(0)
    kind = filetype.guess(file.read(BEGINNING))
    file.seek(0)
    mime = kind.mime if kind is not None else ""
    if mime not in ENDINGS:
        raise ValidationError(_("The file is no PDF, JPEG or PNG. Send the scan in one of these formats."))
    if PurePosixPath(file.name).suffix.lower() not in ENDINGS[mime]:
        text = _("By its content the file is %(kind)s, but its name says otherwise. Send the original file.")
        raise ValidationError(text % {"kind": mime.partition("/")[2].upper()})
