"""Is everything prepared since the last start? Answered without Django, whose import costs seconds of every start."""

import contextlib
import hashlib
import json
import os
from collections.abc import Iterator
from pathlib import Path

import psycopg

BASE_DIR = Path(__file__).resolve().parents[1]
CODE = ("portal", "tenants", "editorial", "qa_inbox", "security", "reporting", "templates", "static", "locale")
MIGRATIONS = "SELECT count(*), max(id) FROM django_migrations"


class Stamp:
    """What a home was last prepared for: code, database, static files.

    `database_url` is part of it, so that another database is prepared even when its migrations look alike.
    """

    def __init__(self, home: Path, database_url: str, demo: bool) -> None:
        self._path = home / "prepared.json"
        self._database_url = database_url
        self._demo = demo

    def is_current(self) -> bool:
        """True when a new preparation would change nothing."""
        return self._saved().get("state") == self._state()

    def save(self, static: str) -> None:
        """Note that the home is prepared now; `static` is the digest of the static files that were collected."""
        self._path.write_text(json.dumps({"state": self._state(), "static": static}))

    @property
    def static(self) -> str:
        """The digest of the static files that were collected last, or nothing."""
        return str(self._saved().get("static", ""))

    def _saved(self) -> dict[str, object]:
        with contextlib.suppress(OSError, ValueError):
            saved = json.loads(self._path.read_text())
            if isinstance(saved, dict):
                return saved
        return {}

    def _state(self) -> list[str]:
        database = hashlib.sha256(self._database_url.encode()).hexdigest()
        return [digest(_sources()), database, _migrations(self._database_url), str(self._demo)]


def digest(files: Iterator[Path]) -> str:
    """A digest of names, sizes and times of change: two equal ones mean that nobody touched the files."""
    total = hashlib.sha256()
    for path in sorted(files):
        found = path.stat()
        total.update(f"{path}\0{found.st_size}\0{found.st_mtime_ns}\n".encode())
    return total.hexdigest()


def _sources() -> Iterator[Path]:
    yield BASE_DIR / "requirements.lock"
    for name in CODE:
        for folder, folders, files in os.walk(BASE_DIR / name):
            folders[:] = [each for each in folders if each != "__pycache__"]
            yield from (Path(folder) / file for file in files if not file.endswith(".pyc"))


def _migrations(database_url: str) -> str:
    try:
        with psycopg.connect(database_url, connect_timeout=30) as connection:
            return str(connection.execute(MIGRATIONS).fetchone())
    except psycopg.Error:
        return "none"
