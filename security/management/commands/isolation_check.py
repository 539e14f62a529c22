"""Prove on this installation that agencies see and change nothing of each other."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from security.isolation.live import check_live
from security.isolation.routes import NOT_FILLED
from tenants.roles import ROLES


class Command(BaseCommand):
    help = "Walk around canary agencies in every role, in a transaction that is undone; ends with 1 if it finds a hole."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--role", action="append", choices=[*map(str, ROLES), "superuser"], help="only as this role (repeatable)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        coverage = check_live(timezone.now(), options["role"])
        for name, reason in NOT_FILLED.items():
            self.stdout.write(f"not filled in: {name} ({reason})")
        for finding in coverage.findings:
            self.stderr.write(str(finding))
        for name in coverage.undecided:
            self.stderr.write(f"nobody has said what the arguments of {name} are")
        said = f"{coverage.asked} requests, {len(coverage.answered)} screens answered, {len(coverage.findings)} holes"
        if not coverage.clean:
            raise CommandError(said)
        self.stdout.write(self.style.SUCCESS(said))
