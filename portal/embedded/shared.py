"""One set of test servers for every test process on this machine that uses the same home: the last one out stops it."""

import atexit
import fcntl
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from .servers import Servers

TEST_DATABASE = re.compile(r"test_\w+")
_in_use: dict[Path, IO[str]] = {}


def shared_test_servers(home: Path | None = None) -> dict[str, str]:
    """Start the test servers, or join those that run, and return their addresses by environment variable.

    Home: the argument, else PORTAL_TEST_HOME, else var/test of the project. They are quick and unsafe: their data is
    lost when the machine stops. The last process that uses them stops them when it ends.
    """
    place = home or Path(os.environ.get("PORTAL_TEST_HOME") or Path(__file__).resolve().parents[2] / "var" / "test")
    place.mkdir(parents=True, exist_ok=True)
    servers = Servers(place.resolve(), shared=True, environ={})
    with _one_at_a_time(servers.home):
        _join(servers)
    return servers.urls


def in_use(home: Path) -> bool:
    """Does any process use the test servers of this home?"""
    if not (home / "users").exists():
        return False
    with (home / "users").open("a") as users:
        return not _try_lock(users, fcntl.LOCK_EX)


def _join(servers: Servers) -> None:
    if servers.home in _in_use:
        servers.attach()
        return
    users = (servers.home / "users").open("w")
    alone = _try_lock(users, fcntl.LOCK_EX)
    servers.attach()
    if not servers.are_ready():
        servers.start()
    if alone:
        _drop_leftovers(servers)
    fcntl.flock(users, fcntl.LOCK_SH)
    _in_use[servers.home] = users
    atexit.register(_leave, servers, os.getpid())


def _leave(servers: Servers, pid: int) -> None:
    if os.getpid() != pid:
        return
    with _one_at_a_time(servers.home):
        users = _in_use.pop(servers.home)
        users.close()
        with (servers.home / "users").open("w") as file:
            if _try_lock(file, fcntl.LOCK_EX):
                servers.stop()


def _drop_leftovers(servers: Servers) -> None:
    """Remove databases that killed test runs left; nobody else uses the server now."""
    if servers.postgres is None:
        return
    with servers.postgres.connect("postgres") as connection:
        names = [str(row[0]) for row in connection.execute("SELECT datname FROM pg_database").fetchall()]
        for name in names:
            if TEST_DATABASE.fullmatch(name):
                connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'.encode())


def _try_lock(file: IO[str], kind: int) -> bool:
    try:
        fcntl.flock(file, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextmanager
def _one_at_a_time(home: Path) -> Iterator[None]:
    with (home / "turn").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
