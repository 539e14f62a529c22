"""The full circle: back up, prove, encrypt, copy, and restore elsewhere; and what happens when something is wrong."""

from __future__ import annotations

import io
import json
import tarfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pyrage
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from psycopg import sql

from portal.embedded import Servers
from security.backup.archive import read_archive
from security.backup.database import Database, content, dump
from security.backup.errors import BackupError
from security.backup.keys import ensure_demo_pair, identity, make_pair
from security.backup.making import drop_old, make_backup
from security.backup.policy import backup_rules, is_too_old
from security.backup.proof import prove, scratch_name
from security.models import BackupRun, JobOutcome
from security.tasks import backup

NOW = datetime(2026, 11, 23, 19, 0, tzinfo=UTC)


@pytest.fixture
def private(tmp_path: Path, settings: Any) -> Path:
    """Two empty places, media, and a key pair whose private half only the test has."""
    settings.BACKUP_DIR, settings.BACKUP_SECOND_DIR = tmp_path / "first", tmp_path / "second"
    settings.MEDIA_ROOT = tmp_path / "media"
    (settings.MEDIA_ROOT / "images").mkdir(parents=True)
    (settings.MEDIA_ROOT / "images" / "sông Hồng.bin").write_bytes(bytes(range(256)) * 5000)
    (settings.MEDIA_ROOT / "rỗng.txt").touch()
    file = tmp_path / "elsewhere" / "key.txt"
    settings.BACKUP_PUBLIC_KEY = make_pair(file)
    return file


