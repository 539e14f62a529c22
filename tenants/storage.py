"""Private storage: no file of the system is ever served by its place on disk."""

from __future__ import annotations

import hashlib
from pathlib import PurePosixPath
from typing import IO, Any

from django.core.files.storage import Storage, storages
from django.utils.text import slugify

from tenants.domains import plain


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
