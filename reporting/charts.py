"""Bar charts as plain SVG, described for those who do not see them; the figures stand in the table beside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from reporting.figures import Line, Report
from reporting.labels import COLUMNS

WIDTH = 400
LEFT, RIGHT = 4, 44
LABEL_HEIGHT, BAR_HEIGHT, GAP = 17, 16, 12
MOST_BARS = 12
LONGEST_LABEL = 50
NAMES = {column.name: column.label for column in COLUMNS}


@dataclass(frozen=True)
class Segment:
    """One part of a bar: which figure, its name and value, and where it stands (user units)."""

    figure: str
    name: str
    value: int
    x: int
    width: int


@dataclass(frozen=True)
class Bar:
    label: str
    short: str
    total: int
    label_y: int
    bar_y: int
    text_y: int
    end_x: int
    segments: Sequence[Segment]

    @property
    def told(self) -> str:
        """The bar in words."""
        parts = "; ".join(f"{part.name}: {part.value}" for part in self.segments)
        return f"{self.label}: {parts}"


@dataclass(frozen=True)
class Chart:
    """A stacked bar for each agency; `left_out`: agencies with smaller sums that have no bar."""

    key: str
    title: str
    series: Sequence[tuple[str, Any]]
    bars: Sequence[Bar]
    left_out: int
    width: int = WIDTH
    bar_height: int = BAR_HEIGHT

    @property
    def height(self) -> int:
        return len(self.bars) * (LABEL_HEIGHT + BAR_HEIGHT + GAP) + GAP

    @property
    def description(self) -> str:
        return ". ".join(bar.told for bar in self.bars)


def publication_chart(report: Report) -> Chart:
    """Articles by agency: in time, late, not measurable."""
    return _chart(report, "published", _("Articles published"), ("in_time", "late", "no_date", "no_rule"))


def question_chart(report: Report) -> Chart:
    """Questions by agency: answered in time, late, open, overdue."""
    names = ("answered_in_time", "answered_late", "open_in_time", "open_overdue", "out_of_field")
    return _chart(report, "questions", _("Questions and petitions"), names)


def _chart(report: Report, key: str, title: str, names: Sequence[str]) -> Chart:
    def size(line: Line) -> int:
        return sum(line.figures.counts[name] for name in names)

    filled = sorted((line for line in report.lines if size(line)), key=size, reverse=True)
    shown = filled[:MOST_BARS]
    longest = max(map(size, shown), default=0)
    bars = [_bar(place, line, names, size(line), longest) for place, line in enumerate(shown)]
    return Chart(key, title, [(name, NAMES[name]) for name in names], bars, len(filled) - len(shown))


def _bar(place: int, line: Line, names: Sequence[str], total: int, longest: int) -> Bar:
    top = GAP + place * (LABEL_HEIGHT + BAR_HEIGHT + GAP)
    room = WIDTH - LEFT - RIGHT
    segments, done = [], 0
    for name in names:
        value = line.figures.counts[name]
        if value:
            start, end = (LEFT + round(room * part / longest) for part in (done, done + value))
            segments.append(Segment(name, str(NAMES[name]), value, start, max(end - start, 1)))
            done += value
    label = str(line.agency)
    short = label if len(label) <= LONGEST_LABEL else f"{label[: LONGEST_LABEL - 1].rstrip()}…"
    bar_y = top + LABEL_HEIGHT
    end_x = LEFT + round(room * total / longest) + 6
    return Bar(label, short, total, bar_y - 5, bar_y, bar_y + BAR_HEIGHT - 4, end_x, segments)


@dataclass(frozen=True)
class TimeColumn:
    """One day or month: its label and value, and its column from the foot of the chart (user units)."""

    label: str
    value: int
    x: int
    y: int
    height: int


@dataclass(frozen=True)
class ColumnChart:
    """Values over time. It is drawn without words, so that it may be stretched; they stand beside it."""

    columns: Sequence[TimeColumn]
    highest: TimeColumn | None
    height: int = 100
    step: int = 10
    column_width: int = 8

    @property
    def width(self) -> int:
        return len(self.columns) * self.step


def column_chart(rows: Sequence[tuple[str, int]]) -> ColumnChart:
    """A column for each (label, value); none is `highest` where all are zero."""
    most = max((value for _label, value in rows), default=0)
    columns = []
    for place, (label, value) in enumerate(rows):
        height = max(round(ColumnChart.height * value / most), 1) if value else 0
        columns.append(TimeColumn(label, value, place * ColumnChart.step + 1, ColumnChart.height - height, height))
    highest = next((column for column in columns if most and column.value == most), None)
    return ColumnChart(columns, highest)
