"""Every test runs on a real PostgreSQL and a real Valkey, shared by all processes of one run (portal/settings/test.py).

The database is a clone of a prepared one (tests/world_database.py) that holds a small world (tests/world.py): two
provinces with components and a person in each role. The fixture `world` reads it:

    def test_something(world, client):
        assert portal_get(client, world.host("skhcn")).status_code == 200

Tests run in a transaction that is rolled back; one that commits (`@pytest.mark.django_db(transaction=True)`, live
servers) finds the same world, and the database is cloned anew after it: nothing is flushed, because decisions and audit
rows refuse to be.

`make test` gives whole files to two processes: what a file starts, it starts once. Files that take long go first
(`LONG`), so that both processes end at about the same time; all others come in random order.
"""

from __future__ import annotations

import gc
import itertools
import os
import threading
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from pytest_django.plugin import blocking_manager_key

pytest_plugins = ["tests.plugin_clauses"]
COMMITTING = {"transactional_db", "live_server", "django_db_reset_sequences", "django_db_serialized_rollback"}
LONG = (
    "e2e/",
    "isolation/test_crawl.py",
    "portal/test_launcher.py",
    "portal/test_production.py",
    "portal/test_embedded.py",
    "portal/test_supervisor.py",
    "security/test_backup.py",
    "isolation/",
    "portal/test_constant_cost.py",
    "tenants/test_bulk_provisioning.py",
    "tenants/test_provision_country.py",
)
"""Where the tests that take half a minute and more are, the longest first."""
HERE = Path(__file__).parent
DATABASE = pytest.StashKey[Any]()
_tests = itertools.count(1)


def pytest_sessionstart(session: pytest.Session) -> None:
    """Under `-n` this process only waits for the others: while they collect, it makes the world that they clone."""
    if session.config.getoption("numprocesses", None):
        threading.Thread(target=_prepare, args=[session.config]).start()


def _prepare(config: pytest.Config) -> None:
    from tests.world import make_world
    from tests.world_database import WorldDatabase

    with config.stash[blocking_manager_key].unblock():
        WorldDatabase(make_world).prepare()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The long ones first; the others stay in the random order in which they are."""
    items.sort(key=lambda item: _turn(item.path.relative_to(HERE).as_posix()))


def _turn(path: str) -> int:
    return next((number for number, start in enumerate(LONG) if path.startswith(start)), len(LONG))


def pytest_collection_finish() -> None:
    """What is loaded by now stays: the garbage collector need not walk through it again and again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest, django_test_environment: None, django_db_blocker: Any
) -> Iterator[None]:
    """Clones the world's database for this process."""
    from django.test import TransactionTestCase

    from tests.world import make_world
    from tests.world_database import WorldDatabase

    database = WorldDatabase(make_world)
    with django_db_blocker.unblock():
        database.create()
    request.config.stash[DATABASE] = database
    TransactionTestCase._fixture_teardown = lambda _self: None  # type: ignore[method-assign]
    yield
    with django_db_blocker.unblock():
        database.drop()


def commits(item: pytest.Item) -> bool:
    """Whether a test writes outside a transaction that is rolled back."""
    marker = item.get_closest_marker("django_db")
    return bool(marker and marker.kwargs.get("transaction")) or bool(COMMITTING & set(item.fixturenames))  # type: ignore[attr-defined]


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_teardown(item: pytest.Item) -> Generator[None, Any, Any]:
    """After a test that committed, the database is cloned anew."""
    try:
        return (yield)
    finally:
        database = item.config.stash.get(DATABASE, None)
        if database is not None and commits(item):
            with item.config.stash[blocking_manager_key].unblock():
                database.create()


@pytest.fixture(autouse=True)
def _nothing_remembered() -> Iterator[None]:
    """What a process remembers for a few seconds, or the shared cache for minutes, does not outlive a test.

    Clones of one database give the same keys again and again: a test must not find the renditions of another's image.
    """
    from django.conf import settings
    from django.core.cache import caches

    from tenants.clock import forget_calendars
    from tenants.hosts import forget_hosts

    forget_hosts()
    forget_calendars()
    prefix = f"test-{os.getpid()}-{next(_tests)}"
    settings.CACHES["default"]["KEY_PREFIX"] = caches["default"].key_prefix = prefix
    yield


@pytest.fixture
def world(db: None) -> Any:
    """The agencies and people of tests/world.py."""
    from tests.world import World

    return World()


@pytest.fixture
def province(world: Any) -> Any:
    """Hưng Yên."""
    return world.hungyen


@pytest.fixture
def department(world: Any) -> Any:
    """Hưng Yên's department of science and technology."""
    return world.skhcn


@pytest.fixture
def commune(world: Any) -> Any:
    """The ward Phố Hiến in Hưng Yên."""
    return world.commune
