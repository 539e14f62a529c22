"""Make database, static files and, at the first start, the demo ready in one process, before the web starts."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandParser
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from portal.preparation import Stamp, digest
from security.backup.keys import ensure_demo_pair
from tenants.models import Agency


class Command(BaseCommand):
    help = "Migrate, collect static files and load the demo, each only where there is something to do."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--no-demo", action="store_true", help="leave an empty site empty")

    def handle(self, *args: Any, **options: Any) -> None:
        demo = not options["no_demo"]
        stamp = Stamp(settings.PORTAL_HOME, os.environ.get("DATABASE_URL", ""), demo)
        self._migrate()
        static = self._collect_static(stamp.static)
        if demo:
            self._load_demo()
            if not settings.BACKUP_PUBLIC_KEY:
                ensure_demo_pair(settings.PORTAL_HOME)
        stamp.save(static)

    def _migrate(self) -> None:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.stdout.write("Migrating the database …")
            call_command("migrate", interactive=False, verbosity=0)

    def _collect_static(self, collected: str) -> str:
        wanted = digest(static_sources())
        if wanted != collected or not Path(settings.STATIC_ROOT).is_dir():
            self.stdout.write("Collecting static files …")
            call_command("collectstatic", interactive=False, verbosity=0)
        return wanted

    def _load_demo(self) -> None:
        """Load it into a site that holds nothing yet, or finish one that was interrupted."""
        unfinished = settings.PORTAL_HOME / "demo-unfinished"
        empty = not Agency.objects.exists() and not get_user_model().objects.exists()
        if (empty or unfinished.exists()) and "demo" in get_commands():
            self.stdout.write("Loading the demo provinces (first start only) …")
            unfinished.touch()
            call_command("demo")
            unfinished.unlink()


def static_sources() -> Iterator[Path]:
    """Every file that collectstatic would take."""
    for finder in get_finders():
        for name, storage in finder.list([]):
            yield Path(storage.path(name))
