"""`manage.py look`: writes an agency's look into a file, and takes an earlier version or a file into use (TB.10.3)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone, translation

from tenants.look_files import export_look, file_name, import_look
from tenants.looks import look_in_use, look_of, restore_look
from tenants.models import Agency, Look


class Command(BaseCommand):
    help = "Export the look of an agency's portal as a file, or restore it from a version or a file; content stays."

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        export = actions.add_parser("export", help="write a version into a ZIP file")
        restore = actions.add_parser("restore", help="take an earlier version, or the look of a file, into use")
        for each in (export, restore):
            each.add_argument("agency", help="key of the agency, as in the address of its work area (/a/<key>/)")
        export.add_argument("--number", type=int, help="the version; that in use if none is given")
        export.add_argument("--to", type=Path, help="the file to write; a name in the current folder if none is given")
        restore.add_argument("source", help="number of a version (0: as set up), or a file")
        restore.add_argument("--note", default="", help="what the list of versions says about it")

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override("en"):
            agency = Agency.objects.select_related("look").filter(slug=options["agency"]).first()
            if agency is None:
                raise CommandError(f"No agency has the key “{options['agency']}”.")
            try:
                self._export(agency, options) if options["action"] == "export" else self._restore(agency, options)
            except Look.DoesNotExist:
                raise CommandError(f"{agency} has no such version of its look.") from None
            except ValidationError as error:
                raise CommandError(" ".join(error.messages)) from error
            except OSError as error:
                raise CommandError(str(error)) from error

    def _export(self, agency: Agency, options: dict[str, Any]) -> None:
        number = options["number"]
        look = look_in_use(agency) if number is None else look_of(agency, number)
        target = options["to"] or Path(file_name(agency, look))
        target.write_bytes(export_look(agency, look))
        self.stdout.write(f"{target}: version {look.number} of {agency}")

    def _restore(self, agency: Agency, options: dict[str, Any]) -> None:
        source, note, now = options["source"], options["note"], timezone.now()
        if source.isdecimal():
            look = restore_look(agency, int(source), actor=None, now=now, note=note)
        else:
            with Path(source).open("rb") as file:
                look, lost = import_look(agency, File(file), actor=None, now=now, note=note)
            for address in lost:
                self.stdout.write(f"left out of the menu, no such page: {address}")
        self.stdout.write(f"{agency}: version {look.number} is in use")
