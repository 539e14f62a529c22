"""An organisation chart: which unit stands below which, and where boxes and lines go. Pure: no database.

A unit names the one above it by its name. `faults` finds what makes no tree; `tree` builds one even of rows with faults
(what is wrong stands at the top), so that a page that came in another way than by the form is still shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from textwrap import wrap
from typing import Any

BOX, PAD, LINE, GAP, INDENT = 216, 12, 19, 18, 26
"""Pixels: width of a box, space within it, height of a line of text, space between boxes, step to the right."""
WIDEST = 1180
"""Pixels that fit on a page beside nothing else; a wider chart hangs its units one below the other."""
LETTERS = 22
"""Letters that fit on a line of a box."""
COLUMN = 5
"""Most units without units of their own that stand in one column."""

TWICE, UNKNOWN, CIRCLE = "twice", "unknown", "circle"


@dataclass
class Node:
    unit: Any
    below: list[Node] = field(default_factory=list)


@dataclass(frozen=True)
class Box:
    unit: Any
    x: int
    y: int
    height: int
    lines: tuple[str, ...]
    head: tuple[str, ...]

    width = BOX

    @property
    def texts(self) -> list[tuple[int, int, str, bool]]:
        """(x, y, words, whether they name the head), from the top."""
        rows = [(words, False) for words in self.lines] + [(words, True) for words in self.head]
        first = self.y + PAD + LINE - 5
        return [(self.x + PAD, first + at * LINE, words, is_head) for at, (words, is_head) in enumerate(rows)]


@dataclass
class Drawing:
    boxes: list[Box] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    """Paths of SVG, each from a unit to those below it."""

    @property
    def width(self) -> int:
        return max((box.x + BOX for box in self.boxes), default=0) + 2

    @property
    def height(self) -> int:
        return max((box.y + box.height for box in self.boxes), default=0) + 2


def faults(rows: Sequence[tuple[str, str]]) -> dict[int, str]:
    """What is wrong with (name, name of the unit above), by row: a name twice, above an unknown one or in a circle."""
    names = [_same(name) for name, _above in rows]
    above = {name: _same(above) for name, (_name, above) in zip(names, rows, strict=True)}
    found = {}
    for at, name in enumerate(names):
        if name in names[:at]:
            found[at] = TWICE
        elif above[name] and above[name] not in above:
            found[at] = UNKNOWN
        elif _circles(name, above):
            found[at] = CIRCLE
    return found


def tree(units: Sequence[Any]) -> list[Node]:
    """The units at the top, each with those below it, in the order of the rows. A draft may lack names."""
    wrong = faults([(unit["name"] or "", unit["above"] or "") for unit in units])
    nodes = [Node(unit) for unit in units]
    by_name: dict[str, Node] = {}
    for node in nodes:
        by_name.setdefault(_same(node.unit["name"] or ""), node)
    tops: list[Node] = []
    for at, node in enumerate(nodes):
        above = by_name.get(_same(node.unit["above"] or ""))
        (tops if above is None or at in wrong else above.below).append(node)
    return tops


def draw(tops: Sequence[Node]) -> Drawing:
    """As wide as a page bears: units stand side by side to the deepest level that fits, and hang below that."""
    best = Drawing()
    for spread in range(_depth(tops), -1, -1):
        best = Drawing()
        _place_row(best, tops, 1, 1, spread)
        if best.width <= WIDEST:
            break
    return best


def _same(name: str) -> str:
    return " ".join(name.casefold().split())


def _circles(name: str, above: dict[str, str]) -> bool:
    seen, at = {name}, above.get(name, "")
    while at and at != name:
        if at in seen:
            return False
        seen.add(at)
        at = above.get(at, "")
    return at == name


def _depth(nodes: Sequence[Node]) -> int:
    return max((1 + _depth(node.below) for node in nodes), default=0)


def _place_row(drawing: Drawing, tops: Sequence[Node], x: int, y: int, spread: int) -> None:
    """Several bodies at the top, such as a council and a committee: side by side, or one below the other."""
    for node in tops:
        right, bottom = _place(drawing, node, x, y, spread)
        if spread:
            x = right + 2 * GAP
        else:
            y = bottom + GAP


def _place(drawing: Drawing, node: Node, x: int, y: int, spread: int) -> tuple[int, int]:
    """A unit and all below it, from the corner (x, y). Returns the right and the lower edge of what was drawn."""
    own = _box(node.unit, x, y)
    if not node.below:
        drawing.boxes.append(own)
        return x + BOX, y + own.height
    at = len(drawing.boxes)
    columns = _columns(node.below) if spread > 1 else [node.below]
    first = x if len(columns) > 1 else x + INDENT // 2
    right, bottom, spines, top = first, y, [], y + own.height + (2 * GAP if len(columns) > 1 else GAP)
    for column in columns:
        left = right if right == first else right + GAP
        right, lower = _hang(drawing, column, left, top, spread - 1)
        spines.append(left)
        bottom = max(bottom, lower)
    if len(columns) > 1:
        own = _box(node.unit, (x + right - BOX) // 2, y)
        middle = own.x + BOX // 2
        drawing.lines.append(f"M{middle} {y + own.height}V{top - GAP}")
        drawing.lines.append(f"M{spines[0]} {top - GAP}H{spines[-1]}")
        drawing.lines.extend(f"M{spine} {top - GAP}V{top}" for spine in spines)
    else:
        drawing.lines.append(f"M{spines[0]} {y + own.height}V{top}")
    drawing.boxes.insert(at, own)
    return max(right, x + BOX), bottom


def _hang(drawing: Drawing, column: Sequence[Node], x: int, y: int, spread: int) -> tuple[int, int]:
    """Units one below the other, each on a line that comes from above at `x`."""
    right, bottom, start = x, y, y
    for node in column:
        at = len(drawing.boxes)
        edge, lower = _place(drawing, node, x + INDENT // 2, y, spread)
        box = drawing.boxes[at]
        middle = box.y + box.height // 2
        drawing.lines.append(f"M{x} {start}V{middle}H{box.x}")
        right, bottom, y = max(right, edge), max(bottom, lower), max(bottom, lower) + GAP
    return right, bottom


def _columns(nodes: Sequence[Node]) -> list[list[Node]]:
    """A unit that has units of its own stands alone; the others in columns of even length, in their order."""
    found: list[list[Node]] = []
    leaves = [node for node in nodes if not node.below]
    number = -(-len(leaves) // COLUMN)
    size = -(-len(leaves) // number) if number else 0
    placed = False
    for node in nodes:
        if node.below:
            found.append([node])
        elif not placed:
            found.extend(leaves[at : at + size] for at in range(0, len(leaves), size))
            placed = True
    return found


def _box(unit: Any, x: int, y: int) -> Box:
    lines = tuple(wrap(unit["name"] or "?", LETTERS))
    head = tuple(wrap(unit["head"], LETTERS)) if unit["head"] else ()
    return Box(unit, x, y, (len(lines) + len(head)) * LINE + 2 * PAD, lines, head)
