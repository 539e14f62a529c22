"""Private storage: no file of the system is ever served by its place on disk."""

from __future__ import annotations

import hashlib
import mimetypes
from pathlib import PurePosixPath
from typing import IO, Any
from urllib.parse import quote

from django.conf import settings
from django.core.files.storage import Storage, storages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.utils.http import content_disposition_header
from django.utils.text import slugify

from tenants.domains import plain
from tenants.ranges import answer

INLINE_TYPES = {"image/jpeg", "image/png", "image/webp", "image/gif", "image/avif"}


def private_storage() -> Storage:
    """The storage of originals, renditions and documents."""
    return storages["default"]


def content_digest(file: IO[bytes]) -> str:
    """First 16 hex digits of the SHA-256 of a file's content; the position is restored."""
    position = file.tell()
    file.seek(0)
    digest = hashlib.file_digest(file, "sha256").hexdigest()[:16]  # type: ignore[arg-type]
    file.seek(position)
    return digest


def hashed_upload_path(folder: str, file: Any, filename: str) -> str:
    """`folder/name.<hash>.ext`: a new content is a new address, so that caches never serve an old one."""
    name = PurePosixPath(filename)
    stem = slugify(plain(name.stem))[:60] or "file"
    return f"{folder}/{stem}.{content_digest(file)}{name.suffix.lower()}"


def document_path(document: Any, filename: str) -> str:
    """Where the file of a document lies."""
    return hashed_upload_path("documents", document.file.file, filename)


def deliver(name: str, cache: str, asked: str = "") -> HttpResponseBase:
    """A stored file, for those whom the view admits, with a safe type: images in place, all else as an attachment.

    `asked`: the header `Range`; nginx reads it by itself.
    """
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    response: HttpResponseBase
    if settings.MEDIA_ACCEL_PREFIX:
        response = HttpResponse(headers={"X-Accel-Redirect": settings.MEDIA_ACCEL_PREFIX + quote(name)})
    else:
        try:
            file = private_storage().open(name)
            response = answer(file, file.size, asked)
        except (FileNotFoundError, IsADirectoryError):
            raise Http404 from None
    response.headers["Content-Type"] = kind
    if kind not in INLINE_TYPES:
        response.headers["Content-Disposition"] = content_disposition_header(True, PurePosixPath(name).name)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = cache
    return response
