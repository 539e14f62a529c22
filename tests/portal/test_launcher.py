"""`manage.py up` as a person meets it: it runs, heals, survives kill -9 of everything, and stops on Ctrl-C."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from portal.embedded import Servers
from portal.embedded.processes import started_with
from portal.launcher import answers
from portal.preparation import Stamp
from portal.supervisor import MARK
from tests.portal.embedded_world import PATIENCE, ROOT, alive, eventually, kill, value

PROGRAMS = ("web", "worker", "beat")
LEFT_OUT = ("DATABASE_URL", "VALKEY_URL", "VALKEY_CACHE_URL", "DJANGO_SETTINGS_MODULE", "PORT", "PORTAL_HOME")


class Site:
    """A launcher in a process of its own, its home and port."""

    def __init__(self, home: Path) -> None:
        self.home = home
        with socket.create_server(("127.0.0.1", 0)) as probe:
            self.port: int = probe.getsockname()[1]
        self.said = home / "said"
        self.process: subprocess.Popen[bytes] | None = None
        self.servers = Servers(home, environ={})
        self.servers.attach()

    def up(self) -> subprocess.Popen[bytes]:
        environ = {name: value for name, value in os.environ.items() if name not in LEFT_OUT}
        with self.said.open("wb") as said:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "up", "--no-demo", "--port", str(self.port)],
                cwd=ROOT,
                env={**environ, "PORTAL_HOME": str(self.home)},
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=subprocess.STDOUT,
            )
        return self.process

    def heads(self) -> dict[str, int]:
        """The first process of everything that runs here, by name."""
        found = {name: started_with(MARK, f"{self.home}:{name}") for name in PROGRAMS}
        found |= {server.name: server.pids() for server in self.servers.all}
        return {name: min(pids) for name, pids in found.items() if pids}

    def runs(self) -> bool:
        return len(self.heads()) == len(PROGRAMS) + len(self.servers.all) and answers(self.port) and self.has_database()

    def has_database(self) -> bool:
        """Whether it takes connections: after a kill it recovers first, while the web processes answer already."""
        assert self.servers.postgres is not None
        try:
            return value(self.servers.postgres.url, "SELECT 1") == 1
        except psycopg.OperationalError:
            return False

    def end(self, number: int) -> int:
        assert self.process is not None
        self.process.send_signal(number)
        return self.process.wait(PATIENCE)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    site = Site(tmp_path_factory.mktemp("site"))
    site.up()
    yield site
    if site.process is not None and site.process.poll() is None:
        site.end(signal.SIGINT)


def run_again(site: Site) -> None:
    """Each test may find the site stopped or running."""
    if site.process is None or site.process.poll() is not None:
        site.up()
    assert eventually(lambda: site.runs() or (site.process is not None and site.process.poll() is not None))
    assert site.runs(), site.said.read_text()


def test_any_killed_child_is_back_soon(site: Site) -> None:
    run_again(site)
    launcher = site.process
    before = site.heads()
    for pid in before.values():
        kill(pid)
    assert eventually(lambda: site.runs() and not set(site.heads().values()) & set(before.values()))
    assert launcher is not None
    assert launcher.poll() is None
    said = site.said.read_text()
    assert all(f"{name} killed by SIGKILL" in said for name in before)


def test_after_kill_9_of_the_launcher_nothing_runs_and_the_next_start_has_the_data(site: Site) -> None:
    run_again(site)
    assert site.servers.postgres is not None
    value(site.servers.postgres.url, "CREATE TABLE IF NOT EXISTS kept_by_launcher AS SELECT 7 AS number")
    children = site.heads()
    site.end(signal.SIGKILL)
    assert eventually(lambda: not any(alive(pid) for pid in children.values()))
    run_again(site)
    assert value(site.servers.postgres.url, "SELECT number FROM kept_by_launcher") == 7


def test_after_kill_9_of_everything_the_next_start_finds_its_way(site: Site) -> None:
    run_again(site)
    assert site.process is not None
    for pid in (site.process.pid, *site.heads().values()):
        kill(pid)
    site.process.wait()
    run_again(site)


def test_ctrl_c_stops_every_process_and_a_second_start_prepares_nothing(site: Site) -> None:
    run_again(site)
    children = site.heads()
    assert site.end(signal.SIGINT) == 0
    assert not any(alive(pid) for pid in children.values())
    assert "the data is kept" in site.said.read_text()
    run_again(site)
    assert "Migrating" not in site.said.read_text()
    assert "Collecting" not in site.said.read_text()


def test_a_second_start_in_the_same_home_is_refused_with_the_way_out(site: Site) -> None:
    run_again(site)
    other = Site(site.home)
    other.said = site.home / "said-by-other"
    assert other.up().wait(PATIENCE) == 1
    assert "PORTAL_HOME=" in other.said.read_text()
    assert site.runs()


def test_a_taken_port_is_named_before_anything_starts(site: Site, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        other = Site(tmp_path)
        other.port = taken.getsockname()[1]
        assert other.up().wait(PATIENCE) == 1
    assert f"Port {other.port} cannot be used" in other.said.read_text()
    assert not (tmp_path / "postgres").exists()


def test_preparation_is_not_skipped_for_another_database(site: Site) -> None:
    run_again(site)
    assert site.servers.postgres is not None
    url = site.servers.postgres.url
    assert Stamp(site.home, url, demo=False).is_current()
    assert not Stamp(site.home, url.replace("/portal", "/postgres"), demo=False).is_current()
    assert not Stamp(site.home, url, demo=True).is_current()
