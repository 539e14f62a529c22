from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from security.backup.errors import BackupError
from security.backup.keys import make_pair


class Command(BaseCommand):
    help = "Make the key pair of the backups: the private half goes to FILE, the public half is printed."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="where the private key goes; keep it off this server")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            public = make_pair(options["file"])
        except BackupError as error:
            raise CommandError(str(error)) from None
        self.stderr.write(f"The private key is in {options['file']}. Move it off this server and keep two copies:")
        self.stderr.write("without it no backup can be opened. The public key, for BACKUP_PUBLIC_KEY:")
        self.stdout.write(public)
