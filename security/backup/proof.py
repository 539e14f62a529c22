"""The proof of a dump: it is restored into a scratch database and compared, table by table and row by row."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

from security.backup.database import Content, Database, differences, load
from security.backup.errors import BackupError

LONGEST_NAME, SUFFIX = 63, "_proof"
"""PostgreSQL cuts longer names; the scratch database never has the name of the real one."""


def prove(dump_file: Path, database: Database, expected: Content) -> None:
    """Raises BackupError when the dump cannot be restored, or restores to anything else than what was dumped."""
    with scratch_database(database) as scratch:
        different = differences(expected, load(dump_file, scratch))
    if different:
        raise BackupError(f"The test restore differs in {', '.join(different[:10])}.")


def scratch_name(name: str) -> str:
    """The name of the scratch database beside a database."""
    return f"{name[: LONGEST_NAME - len(SUFFIX)]}{SUFFIX}"


@contextmanager
def scratch_database(database: Database) -> Iterator[Database]:
    """An empty database on the same server, gone afterwards. The application's role needs CREATEDB."""
    scratch = database.named(scratch_name(database.name))
    name = sql.Identifier(scratch.name)
    drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name)
    with database.connect() as connection:
        connection.execute(drop)
        try:
            connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(name))
        except psycopg.errors.InsufficientPrivilege:
            raise BackupError("No test restore: the application's role may not create databases (CREATEDB).") from None
        try:
            yield scratch
        finally:
            connection.execute(drop)
