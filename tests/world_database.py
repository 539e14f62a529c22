"""Databases for the tests: made once, then cloned.

PostgreSQL copies a database in a fraction of a second, so no process migrates and no test provisions by itself:

1. `migrated_<key>`  every migration ran; the key is a digest of the migrations.
2. `world_<key>`     a clone of 1 with the world of tests/world.py; the key is a digest of the code that makes it.
3. `test_cong_<pid>` a clone of 2: the database of this process (one for each worker of pytest-xdist). A test that
                     commits (`transaction=True`) leaves it changed, so it is cloned anew afterwards.

1 and 2 stay on the test server from run to run until their key changes; the oldest are dropped.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from psycopg import sql

ROOT = Path(__file__).resolve().parents[1]
MADE_BY = ("tenants", "editorial", "security", "qa_inbox", "reporting", "portal")
TURN = 7_301_201
KEPT = 8


def _digest(paths: Iterator[Path]) -> str:
    total = hashlib.sha256()
    for path in sorted(paths):
        total.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    return total.hexdigest()[:12]


def _migrations() -> Iterator[Path]:
    yield ROOT / "requirements.lock"
    for app in MADE_BY:
        yield from (ROOT / app).glob("migrations/*.py")


def _code() -> Iterator[Path]:
    yield from _migrations()
    yield from (ROOT / "tests").glob("*.py")
    for app in MADE_BY:
        for pattern in ("*.py", "*/*.py", "regulation*/*.toml"):
            yield from (ROOT / app).glob(pattern)


class WorldDatabase:
    """The database of this test process."""

    def __init__(self, make_world: Callable[[], None]) -> None:
        self._make_world = make_world
        self._keys = (_digest(_migrations()), _digest(_code()))
        self.name = f"test_cong_{os.getpid()}"
        self._world = ""

    def create(self) -> None:
        """Clone the world for this process and point Django's connection to it."""
        with self._turn() as cursor:
            self._world = self._made(cursor)
            _clone(cursor, self.name, self._world)
        _connect_to(self.name)

    def prepare(self) -> None:
        """Make what is cloned, if it is not there yet."""
        with self._turn() as cursor:
            self._made(cursor)

    def _made(self, cursor: Any) -> str:
        migrated = self._template(cursor, f"migrated_{self._keys[0]}", "template1", _migrate)
        return self._template(cursor, f"world_{self._keys[1]}", migrated, self._make_world)

    def drop(self) -> None:
        with self._turn() as cursor:
            _drop(cursor, self.name)

    @contextmanager
    def copy(self, name: str) -> Iterator[str]:
        """The same world once more under another name, for a server that a test starts; dropped at the end."""
        with self._turn() as cursor:
            _clone(cursor, name, self._world)
        yield name
        with self._turn() as cursor:
            _drop(cursor, name)

    @contextmanager
    def _turn(self) -> Iterator[Any]:
        """A cursor outside the test databases; one process at a time."""
        connections.close_all()
        with connection._nodb_cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [TURN])
            yield cursor

    def _template(self, cursor: Any, name: str, base: str, fill: Callable[[], None]) -> str:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if cursor.fetchone():
            return name
        _drop_oldest(cursor, name.split("_")[0])
        draft = f"test_draft_{name}"
        _clone(cursor, draft, base)
        _connect_to(draft)
        fill()
        connections.close_all()
        cursor.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(draft), sql.Identifier(name)))
        return name


def _migrate() -> None:
    call_command("migrate", interactive=False, verbosity=0)


def _connect_to(name: str) -> None:
    connections.close_all()
    settings.DATABASES["default"]["NAME"] = name
    connection.settings_dict["NAME"] = name


def _clone(cursor: Any, name: str, base: str) -> None:
    _drop(cursor, name)
    query = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY")
    cursor.execute(query.format(sql.Identifier(name), sql.Identifier(base)))


def _drop(cursor: Any, name: str) -> None:
    cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _drop_oldest(cursor: Any, kind: str) -> None:
    cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE %s ORDER BY oid DESC", [f"{kind}\\_%"])
    for (name,) in cursor.fetchall()[KEPT - 1 :]:
        _drop(cursor, name)
