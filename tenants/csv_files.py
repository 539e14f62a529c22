"""Tables for spreadsheets: UTF-8 with its mark, by which they know it, and no text that they would run."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from io import StringIO
from numbers import Number
from typing import Any

from django.http import HttpResponse

TYPE = "text/csv; charset=utf-8"
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
"""A text that begins so would be computed by a spreadsheet."""


def csv_bytes(rows: Iterable[Sequence[Any]]) -> bytes:
    """Numbers as numbers, everything else as text that is never taken for a formula."""
    text = StringIO()
    csv.writer(text).writerows([_cell(value) for value in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def csv_download(name: str, rows: Iterable[Sequence[Any]]) -> HttpResponse:
    """The table as a file to keep, in no cache between."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(csv_bytes(rows), content_type=TYPE, headers=headers)


def _cell(value: Any) -> Any:
    if isinstance(value, Number):
        return value
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA_SIGNS) else text
