"""A table of figures as plain data, for charts and files; no Django here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any


@dataclass(frozen=True)
class Column:
    heading: str
    is_number: bool


@dataclass(frozen=True)
class FigureTable:
    """Rows as typed in: texts and numbers, None where nothing stands. The first column of texts names the rows."""

    title: str
    unit: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Any, ...], ...]

    @property
    def labels(self) -> tuple[str, ...]:
        """The names of the rows; empty ones without a column of texts."""
        place = next((at for at, column in enumerate(self.columns) if not column.is_number), None)
        return tuple("" if place is None else str(row[place] or "") for row in self.rows)

    @property
    def series(self) -> tuple[tuple[str, tuple[Decimal | None, ...]], ...]:
        """Each column of numbers with its heading."""
        numbers = [at for at, column in enumerate(self.columns) if column.is_number]
        return tuple((self.columns[at].heading, tuple(row[at] for row in self.rows)) for at in numbers)

    @property
    def can_be_drawn(self) -> bool:
        """Whether there are names of rows and at least one number."""
        named = any(not column.is_number for column in self.columns)
        return named and any(value is not None for _heading, values in self.series for value in values)


def figure_table(title: str, unit: str, headings: Sequence[tuple[str, bool]], rows: Any) -> FigureTable:
    """From headings (text, is it a number?) and rows of cells."""
    columns = tuple(Column(str(heading), is_number) for heading, is_number in headings)
    return FigureTable(title, unit, columns, tuple(tuple(row) for row in rows))
