"""`manage.py import_site`: brings an existing site into an agency's portal, as drafts for its board (VL.30a)."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone, translation
from tqdm import tqdm

from portal.importing.opening import open_source
from portal.importing.pages import Sections
from portal.importing.run import Outcome, Run
from portal.importing.source import SourceError
from portal.models.imports import ProblemKind
from tenants.addresses import admin_url
from tenants.csv_files import csv_bytes
from tenants.models import Agency

SHOWN = 50


class Command(BaseCommand):
    help = (
        "Bring an existing site into an agency's portal: from a WordPress export, an RSS or Atom feed, a sitemap of "
        "web pages, or a CSV table. The texts become drafts that the agency's board accepts or discards. A second run "
        "of the same source continues. See docs/import.md."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("agency", help="key of the agency, as in the address of its work area (/a/<key>/)")
        parser.add_argument("source", help="file, or full address of a feed or sitemap")
        parser.add_argument("--section", default="news", help="section of texts that name none of the agency's own")
        parser.add_argument("--language", default="vi", choices=["vi", "en"], help="language of the sections")
        parser.add_argument("--host", default="", help="for a file: the host whose images and files are fetched")
        parser.add_argument("--no-files", action="store_true", help="bring in the texts without images and files")
        parser.add_argument("--limit", type=int, default=10_000, help="the most texts of one run")
        parser.add_argument("--dry-run", action="store_true", help="read everything, say what would come, keep nothing")
        parser.add_argument("--allow-private", action="store_true", help="the site lies inside the own network")
        parser.add_argument("--report", type=Path, help="write what could not be read to this CSV file")

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override("en"):
            try:
                self._handle(options)
            except SourceError as error:
                raise CommandError(str(error)) from error

    def _handle(self, options: dict[str, Any]) -> None:
        agency = find_agency(options["agency"])
        if options["limit"] < 1:
            raise CommandError("--limit must be at least 1.")
        report = options["report"]
        if report is not None and not report.parent.is_dir():
            raise CommandError(f"There is no folder {report.parent} for the report.")
        sections = Sections.of(agency, options["language"], options["section"])
        opened = open_source(
            options["source"],
            host=options["host"],
            files=not options["no_files"],
            allow_private=options["allow_private"],
        )
        run = Run(agency, opened, sections, timezone.now(), limit=options["limit"])
        outcome = run.rehearse(self._progress) if options["dry_run"] else run.bring_in(self._progress)
        self._say(agency, outcome, opened.reader.skipped, rehearsal=options["dry_run"])
        if report is not None:
            write_report(report, outcome)
            self.stdout.write(f"Report: {report}")

    def _progress(self, entries: Iterator[Any], total: int) -> Iterator[Any]:
        yield from tqdm(entries, total=total, unit="text", disable=not self.stderr.isatty())

    def _say(self, agency: Agency, outcome: Outcome, skipped: list[str], *, rehearsal: bool) -> None:
        come = "would come" if rehearsal else "came"
        self.stdout.write(
            f"{agency.name}: {outcome.found} texts in the source, {outcome.known} known already, "
            f"{len(outcome.pages)} {come} as drafts, {outcome.files} images and files in them."
        )
        for section, number in Counter(section for section, _title in outcome.pages).most_common():
            self.stdout.write(f"  {number:>6}  {section}")
        for text in skipped:
            self.stdout.write(f"List of pages not read: {text}")
        if outcome.problems:
            self.stdout.write(f"Not read, or not as it was ({len(outcome.problems)}):")
        for address, title, kind, detail in outcome.problems[:SHOWN]:
            self.stdout.write(f"  {address} {title}: {label(kind)} ({detail})")
        if len(outcome.problems) > SHOWN:
            self.stdout.write(f"  … and {len(outcome.problems) - SHOWN} more (--report FILE.csv has all)")
        if rehearsal:
            self.stdout.write("Dry run: nothing was kept.")
        elif outcome.batch is not None:
            self.stdout.write(f"The board decides here: {admin_url(agency, 'imports:batch', outcome.batch.pk)}")
        else:
            self.stdout.write("Nothing new: every text of the source has come before.")


def find_agency(key: str) -> Agency:
    agency = Agency.objects.select_related("province").filter(slug=key).first()
    if agency is not None:
        return agency
    near = difflib.get_close_matches(key, list(Agency.objects.values_list("slug", flat=True)))
    hint = f" Did you mean {', '.join(near)}?" if near else ""
    raise CommandError(f"There is no agency with the key {key!r}.{hint}")


def label(kind: str) -> str:
    return str(ProblemKind(kind).label)


def write_report(path: Path, outcome: Outcome) -> None:
    """What could not be read, a row each."""
    rows = ([address, title, label(kind), detail] for address, title, kind, detail in outcome.problems)
    path.write_bytes(csv_bytes([["address", "title", "problem", "detail"], *rows]))
