"""`manage.py up`, for `manage.py help` and call_command; manage.py itself goes straight to the launcher."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from portal.launcher import add_arguments, run


class Command(BaseCommand):
    help = "Start the servers, the web, the worker and beat; Ctrl-C stops them and keeps the data."

    def add_arguments(self, parser: CommandParser) -> None:
        add_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        raise SystemExit(run(options["port"], demo=not options["no_demo"]))
