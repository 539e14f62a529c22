"""Making a backup: dump, prove, encrypt, copy to a second place, read both back, drop what need not be kept."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils import timezone
from wagtail.log_actions import log

from security.backup.archive import CHUNK, private, sha256_of, write_archive
from security.backup.database import Content, Database, dump
from security.backup.errors import BackupError, BackupUnderWay
from security.backup.keys import recipient
from security.backup.policy import backup_rules
from security.backup.proof import prove
from security.models import NEVER_ENDED, BackupRun, JobOutcome

OURS = re.compile(r"cong-\d{8}-\d{6}-\d+\.tar\.age")
TURN = 7_301_202


def make_backup(now: datetime) -> BackupRun:
    """Make and prove a backup now; the run records what happened. Raises BackupError, also when another one is at work.

    `proven_at` is the instant at which the data was as the backup holds it, not the later end of the proof.
    """
    with _turn():
        dead = BackupRun.objects.filter(outcome=JobOutcome.RUNNING)
        dead.update(outcome=JobOutcome.FAILED, ended_at=now, detail=NEVER_ENDED)
        run = BackupRun.objects.create(started_at=now)
        try:
            _make(run, now)
            run.outcome, run.proven_at = JobOutcome.DONE, now
        except Exception as error:
            run.outcome, run.detail = JobOutcome.FAILED, str(error)[:4000]
            raise
        finally:
            run.ended_at = timezone.now()
            run.save()
        log(run, "security.backup", timestamp=now, data={"name": run.name, "sha256": run.sha256})
        drop_old(backup_rules().keep)
    return run


def _make(run: BackupRun, now: datetime) -> None:
    key = recipient(settings.BACKUP_PUBLIC_KEY)
    first, second = _folder(settings.BACKUP_DIR), _folder(settings.BACKUP_SECOND_DIR)
    database = Database.of(connection.settings_dict)
    name = f"cong-{now:%Y%m%d-%H%M%S}-{run.pk}.tar.age"
    with tempfile.TemporaryDirectory(prefix=".unfinished-", dir=first) as work:
        dump_file, archive = Path(work) / "dump", Path(work) / name
        held = dump(database, dump_file)
        prove(dump_file, database, held)
        run.sha256 = write_archive(archive, key, dump_file, Path(settings.MEDIA_ROOT), _about(held, now))
        run.size = archive.stat().st_size
        archive.rename(first / name)
    _describe(first / name, run, now)
    run.name, run.other_device = name, first.stat().st_dev != second.stat().st_dev
    _copy(first / name, second)
    _describe(second / name, run, now)
    wrong = [str(folder) for folder in (first, second) if sha256_of(folder / name) != run.sha256]
    if wrong:
        raise BackupError(f"Read back, the backup is another in {' and '.join(wrong)}.")
    run.second_copy_ok = True


def _about(held: Content, now: datetime) -> dict[str, object]:
    return {"format": 1, "made_at": now.isoformat(), "tables": {name: list(rows) for name, rows in held.items()}}


def _folder(path: Path | str) -> Path:
    folder = Path(path)
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for leftover in folder.glob(".unfinished-*"):
            shutil.rmtree(leftover) if leftover.is_dir() else leftover.unlink()
    except OSError as error:
        raise BackupError(f"{folder} cannot be used: {error.strerror}.") from None
    return folder


def _describe(archive: Path, run: BackupRun, now: datetime) -> None:
    """What can be known of an archive without its key, beside it."""
    text = json.dumps({"file": archive.name, "sha256": run.sha256, "size": run.size, "made_at": now.isoformat()})
    _write_whole(archive.with_name(archive.name + ".json"), text.encode())


def _write_whole(path: Path, data: bytes) -> None:
    unfinished = path.with_name(f".unfinished-{path.name}")
    unfinished.write_bytes(data)
    unfinished.rename(path)


def _copy(source: Path, folder: Path) -> None:
    unfinished = folder / f".unfinished-{source.name}"
    try:
        with source.open("rb") as file, open(unfinished, "wb", opener=private) as copy:
            shutil.copyfileobj(file, copy, CHUNK)
            copy.flush()
            os.fsync(copy.fileno())
        unfinished.rename(folder / source.name)
    except OSError as error:
        raise BackupError(f"No second copy in {folder}: {error.strerror}.") from None


def drop_old(keep: int) -> None:
    """Leave the newest `keep` backups in both places; only files that carry our names are touched."""
    for folder in {Path(settings.BACKUP_DIR), Path(settings.BACKUP_SECOND_DIR)}:
        ours = sorted((path for path in folder.iterdir() if OURS.fullmatch(path.name)), reverse=True)
        for path in ours[keep:]:
            path.unlink()
            path.with_name(path.name + ".json").unlink(missing_ok=True)


@contextlib.contextmanager
def _turn() -> Iterator[None]:
    """One backup at a time, over all processes."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [TURN])
        if not cursor.fetchone()[0]:
            raise BackupUnderWay("Another backup is at work.")
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [TURN])
