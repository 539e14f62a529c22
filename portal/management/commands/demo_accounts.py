"""List the demo's accounts: where to sign in, user name, password, role."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from portal.demo.people import accounts

SHOWN = 9


class Command(BaseCommand):
    help = "List the demo accounts by role (--json: all of them, for machines)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        rows = [asdict(account) for account in accounts()]
        if options["json"]:
            self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=2))
            return
        self.stdout.write("Demo accounts (all of them: manage.py demo_accounts --json):")
        for row in rows[:SHOWN]:
            self.stdout.write(f"  {row['role']:<13} {row['username']:<26} {row['password']}   {row['host']}")
