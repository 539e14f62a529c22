"""Queries and time of an anonymous front page with 10, 100 and 1,000 agencies in one province.

    .venv/bin/python bench/home_queries.py [10 100 1000]

Works in a scratch database of the test servers (the one that the tests clone), which is dropped at the end.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings.test"

from portal.embedded import shared_test_servers  # noqa: E402

os.environ.update(shared_test_servers())

import django  # noqa: E402

django.setup()

from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext, setup_test_environment  # noqa: E402

from tenants.hosts import forget_hosts  # noqa: E402
from tenants.models import Agency  # noqa: E402
from tests.portal.crowd import add_agencies, add_news  # noqa: E402
from tests.world import World, make_world  # noqa: E402
from tests.world_database import WorldDatabase  # noqa: E402

REPEATS = 15
HOSTS = {"province": "hungyen.localhost", "department": "skhcn.hungyen.localhost"}


def measure(client: Client, host: str) -> tuple[int, float, int]:
    """Queries of a request that remembers no host, least time in milliseconds of those that follow, bytes."""
    forget_hosts()
    with CaptureQueriesContext(connection) as captured:
        response = client.get("/", headers={"host": host})
    if response.status_code != 200:
        raise SystemExit(f"{host} answered {response.status_code}")
    queries = len(captured)  # read at once: the next request empties the log
    times = []
    for _ in range(REPEATS):
        started = time.perf_counter()
        client.get("/", headers={"host": host})
        times.append(1000 * (time.perf_counter() - started))
    return queries, min(times), len(response.content)


def run(sizes: list[int]) -> None:
    """Prints one line for each number of agencies and each front page."""
    client, world = Client(), World()
    for agency in (world.hungyen, world.skhcn):
        add_news(agency, 12)
    for host in HOSTS.values():
        measure(client, host)
    print(f"{'agencies':>8}  {'front page':<11} {'queries':>7} {'least ms':>10} {'kB':>6}")
    for size in sorted(sizes):
        there = Agency.objects.of_province(world.hungyen).count()
        add_agencies(world.hungyen, max(size - there, 0))
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        for name, host in HOSTS.items():
            queries, milliseconds, size_in_bytes = measure(client, host)
            print(f"{size:>8}  {name:<11} {queries:>7} {milliseconds:>10.1f} {size_in_bytes / 1024:>6.0f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=[10, 100, 1000])
    sizes = parser.parse_args().sizes
    if max(sizes) > 5000:
        parser.error("at most 5000 agencies")
    setup_test_environment()
    database = WorldDatabase(make_world)
    database.create()
    try:
        run(sizes)
    finally:
        database.drop()


if __name__ == "__main__":
    main()
