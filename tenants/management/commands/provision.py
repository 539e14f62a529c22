"""`manage.py provision`: sets up a province and its agencies, or the whole country."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone
from tqdm import tqdm

from tenants.clock import local_now
from tenants.models import Agency, AgencyHost, AgencyKind, HostKind
from tenants.regulation import (
    Regulation,
    RegulationError,
    all_regulations,
    default_code,
    get_regulation,
    regulation_in_use,
)
from tenants.services import AgencySpec, provision_agency
from tenants.unit_lists import ListError, UnitRow, country_rows, province_rows, provision_rows, read_list
from tenants.units import UnitsError, provinces


class Command(BaseCommand):
    help = (
        "Set up a province and its agencies: those of FILE (CSV with a header, or TOML with [[agency]]), "
        "or, without FILE, all units of the province that the data of the house knows. With --country: all provinces, "
        "communes and standard departments. What is there stays as it is: a run that broke off is finished by the next."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, help="list of agencies: kind, name, parent, label, …")
        scope = parser.add_mutually_exclusive_group(required=True)
        scope.add_argument("--province", default="", help="label of the province's domain, such as hungyen")
        scope.add_argument("--country", action="store_true", help="all provinces, each in a transaction of its own")
        parser.add_argument("--regulation", default="", help="code, when the province has more than one regulation")
        parser.add_argument("--dry-run", action="store_true", help="show what would come to be, and keep nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with transaction.atomic() if options["dry_run"] else nullcontext():
                self._country(options) if options["country"] else self._province(options)
                if options["dry_run"]:
                    transaction.set_rollback(True)
                    self.stdout.write("Dry run: nothing was kept.")
        except (ListError, UnitsError) as error:
            raise CommandError(str(error)) from error

    def _province(self, options: dict[str, Any]) -> None:
        regulation = regulation_of(options["province"], options["regulation"])
        rows = read_list(options["file"]) if options["file"] else province_rows(regulation)
        with transaction.atomic():
            with self._bar(len(rows)) as bar:
                province = set_up(regulation, rows, bar)
            self.stdout.write(f"{province.name}: {Agency.objects.of_province(province).count()} agencies.")
            self._show_undecided([province])
            if options["dry_run"]:
                self._show_names(province)

    def _country(self, options: dict[str, Any]) -> None:
        """Province by province; a province that fails is rolled back, those before it stay."""
        unfit = [name for name, value in (("FILE", options["file"]), ("--regulation", options["regulation"])) if value]
        if unfit:
            raise CommandError(f"--country cannot be combined with {', '.join(unfit)}.")
        today = local_now().date()
        try:
            plan = [(regulation_in_use(label, today), country_rows(label)) for label in provinces()]
        except RegulationError as error:
            raise CommandError(str(error)) from error
        done = []
        with self._bar(sum(len(rows) + 1 for _regulation, rows in plan)) as bar:
            for regulation, rows in plan:
                bar.set_postfix_str(regulation.identity.province_vi, refresh=False)
                with transaction.atomic():
                    done.append(set_up(regulation, rows, bar))
                bar.update()
        total = Agency.objects.filter(kind=AgencyKind.PROVINCE).count()
        self.stdout.write(
            f"{total} provinces, {Agency.objects.exclude(kind=AgencyKind.PROVINCE).count()} agencies below."
        )
        silent = [regulation.identity.province_vi for regulation, _rows in plan if regulation.is_default]
        self.stdout.write(f"Under the default values, to be confirmed by the province: {', '.join(silent) or 'none'}.")
        self._show_undecided(done)

    def _bar(self, total: int) -> Any:
        return tqdm(total=total, unit="agency", disable=not self.stderr.isatty())

    def _show_names(self, province: Agency) -> None:
        hosts = AgencyHost.objects.filter(kind=HostKind.PORTAL, agency__province=province)
        for row in hosts.select_related("agency").order_by("agency__sort_key"):
            self.stdout.write(f"  {row.hostname:<50} {row.agency.name}")

    def _show_undecided(self, done: Sequence[Agency]) -> None:
        """Names that the rule could not give: taken by another, or reserved."""
        rows = AgencyHost.objects.filter(agency__province__in=done, provisional=True)
        if rows:
            self.stdout.write("Domains to be decided:")
        for row in rows.select_related("agency__province").order_by("agency__province__sort_key", "agency__sort_key"):
            where = f", {row.agency.root.name}" if len(done) > 1 else ""
            self.stdout.write(f"  {row.hostname:<50} {row.agency.name} ({row.agency.unit_code or '–'}){where}")


def set_up(regulation: Regulation, rows: Iterable[UnitRow], bar: Any) -> Agency:
    """One province with the agencies of a list. Raises ListError at a row."""
    now = timezone.now()
    unit = provinces().get(regulation.label)
    name = unit.unit.name if unit else f"Tỉnh {regulation.identity.province_vi}"
    known = Agency.objects.filter(kind=AgencyKind.PROVINCE, regulation_code=regulation.code).first()
    spec = AgencySpec(name=known.name if known else name, kind=AgencyKind.PROVINCE, regulation=regulation.code)
    province = provision_agency(spec, actor=None, now=now)
    for _agency in provision_rows(province, rows, actor=None, now=now):
        bar.update()
    return province


def regulation_of(label: str, code: str) -> Regulation:
    """The regulation by its code, else the only one of the province with this domain label, else the defaults for it.

    Raises CommandError.
    """
    try:
        known = [get_regulation(code)] if code else list(all_regulations())
        fitting = [regulation for regulation in known if regulation.label == label]
        if not fitting and not code and label in provinces():
            return get_regulation(default_code(label))
    except RegulationError as error:
        raise CommandError(str(error)) from error
    if len(fitting) == 1:
        return fitting[0]
    labels = ", ".join(sorted({regulation.label for regulation in known} | (set() if code else set(provinces()))))
    reason = "has several regulations: choose one with --regulation" if fitting else f"has none; known are {labels}"
    raise CommandError(f"The province {label!r} {reason}.")
