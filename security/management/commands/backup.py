from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from security.backup.errors import BackupError
from security.backup.making import make_backup


class Command(BaseCommand):
    help = "Back up database and media now, prove it by a test restore, and copy it to the second place."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            run = make_backup(timezone.now())
        except BackupError as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"{run.name}  {run.size} bytes  SHA-256 {run.sha256}")
        if not run.other_device:
            self.stderr.write("The second copy lies on the same device: set BACKUP_SECOND_DIR to another (VL.19.2b).")
