"""Where the storm copies lie: `copies/<host>/…` what is served, `on/<host>` the switch, `lock/<host>` one writer."""

from __future__ import annotations

import fcntl
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

HOST = re.compile(r"[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?")
FILE_MODE, FOLDER_MODE = 0o644, 0o755
"""Less what the process's umask takes away: nginx, another user, reads them."""


def root() -> Path:
    return Path(settings.STORM_ROOT)


def safe(host: str) -> str:
    """The host name, which becomes a file's name. Raises ValueError for what is none."""
    if not HOST.fullmatch(host) or ".." in host:
        raise ValueError(f"not a host name: {host!r}")
    return host


def folder_of(host: str) -> Path:
    return root() / "copies" / safe(host)


def flag_of(host: str) -> Path:
    return root() / "on" / safe(host)


def hosts_with_copy() -> list[str]:
    """Host names of all portals that have a copy, in order; needs no database."""
    return sorted(path.parent.name for path in (root() / "copies").glob("*/manifest.json"))


def write_file(path: Path, content: bytes) -> None:
    """The whole file or none of it, whoever reads meanwhile, and also after a power cut."""
    path.parent.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.new")
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, FILE_MODE), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)


@contextmanager
def locked(host: str) -> Iterator[None]:
    """One writer a host at a time, in all processes."""
    path = root() / "lock" / safe(host)
    path.parent.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
