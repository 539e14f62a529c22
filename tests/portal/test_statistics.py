"""Figures: a table, the chart drawn from it, and open data of the same rows."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from decimal import Decimal
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from editorial.services import unpublish
from portal.models import StatisticPage
from portal.statistics.blocks import FigureTableBlock
from portal.statistics.charts import LETTERS, bar_chart, line_chart, nice_ticks
from portal.statistics.files import csv_file
from portal.statistics.tables import FigureTable, figure_table
from tests.factories import portal_get
from tests.portal.kinds import cost_of_lists, figures, make_whole, shown, text_of

NUMBERS = st.decimals(min_value=-(10**12), max_value=10**12, places=2)


def table(*rows: tuple[Any, ...]) -> FigureTable:
    return figure_table("T", "người", [("Xã", False), ("Nam", True), ("Nữ", True)], rows)


@pytest.mark.django_db
@pytest.mark.clause("TN.4.9")
def test_figures_are_a_table_a_chart_and_open_data(world: Any, client: Client) -> None:
    host = world.host("skhcn")
    rows = (("Công nghiệp", "1250.5"), ("=HYPERLINK(1)", "-310"), ("Dịch vụ", None))
    page = make_whole(StatisticPage, world.skhcn, title="Niên giám", method="Điều tra mẫu.", tables=[figures(*rows)])
    text = text_of(client, host, page.url)
    for stated in (
        "Năm 2025",
        "Thống kê tỉnh",
        "Điều tra mẫu.",
        "1.250,5",
        "<svg",
        'role="img"',
        "<desc",
        'tabindex="0"\n             role="region"',
    ):
        assert stated in text, stated
    assert text.count("<rect") == 2
    answer = portal_get(client, host, f"{page.url}csv/1/")
    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert answer["Content-Type"].startswith("text/csv")
    read = list(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))
    assert read == [
        ["Ngành", "Giá trị (tỷ đồng)"],
        ["Công nghiệp", "1250.5"],
        ["'=HYPERLINK(1)", "-310"],
        ["Dịch vụ", ""],
    ]
    book = ZipFile(BytesIO(portal_get(client, host, f"{page.url}xlsx/").content))
    sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<v>1250.5</v>" in sheet
    assert "<f>" not in sheet
    again = portal_get(client, host, f"{page.url}csv/1/", **{"if-none-match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert not answer.cookies
    for wrong in ("csv/", "csv/0/", "csv/2/", "csv/1/2/", "xlsx/1/", "pdf/"):
        assert portal_get(client, host, f"{page.url}{wrong}").status_code == 404, wrong


@pytest.mark.django_db
def test_a_file_holds_what_is_live_and_nothing_of_a_draft(world: Any, client: Client) -> None:
    host = world.host("skhcn")
    page = make_whole(StatisticPage, world.skhcn)
    page.tables = [figures(("Số chưa duyệt", "77777"))]
    page.save_revision()
    for name in ("csv/1/", "xlsx/"):
        answer = portal_get(client, host, f"{page.url}{name}")
        assert answer.status_code == 200
        assert b"77777" not in answer.content
    draft = make_whole(StatisticPage, world.skhcn, live=False)
    assert portal_get(client, host, f"{draft.url}csv/1/").status_code == 404
    assert portal_get(client, world.host("commune"), f"{page.url}csv/1/").status_code == 404
    unpublish(page, actor=world.users["board_head_skhcn"], now=timezone.now(), reason="Sai số")
    assert portal_get(client, host, f"{page.url}csv/1/").status_code == 404


@pytest.mark.django_db
def test_statistics_are_found_by_field_and_year_at_a_constant_cost(world: Any, client: Client) -> None:
    few, many = cost_of_lists(client, StatisticPage, world.commune, world.host("commune"))
    assert few == many
    old = make_whole(StatisticPage, world.skhcn, title="Dân số cũ", field="Dân số", period_end="2019-12-31")
    new = make_whole(StatisticPage, world.skhcn, title="Kinh tế mới")
    for query in ("year=2019", "field=Dân số"):
        text = text_of(client, world.host("skhcn"), f"{old.get_parent().url}?{query}")
        assert shown(text, (old, new)) == {old.title}


@pytest.mark.parametrize(
    ("rows", "headings", "chart", "at"),
    [
        ([], ("Ngành", "Giá trị"), "none", "data"),
        ([("Công nghiệp", None)], ("Ngành", "Giá trị"), "bar", "chart"),
        ([("a", *"123456")], tuple("ABCDEFG"), "line", "chart"),
        ([("a", "1")] * 41, ("Ngành", "Giá trị"), "bar", "chart"),
    ],
)
def test_a_table_that_cannot_be_drawn_is_told_where(rows: Any, headings: Any, chart: str, at: str) -> None:
    block = FigureTableBlock()
    value = block.normalize(figures(*rows, headings=headings, chart=chart)[1])
    with pytest.raises(ValidationError) as caught:
        block.clean(value)
    assert set(caught.value.block_errors) == {at}
    fine = block.clean(block.normalize(figures(("Công nghiệp", "1"))[1]))
    assert fine.drawing is not None


def test_bars_are_as_long_as_their_numbers_and_start_at_zero() -> None:
    chart = bar_chart(table(("A", Decimal(100), Decimal(50)), ("B", Decimal(-100), None)))
    first, second, third = (bar for group in chart.groups for bar in group.bars)
    widths = [float(bar.width.rstrip("%")) for bar in (first, second, third)]
    assert widths[0] == pytest.approx(2 * widths[1], abs=0.02)
    assert widths[0] == widths[2]
    assert first.x == second.x == chart.zero
    assert float(third.x.rstrip("%")) == 0
    assert [first.number, third.number] == ["100", "-100"]


def test_on_a_phone_names_of_bars_break_and_those_of_a_line_keep_apart() -> None:
    """Words of a drawing do not break by themselves: a long one would reach beyond the page."""
    name = "Nông nghiệp, lâm nghiệp và thuỷ sản trên địa bàn các xã, phường"
    chart = bar_chart(table((name, Decimal(1), Decimal(2)), ("B", Decimal(1), None)))
    (first, second), (third,) = chart.groups[0].words, chart.groups[1].words
    assert f"{first[1]} {second[1]}" == name and max(len(first[1]), len(second[1])) <= LETTERS
    lowest = max(bar.y for bar in chart.groups[0].bars)
    assert first[0] < second[0] < min(bar.y for bar in chart.groups[0].bars) <= lowest < third[0] < chart.height
    years = line_chart(table(*((f"Năm {2010 + n}", Decimal(n), None) for n in range(12))))
    assert [mark.text for mark in years.labels] == ["Năm 2010", "Năm 2016", "Năm 2021"]


def test_a_line_has_a_gap_where_a_number_is_missing() -> None:
    chart = line_chart(table(*((f"Q{n}", Decimal(n), None if n == 2 else Decimal(n * n)) for n in range(6))))
    whole, broken = chart.lines
    assert (len(whole.segments), len(whole.points)) == (5, 6)
    assert (len(broken.segments), len(broken.points)) == (3, 5)
    assert [mark.text for mark in chart.labels] == ["Q0", "Q2", "Q3", "Q5"]


@given(NUMBERS, NUMBERS)
def test_the_scale_reaches_round_all_numbers_in_few_even_steps(one: Decimal, two: Decimal) -> None:
    low, high = sorted((one, two))
    ticks = nice_ticks(low, high)
    assert ticks[0] <= low <= high <= ticks[-1]
    assert 2 <= len(ticks) <= 7
    assert len({b - a for a, b in zip(ticks, ticks[1:], strict=False)}) == 1


@given(st.lists(st.tuples(st.text(max_size=8), st.none() | NUMBERS, st.none() | NUMBERS), min_size=1, max_size=12))
def test_any_table_becomes_a_file_and_a_chart(rows: list[tuple[Any, ...]]) -> None:
    made = table(*rows)
    read = list(csv.reader(StringIO(csv_file(made).decode("utf-8-sig"), newline="")))
    assert len(read) == len(rows) + 1
    assert not any(cell.startswith(("=", "+", "@")) for row in read for cell in row)
    if made.can_be_drawn:
        drawn = sum(value is not None for row in rows for value in row[1:])
        assert sum(len(group.bars) for group in bar_chart(made).groups) == drawn
        assert sum(len(line.points) for line in line_chart(made).lines) == drawn


def test_no_two_kinds_style_the_same_block() -> None:
    """All style sheets are one to a browser: charts of figures once hid on phones like one of units."""
    owners: dict[str, set[str]] = defaultdict(set)
    for sheet in Path("static/css").glob("kinds*.css"):
        for name in re.findall(r"^  \.([a-z]+(?:-[a-z]+)*)(?: \{|,$)", sheet.read_text(), re.MULTILINE):
            owners[name].add(sheet.name)
    assert "chart" in owners
    assert {name: sheets for name, sheets in owners.items() if len(sheets) > 1} == {}
