"""The whole country: time and space to set it up, and what screens cost with 10, 100 and all agencies.

    .venv/bin/python bench/country.py [--home FOLDER] [--keep] [10 100]

Starts servers of its own in the folder, which must be empty or not there; without one in a temporary folder. Removes it
at the end, unless told to keep it.
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
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from portal.embedded import Servers  # noqa: E402

REPEATS = 5
SMALL = (10, 100)
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


def measure(name: str, ask: Any) -> Cost:
    """Queries of a request that remembers no host, and the times of those that follow a first one."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from tenants.hosts import forget_hosts

    ask()
    forget_hosts()
    with CaptureQueriesContext(connection) as captured:
        answer = ask()
    if answer.status_code != 200:
        raise SystemExit(f"{name} answered {answer.status_code}")
    queries, times = len(captured), []
    for _ in range(REPEATS):
        started = time.perf_counter()
        ask()
        times.append(1000 * (time.perf_counter() - started))
    return Cost(queries, len(answer.content), statistics.median(times))


def stage(number: int) -> tuple[int, dict[str, Cost]]:
    """Sets up so many agencies, says what that took, and measures every screen."""
    from django.db import connection

    from tenants.models import Agency, BasePage

    started, busy = time.perf_counter(), time.process_time()
    set_up(number)
    seconds, own = time.perf_counter() - started, time.process_time() - busy
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        cursor.execute("SELECT pg_database_size(current_database())")
        megabytes = cursor.fetchone()[0] / 2**20
    agencies, pages = Agency.objects.count(), BasePage.objects.count()
    took = f"{seconds:.0f} s ({own:.0f} s of Python)"
    print(f"{agencies} agencies, {pages} pages: {took}, {megabytes:.0f} MB on disk", flush=True)
    return agencies, {name: measure(name, ask) for name, ask in screens().items()}


def report(stages: list[tuple[int, dict[str, Cost]]]) -> None:
    sizes = ", ".join(f"{agencies:,}" for agencies, _costs in stages)
    print(f"\n| screen | queries ({sizes}) | bytes | median ms | time full/10 |\n|---|---|---|---|---|")
    for name in stages[0][1]:
        costs = [costs[name] for _agencies, costs in stages]
        columns = [
            ", ".join(f"{cost.queries}" for cost in costs),
            ", ".join(f"{cost.size:,}" for cost in costs),
            ", ".join(f"{cost.milliseconds:.0f}" for cost in costs),
            f"{costs[-1].milliseconds / costs[0].milliseconds:.2f}",
        ]
        print(f"| {name} | {' | '.join(columns)} |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, help="folder of the servers")
    parser.add_argument("--keep", action="store_true", help="leave the home with its database")
    parser.add_argument("sizes", nargs="*", type=int, help="agencies before the whole country; 10 100 by default")
    options = parser.parse_args()
    home = (options.home or Path(tempfile.mkdtemp(prefix="cong-country-"))).resolve()
    if home.exists() and any(home.iterdir()):
        parser.error(f"{home} is not empty")
    try:
        with servers_in(home):
            from django.core.management import call_command
            from django.test.utils import setup_test_environment

            setup_test_environment()
            call_command("migrate", verbosity=0)
            report([stage(number) for number in (*(options.sizes or SMALL), 0)])
    finally:
        if not options.keep:
            shutil.rmtree(home, ignore_errors=True)


if __name__ == "__main__":
    main()
