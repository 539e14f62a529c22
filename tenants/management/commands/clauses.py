"""Prints the evidence clause by clause, or writes the page of evidence."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from tenants.evidence import AREAS, Evidence, Report, gather, render_page
from tenants.evidence.gather import STATES
from tenants.evidence.page import STATE_VI, value_line


class Command(BaseCommand):
    help = "Prints, clause by clause, what the regulations ask and which values, code and tests serve it."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="for machines")
        parser.add_argument("--clause", metavar="ID", help="one clause, or all that begin so (TN.14)")
        parser.add_argument("--area", choices=AREAS, help="one area of the system")
        parser.add_argument("--state", choices=STATES, help="only clauses in this state")
        parser.add_argument("--write", metavar="FILE", type=Path, help="write the page of evidence to a file")

    def handle(self, *args: Any, **options: Any) -> None:
        report = gather(Path(settings.BASE_DIR))
        if path := options["write"]:
            path.write_text(render_page(report), encoding="utf-8")
            self.stdout.write(f"{path}: {len(report.rows)}")
            return
        rows = tuple(row for row in report.rows if _wanted(row, options))
        if not rows:
            raise CommandError("No clause fits.")
        chosen = Report(rows, report.regulations, report.defaults, report.unknown)
        if options["json"]:
            self.stdout.write(json.dumps(chosen.as_dict(), ensure_ascii=False, indent=2))
        else:
            self.stdout.write("\n".join([*map(_as_text, rows), *_summary(chosen)]))


def _wanted(row: Evidence, options: dict[str, Any]) -> bool:
    clause, area, state = options["clause"], options["area"], options["state"]
    return (
        (not clause or row.clause.id.startswith(clause))
        and (not area or row.clause.area == area)
        and (not state or row.state == state)
    )


def _as_text(row: Evidence) -> str:
    lines = [f"{row.clause.id}  [{row.clause.area}]  {STATE_VI[row.state]}"]
    lines += [f"    {row.clause.obligation_vi}", f"    {row.clause.obligation_en}"]
    lines += [f"    giá trị   {value_line(value)}" for value in row.values]
    lines += [f"    phần mềm  {place}" for place in row.code]
    lines += [f"    kiểm thử  {place}" for place in row.tests]
    return "\n".join(lines) + "\n"


def _summary(report: Report) -> list[str]:
    """Counts by regulation and by area, and citations of ids that are not on the list."""
    lines = []
    for attribute in ("regulation", "area"):
        for name, count in report.counts(attribute).items():
            states = ", ".join(f"{STATE_VI[state]} {count[state]}" for state in STATES)
            lines.append(f"{name:<10} {count.total():>4}: {states}")
    lines += [f"{clause}: ? {', '.join(map(str, places))}" for clause, places in report.unknown.items()]
    return lines
