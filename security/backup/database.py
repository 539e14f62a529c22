"""One database as PostgreSQL's own programs and a plain connection see it."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, LiteralString

import dj_database_url
import psycopg
from django.conf import settings
from psycopg import sql
from psycopg.conninfo import make_conninfo

from security.backup.errors import BackupError

Content = dict[str, tuple[int, str]]
"""Of each table: the number of its rows, and a digest of all of them that does not depend on their order."""

TABLES: LiteralString = """
    SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind = 'r' AND n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'
    AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e') ORDER BY 1, 2
"""
LIBPQ = {"HOST": "PGHOST", "PORT": "PGPORT", "USER": "PGUSER", "PASSWORD": "PGPASSWORD", "NAME": "PGDATABASE"}


@dataclass(frozen=True)
class Database:
    """Where a database is; `environ` are libpq's variables, so that no password stands on a command line."""

    name: str
    environ: Mapping[str, str] = field(repr=False)

    @classmethod
    def of(cls, config: Mapping[str, Any]) -> Database:
        """From an entry of Django's DATABASES."""
        environ = {variable: str(config[key]) for key, variable in LIBPQ.items() if config.get(key)}
        options = config.get("OPTIONS") or {}
        for key in ("sslmode", "sslrootcert", "sslcert", "sslkey"):
            if options.get(key):
                environ[f"PG{key.upper()}"] = str(options[key])
        return cls(str(config["NAME"]), environ)

    @classmethod
    def at(cls, url: str) -> Database:
        return cls.of(dict(dj_database_url.parse(url)))

    def named(self, name: str) -> Database:
        """Another database of the same server."""
        return replace(self, name=name, environ={**self.environ, "PGDATABASE": name})

    @contextmanager
    def connect(self) -> Iterator[psycopg.Connection[Any]]:
        """A connection in autocommit. Raises BackupError when there is none to be had."""
        words = {variable: self.environ.get(variable, "") for variable in LIBPQ.values()}
        arguments = {
            "host": words["PGHOST"],
            "port": words["PGPORT"],
            "user": words["PGUSER"],
            "password": words["PGPASSWORD"],
            "dbname": self.name,
            **{name: self.environ.get(f"PG{name.upper()}", "") for name in ("sslmode", "sslrootcert")},
        }
        try:
            address = make_conninfo(**{key: value for key, value in arguments.items() if value})
            connection = psycopg.connect(address, autocommit=True, options="-c TimeZone=UTC")
        except psycopg.OperationalError as error:
            raise BackupError(f"The database {self.name} does not answer: {error}") from None
        with connection:
            yield connection

    def run(self, name: str, *arguments: str | Path) -> None:
        """Run one of PostgreSQL's programs on it. Raises BackupError with what the program said."""
        command = [program(name), *map(str, arguments)]
        done = subprocess.run(
            command, env={**os.environ, **self.environ}, capture_output=True, text=True, errors="replace", check=False
        )
        if done.returncode:
            raise BackupError(f"{name} failed: {done.stderr.strip()[-2000:]}")


def program(name: str) -> str:
    """The path of one of PostgreSQL's client programs. Raises BackupError when it is not there."""
    found = shutil.which(name, path=settings.PG_BIN_DIR or None)
    if found is None:
        raise BackupError(f"{name} was not found: install PostgreSQL's client programs or set PG_BIN_DIR.")
    return found


def content(connection: psycopg.Connection[Any]) -> Content:
    """What stands in each table, as the connection's snapshot sees it."""
    result: Content = {}
    query = sql.SQL("SELECT count(*), coalesce(sum(hashtextextended(t::text, 0)::numeric), 0)::text FROM {} t")
    for schema, table in connection.execute(TABLES).fetchall():
        row = connection.execute(query.format(sql.Identifier(schema, table))).fetchone()
        result[f"{schema}.{table}"] = (row[0], row[1]) if row else (0, "0")
    return result


def dump(database: Database, target: Path) -> Content:
    """Write a dump and return what it holds: both see one and the same snapshot, whatever is written meanwhile."""
    with database.connect() as connection:
        connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        row = connection.execute("SELECT pg_export_snapshot()").fetchone()
        snapshot = row[0] if row else ""
        database.run("pg_dump", "-Fc", "--no-owner", "--no-privileges", f"--snapshot={snapshot}", "-f", target)
        held = content(connection)
        connection.execute("ROLLBACK")
    return held


def load(dump_file: Path, database: Database) -> Content:
    """Load a dump into an empty database, wholly or not at all, and return what stands in it then.

    Raises BackupError when the database is not empty.
    """
    with database.connect() as connection:
        tables = connection.execute(TABLES).fetchall()
    if tables:
        raise BackupError(f"The database {database.name} is not empty ({len(tables)} tables): nothing was changed.")
    database.run(
        "pg_restore", "--no-owner", "--no-privileges", "--no-comments", "--exit-on-error", "--single-transaction",
        "-d", database.name, dump_file,
    )  # fmt: skip
    with database.connect() as connection:
        connection.execute("ANALYZE")
        return content(connection)


def differences(expected: Mapping[str, Any], found: Mapping[str, Any]) -> list[str]:
    """Names of the tables that differ in rows, or that one side lacks."""
    names = sorted(expected.keys() | found.keys())
    return [name for name in names if tuple(expected.get(name, ())) != tuple(found.get(name, ()))]
