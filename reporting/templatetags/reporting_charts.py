"""Template tag of the reports' charts."""

from __future__ import annotations

from typing import Any

from django import template

from reporting.charts import Chart

register = template.Library()


@register.inclusion_tag("reporting/includes/bar_chart.html")
def bar_chart(chart: Chart) -> dict[str, Any]:
    """A chart with its legend, as SVG with title and description, without script or inline style."""
    return {"chart": chart}
