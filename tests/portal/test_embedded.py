"""The embedded servers: what they are, what survives kill -9, and who is kept out."""

from __future__ import annotations

import os
import shutil
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import dj_database_url
import psycopg
import pytest
import redis

from portal.embedded import AlreadyRunning, LauncherError, Servers, running_urls
from portal.embedded.postgres import PostgresServer
from portal.embedded.reset import reset
from tests.portal.embedded_world import ROOT, alive, eventually, finish, kill, start_elsewhere, value


@pytest.fixture(scope="module")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home after its first start; the tests copy it, which is quicker than another first start."""
    home = tmp_path_factory.mktemp("made")
    servers = Servers(home, environ={})
    servers.start()
    servers.stop()
    return home


@pytest.fixture
def home(made_once: Path, tmp_path: Path) -> Path:
    shutil.copytree(made_once / "postgres", tmp_path / "home" / "postgres")
    return tmp_path / "home"


@pytest.fixture
def servers(home: Path) -> Iterator[Servers]:
    """Servers that a test may kill."""
    servers = Servers(home, environ={})
    servers.start()
    yield servers
    servers.stop()


@pytest.fixture(scope="module")
def standing(made_once: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servers]:
    """Servers for the tests that only ask them something."""
    home = tmp_path_factory.mktemp("standing")
    shutil.copytree(made_once / "postgres", home / "postgres")
    servers = Servers(home, environ={})
    servers.start()
    yield servers
    servers.stop()


def postgres_of(servers: Servers) -> PostgresServer:
    assert servers.postgres is not None
    return servers.postgres


def test_the_application_is_no_superuser_and_vietnamese_is_upper_cased(standing: Servers) -> None:
    url = standing.urls["DATABASE_URL"]
    assert value(url, "SELECT current_setting('is_superuser')") == "off"
    assert value(url, "SELECT rolsuper OR rolreplication FROM pg_roles WHERE rolname = current_user") is False
    assert value(url, "SELECT upper('đặc khu')") == "ĐẶC KHU"
    assert value(url, "SHOW data_checksums") == "on"
    assert value(url, "SHOW summarize_wal") == "on"


def test_a_new_test_database_has_the_extensions(standing: Servers) -> None:
    url = standing.urls["DATABASE_URL"]
    value(url, "CREATE DATABASE test_new")
    assert (
        value(postgres_of(standing).url_for("portal", "test_new"), "SELECT unaccent('đặc') || similarity('ab', 'ab')")
        == "dac1"
    )


def test_no_server_listens_on_the_network_and_only_its_owner_reaches_the_sockets(standing: Servers) -> None:
    assert value(standing.urls["DATABASE_URL"], "SHOW listen_addresses") == ""
    for name in ("VALKEY_URL", "VALKEY_CACHE_URL"):
        with redis.from_url(standing.urls[name]) as client:
            assert client.config_get("port") == {"port": "0"}
    assert stat.S_IMODE(postgres_of(standing).sockets.stat().st_mode) == 0o700


def test_records_are_kept_and_the_cache_makes_room(standing: Servers) -> None:
    with (
        redis.from_url(standing.urls["VALKEY_URL"]) as records,
        redis.from_url(standing.urls["VALKEY_CACHE_URL"]) as cache,
    ):
        assert records.config_get("maxmemory-policy", "appendonly") == {
            "maxmemory-policy": "noeviction",
            "appendonly": "yes",
        }
        assert cache.config_get("maxmemory-policy") == {"maxmemory-policy": "allkeys-lru"}


def test_django_reads_the_address(standing: Servers) -> None:
    parsed = dj_database_url.parse(standing.urls["DATABASE_URL"])
    assert parsed["HOST"] == str(postgres_of(standing).sockets)
    assert (parsed["USER"], parsed["NAME"]) == ("portal", "portal")


def test_kill_9_of_every_server_loses_nothing_committed(servers: Servers) -> None:
    value(servers.urls["DATABASE_URL"], "CREATE TABLE kept AS SELECT 1 AS number")
    with redis.from_url(servers.urls["VALKEY_URL"]) as client:
        client.set("kept", "yes")
    for server in servers.all:
        assert server.process is not None
        kill(server.process.pid)
        server.process.wait()
    for server in servers.all:
        server.launch()
        server.wait_ready()
    assert value(servers.urls["DATABASE_URL"], "SELECT number FROM kept") == 1
    with redis.from_url(servers.urls["VALKEY_URL"]) as client:
        assert client.get("kept") == b"yes"


def test_servers_die_with_a_killed_launcher_and_the_next_start_has_the_data(home: Path) -> None:
    launcher = start_elsewhere("own", home)
    urls = running_urls(home)
    assert urls is not None
    value(urls["DATABASE_URL"], "CREATE TABLE kept AS SELECT 2 AS number")
    servers = Servers(home, environ={})
    servers.attach()
    pids = [pid for server in servers.all for pid in server.pids()]
    assert len(pids) == 3
    finish(launcher, signal.SIGKILL)
    assert eventually(lambda: not any(alive(pid) for pid in pids))
    assert running_urls(home) is None
    servers.start()
    assert value(servers.urls["DATABASE_URL"], "SELECT number FROM kept") == 2
    servers.stop()


def test_servers_that_outlived_their_launcher_are_ended_before_a_start(home: Path) -> None:
    finish(start_elsewhere("orphans", home), signal.SIGKILL)
    servers = Servers(home, environ={})
    servers.attach()
    orphans = [pid for server in servers.all for pid in server.pids()]
    assert len(orphans) == 3
    servers.start()
    assert not any(alive(pid) for pid in orphans)
    assert value(servers.urls["DATABASE_URL"], "SELECT 1") == 1
    servers.stop()


def test_a_pid_file_that_names_a_stranger_is_no_obstacle_and_no_danger_to_it(home: Path) -> None:
    stranger = subprocess.Popen(["sleep", "1000"])
    (home / "postgres" / "postmaster.pid").write_text(f"{stranger.pid}\n{home / 'postgres'}\n1\n5432\n\n\n1 1\nready\n")
    servers = Servers(home, environ={})
    servers.start()
    assert value(servers.urls["DATABASE_URL"], "SELECT 1") == 1
    servers.stop()
    assert alive(stranger.pid)
    stranger.kill()
    stranger.wait()


def test_a_first_start_that_was_killed_is_begun_again(tmp_path: Path) -> None:
    half = tmp_path / "postgres.unfinished"
    half.mkdir()
    (half / "PG_VERSION").write_text("18\n")
    servers = Servers(tmp_path, environ={"VALKEY_URL": "redis://given", "VALKEY_CACHE_URL": "redis://given"})
    servers.start()
    assert value(servers.urls["DATABASE_URL"], "SELECT current_user::text") == "portal"
    servers.stop()
    assert not half.exists()


def test_a_second_launcher_is_refused_and_the_first_one_found(standing: Servers) -> None:
    with pytest.raises(AlreadyRunning, match=f"in use by process {os.getpid()}"):
        Servers(standing.home, environ={}).start()
    assert running_urls(standing.home) == standing.urls
    assert value(standing.urls["DATABASE_URL"], "SELECT 1") == 1


def test_after_a_stop_nothing_runs_and_nothing_is_announced(home: Path) -> None:
    servers = Servers(home, environ={})
    servers.start()
    servers.stop()
    assert [pid for server in servers.all for pid in server.pids()] == []
    assert running_urls(home) is None


def test_data_of_another_major_version_is_left_alone_with_instructions(home: Path) -> None:
    (home / "postgres" / "PG_VERSION").write_text("17\n")
    with pytest.raises(LauncherError, match="was made by PostgreSQL 17(?s:.)*pg_dump"):
        Servers(home, environ={}).start()


def test_a_home_with_a_long_path_has_its_sockets_elsewhere(made_once: Path, tmp_path: Path) -> None:
    home = tmp_path / ("long-name-" * 12) / "nhà riêng"
    shutil.copytree(made_once / "postgres", home / "postgres")
    servers = Servers(home, environ={})
    servers.start()
    folder = postgres_of(servers).sockets
    assert not folder.is_relative_to(home)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert value(servers.urls["DATABASE_URL"], "SELECT 1") == 1
    with redis.from_url(servers.urls["VALKEY_URL"]) as client:
        assert client.ping()
    servers.stop()
    shutil.rmtree(folder)


def test_addresses_in_the_environment_replace_the_servers(tmp_path: Path) -> None:
    given = {"DATABASE_URL": "postgres://db/x", "VALKEY_URL": "redis://a", "VALKEY_CACHE_URL": "redis://b"}
    servers = Servers(tmp_path, environ=given)
    servers.start()
    assert servers.all == []
    assert servers.urls == given
    servers.stop()


def test_the_last_test_process_stops_the_shared_servers(home: Path) -> None:
    first, second = start_elsewhere("shared", home), start_elsewhere("shared", home)
    servers = Servers(home, shared=True, environ={})
    servers.attach()
    postgres = postgres_of(servers)
    finish(first)
    assert value(postgres.url, "SHOW max_connections") == "200"
    finish(second)
    assert [pid for server in servers.all for pid in server.pids()] == []


def test_databases_of_killed_test_runs_are_removed(home: Path) -> None:
    killed = start_elsewhere("shared", home)
    servers = Servers(home, shared=True, environ={})
    servers.attach()
    value(postgres_of(servers).url, "CREATE DATABASE test_left")
    finish(killed, signal.SIGKILL)
    user = start_elsewhere("shared", home)
    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        value(postgres_of(servers).url_for("portal", "test_left"), "SELECT 1")
    finish(user)


def test_reset_refuses_while_running_and_then_empties_the_home(home: Path) -> None:
    servers = Servers(home, environ={})
    servers.start()
    with pytest.raises(AlreadyRunning):
        reset(home)
    servers.stop()
    reset(home)
    assert [entry.name for entry in home.iterdir()] == ["lock"]


def test_reset_leaves_a_folder_alone_that_is_no_home(tmp_path: Path) -> None:
    (tmp_path / "letters").mkdir()
    with pytest.raises(LauncherError, match="nothing was removed"):
        reset(tmp_path)
    assert (tmp_path / "letters").is_dir()


def test_it_needs_no_django() -> None:
    code = "import sys, portal.embedded, portal.launcher; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0
