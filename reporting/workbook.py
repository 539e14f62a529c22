"""A report as XLSX. Every text is written as text: a name that begins with "=" never becomes a formula."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from xlsxwriter import Workbook

from reporting import labels
from reporting.figures import Figures, Report
from reporting.notes import legal_bases, notes, reporting_body, rule_lines

OPTIONS = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
NAME_WIDTH, NUMBER_WIDTH, TEXT_WIDTH = 44, 13, 110


class Sheet:
    """One worksheet, filled row by row from the top, as constant memory asks for."""

    def __init__(self, book: Workbook, name: str) -> None:
        self.sheet = book.add_worksheet(name[:31])
        self.row = 0

    def write(self, cells: Iterable[Any], form: Any = None) -> None:
        """One row: numbers as numbers, nothing for None, all else as text."""
        for column, cell in enumerate(cells):
            if cell is None:
                self.sheet.write_blank(self.row, column, None, form)
            elif isinstance(cell, int | float):
                self.sheet.write_number(self.row, column, cell, form)
            else:
                self.sheet.write_string(self.row, column, str(cell), form)
        self.row += 1


def write_workbook(report: Report) -> bytes:
    """Three sheets: figures by agency, articles by section, grounds and meanings."""
    target = BytesIO()
    with Workbook(target, OPTIONS) as book:
        forms = {
            "title": book.add_format({"bold": True, "font_size": 14}),
            "head": book.add_format({"bold": True, "text_wrap": True, "valign": "vcenter", "border": 1}),
            "cell": book.add_format({"border": 1, "valign": "top"}),
            "total": book.add_format({"bold": True, "border": 1, "top": 2}),
            "text": book.add_format({"text_wrap": True, "valign": "top"}),
        }
        _write_agencies(Sheet(book, _("Figures by agency")), report, forms)
        _write_sections(Sheet(book, _("Articles by section")), report, forms)
        _write_grounds(Sheet(book, _("Grounds and notes")), report, forms)
    return target.getvalue()


def _head(sheet: Sheet, report: Report, forms: dict[str, Any]) -> None:
    period = report.period
    sheet.write([reporting_body(report)[0]])
    report = _("Report")
    sheet.write([f"{report}: {labels.period_label(period)} ({labels.period_dates(period)})"], forms["title"])
    sheet.write([])


def _write_agencies(sheet: Sheet, report: Report, forms: dict[str, Any]) -> None:
    columns = labels.COLUMNS
    sheet.sheet.set_column(0, 0, NAME_WIDTH)
    sheet.sheet.set_column(1, len(columns), NUMBER_WIDTH)
    sheet.sheet.set_landscape()
    _head(sheet, report, forms)
    groups = [group for group, members in labels.column_groups() for group in [group, *[""] * (len(members) - 1)]]
    sheet.write(["", *groups], forms["head"])
    sheet.write([_("Agency"), *(column.label for column in columns)], forms["head"])
    sheet.sheet.freeze_panes(sheet.row, 1)
    for line in report.lines:
        sheet.write([str(line.agency), *_cells(line.figures)], forms["cell"])
    sheet.write([_("Total"), *_cells(report.total)], forms["total"])


def _cells(figures: Figures) -> list[Any]:
    return [figures.value(column.name) for column in labels.COLUMNS]


def _write_sections(sheet: Sheet, report: Report, forms: dict[str, Any]) -> None:
    keys: Sequence[str] = report.sections
    regulation = report.reporter.regulation
    sheet.sheet.set_column(0, 0, NAME_WIDTH)
    sheet.sheet.set_column(1, len(keys) + 1, NUMBER_WIDTH)
    _head(sheet, report, forms)
    titles = [labels.section_label(regulation, key) for key in keys]
    sheet.write([_("Agency"), *titles, _("Total")], forms["head"])
    sheet.sheet.freeze_panes(sheet.row, 1)
    for line in report.lines:
        amounts = [line.figures.sections[key] for key in keys]
        sheet.write([str(line.agency), *amounts, sum(amounts)], forms["cell"])
    totals = [report.total.sections[key] for key in keys]
    sheet.write([_("Total"), *totals, sum(totals)], forms["total"])


def _write_grounds(sheet: Sheet, report: Report, forms: dict[str, Any]) -> None:
    sheet.sheet.set_column(0, 0, NAME_WIDTH)
    sheet.sheet.set_column(1, 1, TEXT_WIDTH)
    _head(sheet, report, forms)
    for basis in legal_bases(report):
        sheet.write([_("Legal basis"), basis], forms["text"])
    for number, note in enumerate(notes(report), start=1):
        sheet.write([_("Note %(number)s") % {"number": number}, note], forms["text"])
    for rule in rule_lines(report):
        sheet.write([rule.section, f"{rule.content}: {rule.time}. {rule.source}"], forms["text"])
    for column in labels.COLUMNS:
        sheet.write([f"{column.group}: {column.label}", str(column.note)], forms["text"])
