"""Restoring a backup into an empty database and an empty folder of media (HY.12.4, TB.10.3)."""

from __future__ import annotations

import json
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from security.backup.archive import DUMP, MEDIA, read_archive, sha256_of
from security.backup.database import Database, differences, load
from security.backup.errors import BackupError


@dataclass(frozen=True)
class Restored:
    """What a restore brought back, and how long it took."""

    made_at: str
    tables: int
    rows: int
    files: int
    seconds: float


def restore(source: Path, key: Any, database: Database, media: Path) -> Restored:
    """Bring a backup back and check that rows and files are those that were backed up.

    The database must be empty and the folder empty or missing: nothing is ever overwritten. Raises BackupError.
    """
    begin = time.monotonic()
    _check_source(source)
    if media.exists() and any(media.iterdir()):
        raise BackupError(f"{media} is not empty: nothing was changed.")
    media.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".restore-", dir=media.parent) as work:
        folder = Path(work)
        manifest = read_archive(source, key, folder)
        different = differences(manifest["tables"], load(folder / DUMP, database))
        if different:
            raise BackupError(f"The restored database differs in {', '.join(different[:10])}.")
        (folder / MEDIA).mkdir(exist_ok=True)
        if media.exists():
            media.rmdir()
        (folder / MEDIA).rename(media)
    rows = sum(count for count, _ in manifest["tables"].values())
    seconds = time.monotonic() - begin
    return Restored(manifest["made_at"], len(manifest["tables"]), rows, len(manifest["media"]), seconds)


def _check_source(source: Path) -> None:
    """Compare with the description beside it, where there is one, before anything is decrypted."""
    if not source.is_file():
        raise BackupError(f"There is no file {source}.")
    description = source.with_name(source.name + ".json")
    if description.exists() and json.loads(description.read_text())["sha256"] != sha256_of(source):
        raise BackupError(
            f"{source.name} is damaged: its SHA-256 is not that of {description.name}. Take the other copy."
        )
