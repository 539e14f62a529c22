"""Charts as rules: what makes no tree is found, and every drawing fits on a page without boxes over one another."""

from __future__ import annotations

from itertools import combinations
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from portal.charts import BOX, CIRCLE, TWICE, UNKNOWN, WIDEST, draw, faults, tree


def unit(name: str, above: str = "") -> dict[str, str]:
    return {"name": name, "above": above, "head": ""}


def count(nodes: list[Any]) -> int:
    return sum(1 + count(node.below) for node in nodes)


def test_what_makes_no_tree_is_found_by_row() -> None:
    rows = [("Giám đốc", ""), ("Văn phòng", "giám  đốc"), ("Phòng A", "Phòng B"), ("Phòng B", "Phòng A")]
    assert faults(rows) == {2: CIRCLE, 3: CIRCLE}
    assert faults([("Phòng A", "Phòng A")]) == {0: CIRCLE}
    assert faults([("A", ""), ("B", "Không có"), (" a", "")]) == {1: UNKNOWN, 2: TWICE}
    assert faults([("A", ""), ("B", "A"), ("C", "B")]) == {}


def test_rows_with_faults_are_still_all_shown() -> None:
    assert count(tree([unit("A", "B"), unit("B", "A"), unit("C", "B"), unit("C", "X")])) == 4
    unnamed = [{"name": None, "above": None, "head": None}, unit("A", "")]
    assert len(draw(tree(unnamed)).boxes) == 2


@st.composite
def charts(draw_from: Any) -> list[dict[str, str]]:
    """Trees of up to forty units: each stands below one of those before it, or at the top."""
    names = [f"Đơn vị số {number} có tên dài vừa phải" for number in range(draw_from(st.integers(1, 40)))]
    return [unit(name, draw_from(st.sampled_from(["", *names[:at]])) if at else "") for at, name in enumerate(names)]


@given(charts())
def test_each_unit_has_one_box_and_no_two_cover_each_other(units: list[dict[str, str]]) -> None:
    drawing = draw(tree(units))
    assert sorted(box.unit["name"] for box in drawing.boxes) == sorted(row["name"] for row in units)
    for one, other in combinations(drawing.boxes, 2):
        beside = one.x + BOX <= other.x or other.x + BOX <= one.x
        assert beside or one.y + one.height <= other.y or other.y + other.height <= one.y
    assert all(box.x >= 0 and box.x + BOX <= drawing.width for box in drawing.boxes)


def test_a_wide_chart_still_fits_on_a_page() -> None:
    wide = [unit("Giám đốc")] + [unit(f"Phòng {number}", "Giám đốc") for number in range(30)]
    deep = [unit("Cấp 0")] + [unit(f"Cấp {number}", f"Cấp {number - 1}") for number in range(1, 9)]
    both = wide + [unit(f"Tổ {number}", f"Phòng {number}") for number in range(30)]
    assert all(draw(tree(units)).width <= WIDEST for units in (wide, deep, both))
