"""Tables of figures as open data files, made when asked for from the page that is live (TN.4.9)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from xlsxwriter import Workbook

from portal.statistics.tables import FigureTable
from tenants.csv_files import TYPE, csv_bytes

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHEET_NAME = 31


def data_file(page: Any, request: HttpRequest, wanted: tuple[str, ...]) -> HttpResponseBase | None:
    """The file below a page: ("xlsx",) with all tables, ("csv", "2") with the second. None where there is none."""
    tables = [row.value.table for row in page.tables]
    number = _number(wanted, len(tables))
    if number is None:
        return None
    etag = quote_etag(f"{page.pk}-{page.live_revision_id}-{'-'.join(wanted)}")
    response = get_conditional_response(request, etag=etag)
    if response is None:
        name = f"{page.slug}-{number}.csv" if number else f"{page.slug}.xlsx"
        data = csv_file(tables[number - 1]) if number else xlsx_file(tables, page.last_published_at)
        response = HttpResponse(data, content_type=TYPE if number else XLSX)
        response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["ETag"] = etag
    response["Cache-Control"] = "public, no-cache"
    return response


def _number(wanted: tuple[str, ...], tables: int) -> int | None:
    """The number of the table that is asked for, 0 for all of them, None for what does not exist."""
    if wanted == ("xlsx",) and tables:
        return 0
    if len(wanted) == 2 and wanted[0] == "csv" and wanted[1] in {str(one) for one in range(1, tables + 1)}:
        return int(wanted[1])
    return None


def csv_file(table: FigureTable) -> bytes:
    return csv_bytes(_cells(table))


def xlsx_file(tables: list[FigureTable], published_at: datetime | None) -> bytes:
    """One sheet a table: numbers as numbers, texts as texts."""
    data = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with Workbook(data, options) as book:
        if published_at:
            book.set_properties({"created": published_at.replace(tzinfo=None)})
        bold = book.add_format({"bold": True})
        for number, table in enumerate(tables, start=1):
            sheet = book.add_worksheet(_sheet_name(number, table.title))
            sheet.set_column(0, 0, 36)
            sheet.set_column(1, max(len(table.columns) - 1, 1), 16)
            for at, row in enumerate(_cells(table)):
                for column, cell in enumerate(row):
                    _write(sheet, at, column, cell, bold if at == 0 else None)
    return data.getvalue()


def _sheet_name(number: int, title: str) -> str:
    allowed = "".join(sign for sign in title if sign not in "[]:*?/\\'")
    return f"{number} {allowed}"[:SHEET_NAME].strip()


def _write(sheet: Any, row: int, column: int, cell: Any, form: Any) -> None:
    if isinstance(cell, Decimal):
        sheet.write_number(row, column, cell, form)
    elif cell:
        sheet.write_string(row, column, str(cell), form)


def _cells(table: FigureTable) -> Iterator[list[Any]]:
    """The headings, those of numbers with the unit, then the rows."""
    yield [_heading(column.heading, table.unit if column.is_number else "") for column in table.columns]
    for row in table.rows:
        yield ["" if cell is None else cell for cell in row]


def _heading(text: str, unit: str) -> str:
    return f"{text} ({unit})" if unit else text
