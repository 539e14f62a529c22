"""A report as DOCX, in the form of a Vietnamese administrative document (Decree 30/2020/NĐ-CP)."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from reporting import labels
from reporting.figures import Figures, Report
from reporting.notes import duty_lines, legal_bases, notes, reporting_body, rule_lines
from tenants.calendar import ZONE

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
FONT = "Times New Roman"
SIZE, SMALL = Pt(13), Pt(8)
NAME_WIDTH, TABLE_WIDTH, WIDEST_FIGURE = Mm(44), Mm(257), Mm(30)
SHORT_SIDE, LONG_SIDE = Mm(210), Mm(297)
LEFT, OTHER = Mm(30), Mm(20)
CENTRE = WD_ALIGN_PARAGRAPH.CENTER


def write_document(report: Report) -> bytes:
    """The report with national heading, legal basis, totals, notes, signature, and the tables as annexes."""
    document = Document()
    _set_up(document)
    _heading(document, report)
    _body(document, report)
    _signature(document, report)
    _annex(document, report)
    target = BytesIO()
    document.save(target)
    return target.getvalue()


def _set_up(document: Any) -> None:
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, SIZE
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    style.paragraph_format.space_after = Pt(6)
    _page(document.sections[0], SHORT_SIDE, LONG_SIDE)
    document.core_properties.language = "vi-VN"


def _page(section: Any, width: Any, height: Any) -> None:
    section.page_width, section.page_height = width, height
    section.left_margin, section.right_margin = LEFT, OTHER
    section.top_margin = section.bottom_margin = OTHER


def _line(
    holder: Any, text: str, *, bold: bool = False, italic: bool = False, align: Any = None, size: Any = None
) -> Any:
    """One paragraph in a document or, replacing an empty first one, in a cell."""
    paragraphs = holder.paragraphs if hasattr(holder, "_tc") else []
    empty = len(paragraphs) == 1 and not paragraphs[0].text
    paragraph = paragraphs[0] if empty else holder.add_paragraph()
    run = paragraph.add_run(text)
    run.bold, run.italic = bold, italic
    if size is not None:
        run.font.size = size
    if align is not None:
        paragraph.alignment = align
    return paragraph


def _heading(document: Any, report: Report) -> None:
    reporter = report.reporter
    left, right = document.add_table(rows=1, cols=2).rows[0].cells
    body, above = reporting_body(report)
    _line(left, above.upper(), align=CENTRE)
    _line(left, body.upper(), bold=True, align=CENTRE)
    _line(left, _("No.: ……/BC-……"), align=CENTRE)
    _line(right, NATION, bold=True, align=CENTRE, size=Pt(12))
    _line(right, MOTTO, bold=True, align=CENTRE)
    place = reporter.regulation.identity.province_vi
    dated = _("%(place)s, day …… month …… %(year)s") % {"place": place, "year": report.as_of.astimezone(ZONE).year}
    _line(right, dated, italic=True, align=CENTRE)
    _line(document, "")
    _line(document, _("REPORT"), bold=True, align=CENTRE, size=Pt(14))
    subject = _("Operation of portals, %(period)s") % {"period": labels.period_label(report.period)}
    _line(document, subject, bold=True, align=CENTRE)
    _line(document, f"({labels.period_dates(report.period)})", italic=True, align=CENTRE)


def _body(document: Any, report: Report) -> None:
    for basis in legal_bases(report):
        _line(document, _("Under %(basis)s,") % {"basis": basis}, italic=True)
    opening = _("%(body)s reports on the operation of %(count)s portals as follows:")
    _line(document, opening % {"body": reporting_body(report)[0], "count": len(report.lines)})
    for number, (group, columns) in enumerate(labels.column_groups(), start=1):
        _line(document, f"{number}. {group}", bold=True)
        for column in columns:
            value = report.total.value(column.name)
            _line(document, f"- {column.label}: {_shown(value)}")
    if not report.total.counts["published"]:
        _line(document, _("No article was published in this period."))
    _line(document, _("Notes"), bold=True)
    for number, note in enumerate(notes(report), start=1):
        _line(document, f"({number}) {note}", size=Pt(11))


def _shown(value: Any) -> str:
    return "–" if value is None else str(value)


def _signature(document: Any, report: Report) -> None:
    left, right = document.add_table(rows=1, cols=2).rows[0].cells
    _line(left, _("Recipients:"), bold=True, italic=True, size=Pt(12))
    for receiver in dict.fromkeys(line.to for line in duty_lines(report)):
        _line(left, f"- {receiver};", size=Pt(11))
    _line(left, _("- For the files."), size=Pt(11))
    _line(right, _("HEAD OF THE AGENCY"), bold=True, align=CENTRE)
    _line(right, _("(signature, full name, seal)"), italic=True, align=CENTRE)
    for _blank in range(3):
        right.add_paragraph()
    signer = "" if report.reporter.is_province else report.reporter.head_name
    _line(right, signer, bold=True, align=CENTRE)


def _annex(document: Any, report: Report) -> None:
    section = document.add_section()
    section.orientation = WD_ORIENT.LANDSCAPE
    _page(section, LONG_SIDE, SHORT_SIDE)
    section.left_margin = OTHER
    _line(document, _("Annex 1: figures by agency"), bold=True, align=CENTRE)
    head = [_("Agency"), *(str(column.label) for column in labels.COLUMNS)]
    rows = [[str(line.agency), *_cells(line.figures)] for line in report.lines]
    _table(document, head, [*rows, [_("Total"), *_cells(report.total)]])
    _line(document, "")
    _line(document, _("Annex 2: articles by section"), bold=True, align=CENTRE)
    regulation = report.reporter.regulation
    sections = [[labels.section_label(regulation, key), str(report.total.sections[key])] for key in report.sections]
    _table(document, [_("Section"), _("Articles")], sections)
    _line(document, "")
    _line(document, _("Publication times by which lateness is measured"), bold=True)
    for rule in rule_lines(report):
        _line(document, f"- {rule.section} – {rule.content}: {rule.time}. {rule.source}.", size=Pt(11))


def _cells(figures: Figures) -> list[str]:
    return [_shown(figures.value(column.name)) for column in labels.COLUMNS]


def _table(document: Any, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A table whose first row repeats on each page."""
    table = document.add_table(rows=1 + len(rows), cols=len(head), style="Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    figure_width = min(WIDEST_FIGURE, (TABLE_WIDTH - NAME_WIDTH) // (len(head) - 1))
    repeat = OxmlElement("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(repeat)
    for number, (row, cells) in enumerate(zip(table.rows, [head, *rows], strict=True)):
        for place, (cell, text) in enumerate(zip(row.cells, cells, strict=True)):
            cell.width = figure_width if place else NAME_WIDTH
            _line(cell, text, bold=not number, size=SMALL, align=CENTRE if place else None)
