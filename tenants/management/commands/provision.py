"""`manage.py provision`: sets up a province and its agencies, from a list or from the data of the house."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone
from tqdm import tqdm

from tenants.models import Agency, AgencyHost, AgencyKind, HostKind
from tenants.regulation import Regulation, RegulationError, all_regulations, get_regulation
from tenants.services import AgencySpec, provision_agency
from tenants.unit_lists import ListError, UnitRow, province_rows, provision_rows, read_list


class Command(BaseCommand):
    help = (
        "Set up a province and its agencies: those of FILE (CSV with a header, or TOML with [[agency]]), "
        "or, without FILE, all units of the province that the data of the house knows. What is there stays as it is."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, help="list of agencies: kind, name, parent, label, …")
        parser.add_argument("--province", required=True, help="label of the province's domain, such as hungyen")
        parser.add_argument("--regulation", default="", help="code, when the province has more than one regulation")
        parser.add_argument("--dry-run", action="store_true", help="show what would come to be, and keep nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        regulation = regulation_of(options["province"], options["regulation"])
        try:
            rows = read_list(options["file"]) if options["file"] else province_rows(regulation)
            if options["dry_run"]:
                with transaction.atomic():
                    self._run(regulation, rows)
                    self._show_names(regulation)
                    transaction.set_rollback(True)
                self.stdout.write("Dry run: nothing was kept.")
            else:
                self._run(regulation, rows)
        except ListError as error:
            raise CommandError(str(error)) from error

    def _run(self, regulation: Regulation, rows: list[UnitRow]) -> None:
        now = timezone.now()
        name = f"Tỉnh {regulation.identity.province_vi}"
        known = Agency.objects.filter(kind=AgencyKind.PROVINCE, regulation_code=regulation.code).first()
        spec = AgencySpec(name=known.name if known else name, kind=AgencyKind.PROVINCE, regulation=regulation.code)
        province = provision_agency(spec, actor=None, now=now)
        made = provision_rows(province, rows, actor=None, now=now)
        for _agency in tqdm(made, total=len(rows), unit="agency", disable=not self.stderr.isatty()):
            pass
        self.stdout.write(f"{province.name}: {Agency.objects.of_province(province).count()} agencies.")
        self._show_undecided(province)

    def _show_names(self, regulation: Regulation) -> None:
        hosts = AgencyHost.objects.filter(kind=HostKind.PORTAL, agency__province__regulation_code=regulation.code)
        for row in hosts.select_related("agency").order_by("agency__sort_key"):
            self.stdout.write(f"  {row.hostname:<50} {row.agency.name}")

    def _show_undecided(self, province: Agency) -> None:
        """Names that the rule could not give: taken by another, or reserved."""
        rows = AgencyHost.objects.filter(agency__province=province, provisional=True).select_related("agency")
        if rows:
            self.stdout.write("Domains to be decided:")
        for row in rows.order_by("agency__sort_key"):
            self.stdout.write(f"  {row.hostname:<50} {row.agency.name} ({row.agency.unit_code or '–'})")


def regulation_of(label: str, code: str) -> Regulation:
    """The regulation by its code, else the only one of the province with this domain label. Raises CommandError."""
    try:
        known = [get_regulation(code)] if code else list(all_regulations())
    except RegulationError as error:
        raise CommandError(str(error)) from error
    fitting = [regulation for regulation in known if regulation.identity.host_base.split(".")[0] == label]
    if len(fitting) == 1:
        return fitting[0]
    labels = ", ".join(sorted({regulation.identity.host_base.split(".")[0] for regulation in known}))
    reason = "has several regulations: choose one with --regulation" if fitting else f"has none; known are {labels}"
    raise CommandError(f"The province {label!r} {reason}.")
