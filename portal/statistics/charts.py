"""Where the parts of a chart stand. Across in per cent of the width and down in pixels, so that words never shrink on a
phone; colours are the style sheet's. Templates: templates/portal/charts/."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from textwrap import wrap

from django.utils.formats import number_format

from portal.statistics.tables import FigureTable

MOST_SERIES, MOST_BARS = 5, 40
BAR, LABEL, BETWEEN = 18, 24, 14
LETTERS, NEXT_LINE = 40, 18
"""Letters of a row's name that fit on a line of a narrow phone, and pixels from one line to the next."""
BARS_WIDTH = 74.0
"""Share of the width that bars take; their numbers stand beside them."""
LINE_HEIGHT, LINE_TOP, LINE_LEFT, LINE_RIGHT = 260, 24, 13.0, 95.0
GRID_LINES, MOST_LABELS, SHORT = 4, 4, 6
"""`SHORT`: letters of names of which so many fit beside each other; of longer ones one less does."""


@dataclass(frozen=True)
class Bar:
    x: str
    width: str
    y: int
    number_x: str
    number: str
    series: int


@dataclass(frozen=True)
class BarGroup:
    """`words`: the row's name, line by line, each with its place."""

    words: tuple[tuple[int, str], ...]
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class BarChart:
    kind = "bar"
    height: int
    zero: str
    groups: tuple[BarGroup, ...]
    series: tuple[str, ...]


@dataclass(frozen=True)
class Mark:
    """A text or a line of the grid."""

    at: str
    text: str
    anchor: str = "middle"


@dataclass(frozen=True)
class Segment:
    x1: str
    y1: str
    x2: str
    y2: str


@dataclass(frozen=True)
class Line:
    name: str
    series: int
    segments: tuple[Segment, ...]
    points: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class LineChart:
    kind = "line"
    height: int
    bottom: int
    grid: tuple[Mark, ...]
    labels: tuple[Mark, ...]
    lines: tuple[Line, ...]

    @property
    def series(self) -> tuple[str, ...]:
        return tuple(line.name for line in self.lines)


def bar_chart(table: FigureTable) -> BarChart:
    """Lying bars, one group a row of the table, each with its number beside it."""
    series = table.series[:MOST_SERIES]
    values = [value for _name, column in series for value in column if value is not None]
    low, high = min([Decimal(0), *values]), max([Decimal(0), *values])
    span, places = (high - low) or Decimal(1), [places_of(column) for _name, column in series]
    groups: list[BarGroup] = []
    y = 0
    for row, label in enumerate(table.labels):
        words = tuple((y + 16 + at * NEXT_LINE, line) for at, line in enumerate(wrap(label, LETTERS)))
        bars, top = [], y + LABEL + max(len(words) - 1, 0) * NEXT_LINE
        for number, (_name, column) in enumerate(series, start=1):
            if (value := column[row]) is not None:
                bars.append(_bar(value, low, span, top, number, places[number - 1]))
            top += BAR + 2
        groups.append(BarGroup(words, tuple(bars)))
        y = top + BETWEEN
    return BarChart(y, _share(-low / span * 100), tuple(groups), tuple(name for name, _column in series))


def _bar(value: Decimal, low: Decimal, span: Decimal, y: int, series: int, places: int) -> Bar:
    start, end = (min(value, Decimal(0)) - low) / span, (max(value, Decimal(0)) - low) / span
    width = (end - start) * 100
    return Bar(_share(start * 100), _share(width), y, _share(end * 100), written(value, places), series)


def _share(percent: Decimal) -> str:
    return f"{float(percent) * BARS_WIDTH / 100:.2f}%"


def line_chart(table: FigureTable) -> LineChart:
    """One line a column of numbers; a gap where a number is missing."""
    series = table.series[:MOST_SERIES]
    values = [value for _name, column in series for value in column if value is not None]
    ticks = nice_ticks(min(values), max(values))
    low, high = ticks[0], ticks[-1]

    def down(value: Decimal) -> str:
        return f"{LINE_TOP + float((high - value) / (high - low)) * (LINE_HEIGHT - LINE_TOP):.1f}"

    across = list(_across(len(table.rows)))
    lines = []
    for number, (name, column) in enumerate(series, start=1):
        points = [(x, down(value)) if value is not None else None for x, value in zip(across, column, strict=True)]
        segments = tuple(Segment(*a, *b) for a, b in pairwise(points) if a and b)
        lines.append(Line(name, number, segments, tuple(point for point in points if point)))
    grid = tuple(Mark(down(tick), written(tick, places_of(ticks))) for tick in ticks)
    return LineChart(LINE_HEIGHT + 30, LINE_HEIGHT, grid, tuple(_labels(table.labels, across)), tuple(lines))


def _across(number: int) -> Iterator[str]:
    step = (LINE_RIGHT - LINE_LEFT) / max(number - 1, 1)
    for place in range(number):
        yield f"{LINE_LEFT + place * step:.2f}%"


def _labels(labels: Sequence[str], across: Sequence[str]) -> Iterator[Mark]:
    """The first, the last, and a few between, so that they fit beside each other on a phone."""
    last = len(labels) - 1
    most = MOST_LABELS if max(map(len, labels), default=0) <= SHORT else MOST_LABELS - 1
    parts = min(last, most - 1) or 1
    for place in sorted({round(last * part / parts) for part in range(parts + 1)}):
        yield Mark(across[place], labels[place], "end" if place == last and last else "middle")


def nice_ticks(low: Decimal, high: Decimal) -> list[Decimal]:
    """Round numbers in even steps that reach from below the lowest to above the highest value."""
    if low == high:
        low, high = min(low, Decimal(0)), max(high, Decimal(0)) or low + 1
    rough = (high - low) / GRID_LINES
    power = Decimal(10) ** rough.adjusted()
    step = next(power * nice for nice in (1, 2, 5, 10) if power * nice >= rough)
    tick = (low / step).to_integral_value(rounding="ROUND_FLOOR") * step
    ticks = [tick]
    while ticks[-1] < high:
        ticks.append(ticks[-1] + step)
    return ticks


def places_of(values: Iterable[Decimal | None]) -> int:
    """How many decimals numbers that stand together need."""
    return max((-int(value.normalize().as_tuple().exponent) for value in values if value is not None), default=0)


def written(value: Decimal, places: int) -> str:
    """As people write it: grouped, with so many decimals."""
    return number_format(value, decimal_pos=max(places, 0), force_grouping=True)