@pytest.fixture
def scratch_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an empty database on a server of its own."""
    servers = Servers(tmp_path_factory.mktemp("scratch"), environ={"VALKEY_URL": "x", "VALKEY_CACHE_URL": "x"})
    servers.start()
    try:
        yield servers.urls["DATABASE_URL"]
    finally:
        servers.stop()


@pytest.mark.clause("HY.12.4", "TN.11.2", "VL.8.1a")
@pytest.mark.django_db(transaction=True)
def test_a_backup_restores_everything_on_another_server_in_time(
    world: Any, private: Path, scratch_server: str, settings: Any, tmp_path: Path
) -> None:
    dead = BackupRun.objects.create(started_at=NOW)
    call_command("backup", stdout=io.StringIO(), stderr=io.StringIO())
    run = BackupRun.objects.exclude(pk=dead.pk).get()
    dead.refresh_from_db()
    assert dead.outcome == JobOutcome.FAILED, "its process died in the middle"
    assert run.outcome == JobOutcome.DONE and run.proven_at and run.second_copy_ok
    out = io.StringIO()
    call_command(
        "restore",
        settings.BACKUP_SECOND_DIR / run.name,
        identity=private,
        database_url=scratch_server,
        media=tmp_path / "restored",
        stdout=out,
    )
    with Database.of(connection.settings_dict).connect() as here, Database.at(scratch_server).connect() as there:
        before, after = content(here), content(there)
    changed_by_the_run_itself = {"public.security_backuprun", "public.tenants_agencymodellogentry"}
    changed_by_the_run_itself.add("public.wagtailcore_modellogentry")
    assert before.keys() == after.keys() and len(before) > 50
    assert {name for name in before if before[name] != after[name]} <= changed_by_the_run_itself
    assert before["public.tenants_basepage"][0] > 0 and before["public.security_user"][0] > 0
    for path in Path(settings.MEDIA_ROOT).rglob("*.*"):
        back = tmp_path / "restored" / path.relative_to(settings.MEDIA_ROOT)
        assert back.read_bytes() == path.read_bytes() and back.stat().st_mode == path.stat().st_mode
    within = world.hungyen.regulation.backups.restore_within_hours
    seconds = float(out.getvalue().split(" in ")[-1].split(" s")[0])
    assert within.clause == "HY.12.4" and timedelta(seconds=seconds) < timedelta(hours=within.value)


@pytest.mark.clause("VL.19.2b", "TN.11.2")
@pytest.mark.django_db(transaction=True)
def test_both_places_hold_the_same_encrypted_file(world: Any, private: Path, settings: Any, tmp_path: Path) -> None:
    run = make_backup(NOW)
    first, second = settings.BACKUP_DIR / run.name, settings.BACKUP_SECOND_DIR / run.name
    assert first.read_bytes() == second.read_bytes() and first.stat().st_size == run.size
    assert run.other_device is False, "one folder beside the other is no other device, and the run says so"
    for place in (settings.BACKUP_DIR, settings.BACKUP_SECOND_DIR):
        assert {path.name for path in place.iterdir()} == {run.name, run.name + ".json"}
        assert (place / run.name).stat().st_mode & 0o777 == 0o600
        assert json.loads((place / (run.name + ".json")).read_text())["sha256"] == run.sha256
    assert b"security_user" not in first.read_bytes()
    manifest = read_archive(first, identity(private), _folder(tmp_path / "opened"))
    assert set(manifest["media"]) == {"images/sông Hồng.bin", "rỗng.txt"}
    stranger = tmp_path / "stranger.txt"
    make_pair(stranger)
    with pytest.raises(BackupError):
        read_archive(first, identity(stranger), _folder(tmp_path / "closed"))


@pytest.mark.django_db(transaction=True)
def test_a_damaged_backup_is_found_and_changes_nothing(
    world: Any, private: Path, settings: Any, tmp_path: Path
) -> None:
    run = make_backup(NOW)
    archive = settings.BACKUP_DIR / run.name
    data = bytearray(archive.read_bytes())
    data[len(data) // 2] ^= 1
    archive.write_bytes(data)
    with pytest.raises(CommandError, match="damaged"):
        call_command("restore", archive, identity=private, media=tmp_path / "restored")
    archive.with_name(run.name + ".json").unlink()
    with pytest.raises(BackupError):
        read_archive(archive, identity(private), _folder(tmp_path / "opened"))


@pytest.mark.django_db(transaction=True)
def test_a_restore_never_overwrites(world: Any, private: Path, settings: Any, tmp_path: Path) -> None:
    run = make_backup(NOW)
    source = settings.BACKUP_DIR / run.name
    with pytest.raises(CommandError, match="not empty"):
        call_command("restore", source, identity=private, media=tmp_path / "restored")
    with pytest.raises(CommandError, match="not empty"):
        call_command("restore", source, identity=private, media=settings.MEDIA_ROOT)
    assert not (tmp_path / "restored").exists()


@pytest.mark.clause("VL.8.1a")
@pytest.mark.django_db(transaction=True)
def test_a_dump_that_restores_to_something_else_is_not_proven(world: Any, tmp_path: Path) -> None:
    database = Database.of(connection.settings_dict)
    held = dump(database, tmp_path / "dump")
    prove(tmp_path / "dump", database, held)
    count, digest = held["public.security_user"]
    for other in ((count + 1, digest), (count, digest + "1")):
        with pytest.raises(BackupError, match="security_user"):
            prove(tmp_path / "dump", database, {**held, "public.security_user": other})
    (tmp_path / "dump").write_bytes((tmp_path / "dump").read_bytes()[:-2000])
    with pytest.raises(BackupError, match="pg_restore"):
        prove(tmp_path / "dump", database, held)


@pytest.mark.django_db(transaction=True)
def test_without_second_place_or_key_a_backup_fails_aloud(world: Any, private: Path, settings: Any) -> None:
    settings.BACKUP_SECOND_DIR = Path("/proc/nowhere")
    with pytest.raises(BackupError, match="cannot be used"):
        make_backup(NOW)
    settings.BACKUP_PUBLIC_KEY = ""
    with pytest.raises(BackupError, match="backup_key"):
        make_backup(NOW)
    assert BackupRun.objects.filter(outcome=JobOutcome.FAILED).count() == 2


@pytest.mark.django_db(transaction=True)
def test_no_scratch_database_is_left(world: Any, private: Path) -> None:
    make_backup(NOW)
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [f"{connection.settings_dict['NAME']}_proof"])
        assert cursor.fetchone() is None


@pytest.mark.django_db(transaction=True)
def test_one_backup_at_a_time(world: Any, private: Path) -> None:
    from security.backup.making import TURN

    with Database.of(connection.settings_dict).connect() as other:
        other.execute(sql.SQL("SELECT pg_advisory_lock({})").format(TURN))
        with pytest.raises(BackupError, match="at work"):
            make_backup(NOW)
        assert backup(NOW) == "", "the scheduled job leaves it to the other one"


def test_only_the_newest_are_kept_and_only_ours_dropped(private: Path, settings: Any) -> None:
    for folder in (settings.BACKUP_DIR, settings.BACKUP_SECOND_DIR):
        folder.mkdir()
        (folder / "notes.txt").touch()
        for day in range(10, 20):
            (folder / f"cong-202611{day}-020000-{day}.tar.age").touch()
    drop_old(3)
    left = sorted(path.name for path in settings.BACKUP_SECOND_DIR.iterdir())
    assert left == [f"cong-202611{day}-020000-{day}.tar.age" for day in (17, 18, 19)] + ["notes.txt"]


@pytest.mark.clause("VL.8.1a", "VL.19.2b", "TN.11.2")
def test_a_week_without_a_proven_backup_is_too_long(world: Any) -> None:
    rules = backup_rules()
    assert rules.longest_gap == timedelta(days=7)
    assert is_too_old(NOW), "there is none"
    BackupRun.objects.create(started_at=NOW, outcome=JobOutcome.DONE)
    assert is_too_old(NOW), "done is not proven"
    BackupRun.objects.create(started_at=NOW, outcome=JobOutcome.DONE, proven_at=NOW)
    assert not is_too_old(NOW + timedelta(days=7))
    assert is_too_old(NOW + timedelta(days=7, seconds=1))


def test_keys(tmp_path: Path) -> None:
    file, out = tmp_path / "key.txt", io.StringIO()
    call_command("backup_key", file, stdout=out, stderr=io.StringIO())
    assert out.getvalue().startswith("age1") and file.stat().st_mode & 0o077 == 0
    assert str(identity(file).to_public()) == out.getvalue().strip()
    with pytest.raises(CommandError, match="never overwritten"):
        call_command("backup_key", file)
    with pytest.raises(BackupError):
        identity(tmp_path / "nothing")
    public = ensure_demo_pair(tmp_path)
    assert ensure_demo_pair(tmp_path) == public
    assert "DEMO KEY" in (tmp_path / "demo-backup-key.txt").read_text()


def _folder(path: Path) -> Path:
    path.mkdir()
    return path


def test_the_scratch_database_never_has_the_name_of_the_real_one() -> None:
    for name in ("portal", "x" * 58, "x" * 63):
        assert scratch_name(name) != name and len(scratch_name(name)) <= 63


@pytest.mark.parametrize("kind", ["upwards", "absolute", "link"])
def test_an_archive_that_reaches_outside_its_folder_is_refused(tmp_path: Path, kind: str) -> None:
    secret = pyrage.x25519.Identity.generate()
    outside = tmp_path / "outside.txt"
    info = tarfile.TarInfo({"upwards": "media/../../outside.txt", "absolute": str(outside), "link": "media/link"}[kind])
    if kind == "link":
        info.type, info.linkname = tarfile.SYMTYPE, str(outside)
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w") as tar:
        tar.addfile(info, io.BytesIO())
    source = tmp_path / "forged.age"
    source.write_bytes(pyrage.encrypt(held.getvalue(), [secret.to_public()]))
    folder = tmp_path / "unpacked"
    folder.mkdir()
    with pytest.raises(BackupError, match="no file of a backup"):
        read_archive(source, secret, folder)
    assert not outside.exists() and not list(folder.rglob("*link*"))
