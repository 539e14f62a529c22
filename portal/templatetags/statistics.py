"""How the cells of a table of figures are written."""

from __future__ import annotations

from collections.abc import Iterator

from django import template

from portal.statistics.charts import places_of, written
from portal.statistics.tables import FigureTable

register = template.Library()


@register.filter
def rows_in_words(table: FigureTable) -> Iterator[list[tuple[str, bool]]]:
    """Rows of (text, is it a number?): numbers grouped, with the same decimals in a column; a dash for nothing."""
    places = [
        places_of(row[at] for row in table.rows) if column.is_number else 0 for at, column in enumerate(table.columns)
    ]
    for row in table.rows:
        cells = zip(row, table.columns, places, strict=True)
        yield [(_written(cell, column.is_number, decimals), column.is_number) for cell, column, decimals in cells]


def _written(cell: object, is_number: bool, places: int) -> str:
    if cell is None or cell == "":
        return "–"
    return written(cell, places) if is_number else str(cell)  # type: ignore[arg-type]
