"""The servers of one home together: those that the environment does not name already."""

import json
import os
from collections.abc import Mapping
from pathlib import Path

from .lock import HomeLock, is_held
from .postgres import PostgresServer
from .server import Server, socket_folder
from .valkey import CACHE, RECORDS, ValkeyServer

DATABASE_URL, VALKEY_URL, VALKEY_CACHE_URL = "DATABASE_URL", "VALKEY_URL", "VALKEY_CACHE_URL"
LONGEST_SOCKET = ".s.PGSQL.5432"
TEST_CONNECTIONS = 200


class Servers:
    """PostgreSQL and two Valkeys below `home`, less those whose address stands in `environ`.

    `lock` keeps a second launcher out of the home; start() takes it, and a caller may before.
    `shared`: for tests; they outlive us, are quick rather than safe, and the caller does the locking.
    """

    def __init__(self, home: Path, *, shared: bool = False, environ: Mapping[str, str] = os.environ) -> None:
        home.mkdir(parents=True, exist_ok=True)
        self.home = home.resolve()
        self.shared = shared
        self.given = {name: environ[name] for name in (DATABASE_URL, VALKEY_URL, VALKEY_CACHE_URL) if environ.get(name)}
        self.lock = HomeLock(self.home)
        self.postgres: PostgresServer | None = None
        self._valkeys: dict[str, ValkeyServer] = {}

    @property
    def all(self) -> list[Server]:
        """Those that we run; empty before start()."""
        first: list[Server] = [self.postgres] if self.postgres else []
        return [*first, *self._valkeys.values()]

    @property
    def urls(self) -> dict[str, str]:
        """The addresses by the name of their environment variable."""
        own = {name: server.url for name, server in self._valkeys.items()}
        if self.postgres:
            own[DATABASE_URL] = self.postgres.url
        return {**own, **self.given}

    def start(self) -> None:
        """Start all and wait until they take connections; at the first start, make database, role and extensions.

        Raises AlreadyRunning, or LauncherError with what to do. What was started is stopped again before it raises.
        """
        if not self.shared:
            self.lock.acquire()
        try:
            self._define()
            for server in self.all:
                server.launch()
            for server in self.all:
                server.wait_ready()
        except BaseException:
            self.stop()
            raise
        self._record.write_text(json.dumps(self.urls))

    def stop(self) -> None:
        """Stop all, in reverse order, and give the home back."""
        for server in reversed(self.all):
            server.stop()
        self._record.unlink(missing_ok=True)
        self.lock.release()

    def attach(self) -> None:
        """Know the servers that another process started, without starting any."""
        self._define()

    def are_ready(self) -> bool:
        """Do all of them answer?"""
        return bool(self.all) and all(server.is_ready() for server in self.all)

    @property
    def _record(self) -> Path:
        return _record(self.home)

    def _define(self) -> None:
        sockets, logs = socket_folder(self.home, LONGEST_SOCKET), self.home / "log"
        if DATABASE_URL not in self.given:
            self.postgres = PostgresServer(
                self.home / "postgres",
                sockets,
                logs / "postgres.log",
                detached=self.shared,
                quick=self.shared,
                connections=TEST_CONNECTIONS if self.shared else 100,
            )
        for variable, name, options in ((VALKEY_URL, "records", RECORDS), (VALKEY_CACHE_URL, "cache", CACHE)):
            if variable not in self.given:
                folder, log = self.home / f"valkey-{name}", logs / f"valkey-{name}.log"
                self._valkeys[variable] = ValkeyServer(name, folder, sockets, log, options, detached=self.shared)


def running_urls(home: Path) -> dict[str, str] | None:
    """The addresses of the servers that a living launcher runs in this home, or None."""
    record = _record(home)
    if not is_held(home) or not record.exists():
        return None
    return {str(name): str(url) for name, url in json.loads(record.read_text()).items()}


def _record(home: Path) -> Path:
    return home / "servers.json"
