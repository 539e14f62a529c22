"""How a table of figures is typed in by editors, and the chart that is drawn from it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock

from portal.statistics.charts import MOST_BARS, MOST_SERIES, BarChart, LineChart, bar_chart, line_chart
from portal.statistics.tables import FigureTable, figure_table

NUMBER = "number"


class ChartKind(models.TextChoices):
    NONE = "none", _("no chart")
    BAR = "bar", _("bars: compare parts")
    LINE = "line", _("line: a course over time")


def _cell(block: Any, label: Any) -> Any:
    """Wagtail's table gives its cells no label: assistive technology would read nothing."""
    block.field.widget.attrs["aria-label"] = label
    return block


class FigureTableValue(blocks.StructValue):
    @property
    def table(self) -> FigureTable:
        data = self["data"]
        headings = [(column["heading"], column["block"].name == NUMBER) for column in data.columns]
        return figure_table(self["title"], self["unit"], headings, (row["values"] for row in data.row_data))

    @property
    def drawing(self) -> BarChart | LineChart | None:
        """The drawing that was asked for, if the table can be drawn."""
        table = self.table
        if self["chart"] not in (ChartKind.BAR, ChartKind.LINE) or not table.can_be_drawn:
            return None
        return bar_chart(table) if self["chart"] == ChartKind.BAR else line_chart(table)


class FigureTableBlock(blocks.StructBlock):
    """A table with a heading, typed columns and, if wished, a chart of its numbers."""

    title = blocks.CharBlock(label=_("Title of the table"), max_length=200)
    unit = blocks.CharBlock(
        label=pgettext_lazy("of measurement", "Unit"),
        max_length=80,
        required=False,
        help_text=_("For example: billion đồng"),
    )
    data = TypedTableBlock(
        [
            ("text", _cell(blocks.CharBlock(label=_("Column of texts"), required=False, max_length=200), _("Text"))),
            (NUMBER, _cell(blocks.DecimalBlock(label=_("Column of numbers"), required=False), _("Number"))),
        ],
        label=_("Table"),
        help_text=_("First a column of texts that names the rows, then columns of numbers."),
    )
    chart = blocks.ChoiceBlock(label=_("Chart"), choices=ChartKind.choices, default=ChartKind.BAR)

    class Meta:
        icon = "table"
        label = _("Table of figures")
        value_class = FigureTableValue

    def clean(self, value: Any) -> Any:
        """A chart needs names and numbers, and no more of them than a reader can take in."""
        cleaned = super().clean(value)
        table = cleaned.table
        reason: Any = ""
        if not table.rows or not table.columns:
            raise StructBlockValidationError({"data": ValidationError(_("Fill in at least one column and one row."))})
        if cleaned["chart"] != ChartKind.NONE and not table.can_be_drawn:
            reason = _("A chart needs a column of texts and a column of numbers. Add them, or choose “no chart”.")
        elif cleaned["chart"] != ChartKind.NONE and len(table.series) > MOST_SERIES:
            reason = _("A chart shows at most %(most)d columns of numbers. Divide the table, or choose “no chart”.") % {
                "most": MOST_SERIES
            }
        elif cleaned["chart"] == ChartKind.BAR and len(table.rows) > MOST_BARS:
            reason = _("Bars show at most %(most)d rows. Choose a line, or “no chart”.") % {"most": MOST_BARS}
        if reason:
            raise StructBlockValidationError({"chart": ValidationError(reason)})
        return cleaned
