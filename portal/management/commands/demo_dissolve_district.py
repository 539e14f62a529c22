"""Dissolve a district of the demo into its communes, as the reform of 2025 did."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone, translation

from portal.demo.reform import dissolve_district
from tenants.models import Agency, AgencyKind, AgencyState

DISTRICT = "tambinh-vinhlong"


class Command(BaseCommand):
    help = "Dissolve a district of the demo into its communes. Interrupted, it goes on where it stopped."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("district", nargs="?", default=DISTRICT, help=f"key of the district ({DISTRICT})")

    def handle(self, *args: Any, **options: Any) -> None:
        rows = Agency.objects.filter(kind=AgencyKind.DISTRICT, is_demo=True).select_related("province", "successor")
        district = rows.filter(slug=options["district"]).first()
        if district is None:
            raise CommandError("There is no such district on the demo: load it first (manage.py demo).")
        if district.state == AgencyState.CLOSED:
            self.stdout.write(f"{district} has ended already; its main successor is {district.successor}.")
            return
        with translation.override("vi"):
            dissolve_district(district, now=timezone.now(), say=self.stdout.write)
