from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from security.backup.database import Database
from security.backup.errors import BackupError
from security.backup.keys import identity
from security.backup.restoring import restore


class Command(BaseCommand):
    help = "Restore a backup into an empty database and an empty folder of media."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("source", type=Path, help="the file cong-….tar.age")
        parser.add_argument("--identity", type=Path, required=True, help="the file with the private key")
        parser.add_argument("--database-url", default="", help="the empty database (default: this installation's)")
        parser.add_argument("--media", type=Path, default=None, help="the empty folder (default: MEDIA_ROOT)")

    def handle(self, *args: Any, **options: Any) -> None:
        url, media = options["database_url"], options["media"] or Path(settings.MEDIA_ROOT)
        database = Database.at(url) if url else Database.of(connection.settings_dict)
        try:
            done = restore(options["source"], identity(options["identity"]), database, media)
        except BackupError as error:
            raise CommandError(str(error)) from None
        self.stdout.write(
            f"Restored the state of {done.made_at}: {done.rows} rows in {done.tables} tables, {done.files} files, "
            f"in {done.seconds:.0f} s. All equal to what was backed up."
        )
