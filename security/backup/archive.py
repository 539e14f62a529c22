"""The file of a backup: a tar of dump, media and a manifest, encrypted as it is written, decrypted as it is read."""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import tarfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath
from typing import IO, Any

import pyrage

from security.backup.errors import BackupError

DUMP, MANIFEST, MEDIA = "database.dump", "manifest.json", "media"
CHUNK = 1024 * 1024


class Hashed:
    """A file that knows the SHA-256 of all that passed through it."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file = file
        self._digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self.file.read(size)
        self._digest.update(data)
        return data

    def write(self, data: bytes) -> int:
        self._digest.update(data)
        return self.file.write(data)

    def flush(self) -> None:
        self.file.flush()

    @property
    def sha256(self) -> str:
        return self._digest.hexdigest()


def write_archive(target: Path, key: Any, dump_file: Path, media: Path, about: dict[str, Any]) -> str:
    """Write the encrypted archive and return its SHA-256. The plain tar never lies on disk.

    `about` goes into the manifest, beside the SHA-256 of the dump and of each file. Raises BackupError.
    """
    with open(target, "wb", opener=private) as file:
        hashed = Hashed(file)

        def pack(plain: IO[bytes]) -> None:
            with tarfile.open(fileobj=plain, mode="w|") as tar:
                manifest = {**about, "dump": _add(tar, dump_file, DUMP), "media": {}}
                for path in files_below(media):
                    name = path.relative_to(media).as_posix()
                    manifest["media"][name] = _add(tar, path, f"{MEDIA}/{name}")
                _add_text(tar, MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1))

        _through_pipe(pack, lambda plain: pyrage.encrypt_io(plain, hashed, [key]))
        file.flush()
        os.fsync(file.fileno())
    return hashed.sha256


def read_archive(source: Path, key: Any, folder: Path) -> dict[str, Any]:
    """Decrypt and unpack into an empty folder, check every file against the manifest, and return the manifest.

    Raises BackupError for a wrong key, a damaged file, or anything that the manifest does not say.
    """

    def decrypt(plain: IO[bytes]) -> None:
        with source.open("rb") as file:
            pyrage.decrypt_io(file, plain, [key])

    def unpack(plain: IO[bytes]) -> None:
        with tarfile.open(fileobj=plain, mode="r|") as tar:
            for member in tar:
                _unpack(tar, member, folder)
        while plain.read(CHUNK):
            pass

    _through_pipe(decrypt, unpack)
    manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    found = {path.relative_to(folder / MEDIA).as_posix(): sha256_of(path) for path in files_below(folder / MEDIA)}
    if sha256_of(folder / DUMP) != manifest["dump"] or found != manifest["media"]:
        raise BackupError(f"What {source.name} holds is not what its manifest says.")
    return manifest


def _unpack(tar: tarfile.TarFile, member: tarfile.TarInfo, folder: Path) -> None:
    """Unpack one regular file below the folder. An archive of ours holds nothing else: anything else is refused.

    (`tarfile`'s own filters are missing from Python before 3.11.4, which Debian 12 has.)
    """
    name = PurePosixPath(member.name)
    held = tar.extractfile(member) if member.isreg() else None
    if held is None or name.is_absolute() or ".." in name.parts:
        raise BackupError(f"It holds something that is no file of a backup: {member.name}")
    target = folder / name
    target.parent.mkdir(parents=True, exist_ok=True)
    with held, open(target, "xb", opener=private) as file:
        shutil.copyfileobj(held, file, CHUNK)
        os.fchmod(file.fileno(), member.mode & 0o644)


def private(path: str, flags: int) -> int:
    """Opens a file that its owner alone reads, whatever the umask."""
    return os.open(path, flags, 0o600)


def files_below(folder: Path) -> Iterator[Path]:
    """The regular files of a folder in the order of their names; none when it does not exist."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink():
            yield path


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _add(tar: tarfile.TarFile, path: Path, name: str) -> str:
    with path.open("rb") as file:
        info = tar.gettarinfo(arcname=name, fileobj=file)
        info.uid = info.gid = 0
        info.uname = info.gname = ""
        info.mode &= 0o644
        hashed = Hashed(file)
        tar.addfile(info, hashed)
    return hashed.sha256


def _add_text(tar: tarfile.TarFile, name: str, text: str) -> None:
    data = text.encode()
    info = tarfile.TarInfo(name)
    info.size = len(data)
    tar.addfile(info, io.BytesIO(data))


def _through_pipe(produce: Callable[[IO[bytes]], object], consume: Callable[[IO[bytes]], object]) -> None:
    """Run both at once, what the first writes being what the second reads. Raises BackupError when either fails."""
    reading, writing = os.pipe()
    failures: list[Exception] = []

    def run(step: Callable[[IO[bytes]], object], descriptor: int, mode: str) -> None:
        try:
            with os.fdopen(descriptor, mode) as end:
                step(end)
        except Exception as error:  # noqa: BLE001 - it is raised again below, whatever it is
            failures.append(error)

    other = threading.Thread(target=run, args=(produce, writing, "wb"))
    other.start()
    run(consume, reading, "rb")
    other.join()
    if failures:
        first = next((one for one in failures if not isinstance(one, BrokenPipeError)), failures[0])
        reason = str(first) or type(first).__name__
        raise BackupError(f"The archive could not be processed: {reason}") from first
