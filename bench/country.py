"""The whole country: time and space to set it up, and what screens cost with 10, 100 and all agencies.

    .venv/bin/python bench/country.py [--home FOLDER]

Starts servers of its own. Each size has a database of its own, and the screens are asked in turn, so that whatever else
the machine does slows all sizes alike. A given folder is kept, and what is in it measured again; a temporary one goes.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from portal.embedded import Servers  # noqa: E402

REPEATS = 5
SIZES = (10, 100, 0)
LABEL, DEPARTMENT = "hungyen", "skhcn-hungyen"
PUBLIC, ADMIN = "skhcn.hungyen.localhost", "cms.hungyen.localhost"


@dataclass(frozen=True)
class Cost:
    """Of one answer: SQL queries, bytes, and the median time in milliseconds."""

    queries: int
    size: int
    milliseconds: float


@contextmanager
def servers_in(home: Path) -> Iterator[None]:
    """PostgreSQL and Valkey as `make run` starts them, and Django on them."""
    servers = Servers(home, environ={})
    servers.start()
    try:
        os.environ.update(servers.urls, DJANGO_SETTINGS_MODULE="portal.settings.test", TMPDIR=str(home))
        import django

        django.setup()
        yield
        from django.db import connections

        connections.close_all()
    finally:
        servers.stop()


def set_up(number: int) -> None:
    """Hưng Yên with its first departments and communes, `number` agencies in all; 0: the whole country."""
    from django.core.management import call_command
    from django.utils import timezone

    from tenants.regulation import get_regulation
    from tenants.services import AgencySpec, provision_agency
    from tenants.unit_lists import province_rows, provision_rows

    if not number:
        call_command("provision", country=True)
        return
    regulation, now = get_regulation("hungyen-2025"), timezone.now()
    spec = AgencySpec(name="Tỉnh Hưng Yên", kind="province", regulation=regulation.code)
    province = provision_agency(spec, actor=None, now=now)
    rows = province_rows(regulation)
    list(provision_rows(province, rows[: number - 1], actor=None, now=now))


def person(role: str, slug: str) -> Any:
    from security.models import User
    from tenants.models import Agency
    from tests.factories import make_user

    name = f"{role}_{slug.replace('-', '_')}"
    known = User.objects.filter(username=name).first()
    return known or make_user(name, role=role, agency=Agency.objects.get(slug=slug))


def screens() -> dict[str, Any]:
    """A function for each screen that answers it; screens whose route is not there are left out."""
    from django.test import Client
    from django.urls import NoReverseMatch, reverse

    from tenants.models import Agency

    home = Agency.objects.get(slug=DEPARTMENT).home_page_id
    wanted = {
        "admin home": ("agency_admin", DEPARTMENT, "wagtailadmin_home", []),
        "explorer": ("agency_admin", DEPARTMENT, "wagtailadmin_explore", [home]),
        "page chooser": ("agency_admin", DEPARTMENT, "wagtailadmin_choose_page", []),
        "image chooser": ("agency_admin", DEPARTMENT, "wagtailimages_chooser:choose", []),
        "people": ("agency_admin", DEPARTMENT, "security:people", []),
        "agencies": ("office", LABEL, "tenants:agencies", []),
    }
    found = {"front page": lambda: Client().get("/", headers={"host": PUBLIC})}
    for name, (role, slug, route, args) in wanted.items():
        try:
            path = reverse(route, args=args, urlconf="portal.admin_urls")
        except NoReverseMatch:
            continue
        client = Client()
        client.force_login(person(role, slug), backend="django.contrib.auth.backends.ModelBackend")
        address = f"/a/{slug}{path}"
        found[name] = lambda client=client, address=address: client.get(address, headers={"host": ADMIN})
    return found


@contextmanager
def database(name: str) -> Iterator[None]:
    """Django on another database of the server, with nothing remembered of the last one."""
    from django.conf import settings
    from django.core.cache import cache
    from django.db import connection, connections

    from tenants.clock import forget_calendars
    from tenants.hosts import forget_hosts

    connections.close_all()
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name
    cache.clear()
    forget_hosts()
    forget_calendars()
    yield
    connections.close_all()


def prepare(number: int) -> str:
    """The database with so many agencies, made where it is missing; says what that took."""
    from django.core.management import call_command
    from django.db import connection

    name = f"country_{number or 'all'}"
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        is_new = cursor.fetchone() is None
        if is_new:
            cursor.execute(f"CREATE DATABASE {name}")
    with database(name):
        if is_new:
            call_command("migrate", verbosity=0)
        started, busy = time.perf_counter(), time.process_time()
        set_up(number)
        seconds, own = time.perf_counter() - started, time.process_time() - busy
        tell(f"{'set up' if is_new else 'looked through'} in {seconds:.0f} s ({own:.0f} s of them Python's)")
    return name


def tell(what: str) -> None:
    from django.db import connection

    from tenants.models import Agency, BasePage

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        cursor.execute("SELECT pg_database_size(current_database())")
        megabytes = cursor.fetchone()[0] / 2**20
    agencies, pages = Agency.objects.count(), BasePage.objects.count()
    print(f"{agencies} agencies, {pages} pages: {what}, {megabytes:.0f} MB on disk", flush=True)


def measure(name: str, ask: Any) -> Cost:
    """Queries and bytes of a request that remembers no host, and the time of the one after it."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from tenants.hosts import forget_hosts

    ask()
    forget_hosts()
    with CaptureQueriesContext(connection) as captured:
        answer = ask()
    if answer.status_code != 200:
        raise SystemExit(f"{name} answered {answer.status_code}")
    queries = len(captured)  # read at once: the next request empties the log
    started = time.perf_counter()
    ask()
    return Cost(queries, len(answer.content), 1000 * (time.perf_counter() - started))


def measure_all(names: list[str]) -> dict[str, dict[str, Cost]]:
    """By screen and database: queries, bytes and the median time of some rounds through all of them."""
    rounds: dict[str, dict[str, list[Cost]]] = {}
    for _ in range(REPEATS):
        for name in names:
            with database(name):
                for screen, ask in screens().items():
                    rounds.setdefault(screen, {}).setdefault(name, []).append(measure(screen, ask))
    return {
        screen: {
            name: replace(costs[-1], milliseconds=statistics.median(cost.milliseconds for cost in costs))
            for name, costs in by_name.items()
        }
        for screen, by_name in rounds.items()
    }


def report(names: list[str]) -> None:
    sizes = ", ".join(name.rpartition("_")[2] for name in names)
    print(f"\n| screen | queries ({sizes}) | bytes | median ms | time full/10 |\n|---|---|---|---|---|")
    for screen, by_name in measure_all(names).items():
        costs = [by_name[name] for name in names]
        columns = [
            ", ".join(f"{cost.queries}" for cost in costs),
            ", ".join(f"{cost.size:,}" for cost in costs),
            ", ".join(f"{cost.milliseconds:.0f}" for cost in costs),
            f"{costs[-1].milliseconds / costs[0].milliseconds:.2f}",
        ]
        print(f"| {screen} | {' | '.join(columns)} |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--home", type=Path, help="folder of the servers, kept at the end")
    given = parser.parse_args().home
    home = (given or Path(tempfile.mkdtemp(prefix="cong-country-"))).resolve()
    try:
        with servers_in(home):
            from django.test.utils import setup_test_environment

            setup_test_environment()
            report([prepare(number) for number in SIZES])
    finally:
        if given is None:
            shutil.rmtree(home, ignore_errors=True)


if __name__ == "__main__":
    main()
