"""How the cells of a table of figures are written."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import template

from portal.statistics.charts import written

register = template.Library()


@register.filter
def is_figure(cell: Any) -> bool:
    return isinstance(cell, Decimal)


@register.filter
def figure(cell: Any) -> str:
    """A number grouped, with the decimals that it has; a text as it is; a dash for nothing."""
    if cell is None or cell == "":
        return "–"
    return written(cell) if isinstance(cell, Decimal) else str(cell)
