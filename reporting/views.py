"""The office's reports, and each agency's own: on the screen, as a workbook, as an official document."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from reporting import labels
from reporting.charts import publication_chart, question_chart
from reporting.document import write_document
from reporting.figures import Report
from reporting.forms import ReportForm
from reporting.notes import duty_lines, legal_bases, notes, rule_lines
from reporting.permissions import agencies_in_reports_of, user_can_open_reports
from reporting.queries import build_report
from reporting.workbook import write_workbook
from tenants.admin_views import not_allowed
from tenants.clock import local_now

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def report(request: HttpRequest) -> HttpResponse:
    """The figures on the screen (TB.13.7, VL.28.1, VL.28.2, HY.22.5)."""
    form = _form(request)
    if form is None:
        return _forbidden(request)
    made = _made(form) if form.is_valid() else None
    return render(request, "reporting/report.html", _context(request, form, made))


def workbook(request: HttpRequest) -> HttpResponse:
    """The same figures as XLSX."""
    return _download(request, write_workbook, XLSX, "xlsx")


def document(request: HttpRequest) -> HttpResponse:
    """The same figures as an official report, always in Vietnamese."""
    with override("vi"):
        return _download(request, write_document, DOCX, "docx")


def _form(request: Any) -> ReportForm | None:
    """The reader's choice; None for a person who may not see the agency's reports, 404 outside a work area."""
    if request.agency is None:
        raise Http404
    if not user_can_open_reports(request.user, request.agency):
        return None
    visible = agencies_in_reports_of(request.user, request.agency)
    form = ReportForm(request.GET, reporter=request.agency, visible=visible, today=local_now().date())
    if form.asks_for_strangers:
        raise Http404
    return form


def _made(form: ReportForm) -> Report:
    return build_report(form.reporter, form.chosen_agencies(), form.chosen_period(), now=local_now())


def _forbidden(request: HttpRequest) -> HttpResponse:
    return not_allowed(
        request,
        _("Your role in this agency does not include its reports. The agency's administrator can give it to you."),
    )


def _download(request: HttpRequest, write: Callable[[Report], bytes], mime: str, extension: str) -> HttpResponse:
    form = _form(request)
    if form is None:
        return _forbidden(request)
    if not form.is_valid():
        return render(request, "reporting/report.html", _context(request, form, None), status=400)
    made = _made(form)
    name = f"bao-cao-{made.reporter.slug}-{made.period.key}.{extension}"
    response = HttpResponse(write(made), content_type=mime)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


def _context(request: Any, form: ReportForm, made: Report | None) -> dict[str, Any]:
    context: dict[str, Any] = {
        "page_title": _("Reports"),
        "page_subtitle": str(request.agency),
        "header_title": _("Reports"),
        "header_icon": "table",
        "form": form,
        "report": made,
    }
    if made is None:
        return context
    query = urlencode([(key, value) for key, values in request.GET.lists() for value in values])
    return context | {
        "title": labels.period_label(made.period),
        "dates": labels.period_dates(made.period),
        "groups": labels.column_groups(),
        "columns": labels.COLUMNS,
        "rows": [(line.agency, _cells(line.figures)) for line in made.lines],
        "total_row": _cells(made.total),
        "section_rows": _section_rows(made),
        "charts": [publication_chart(made), question_chart(made)],
        "duties": duty_lines(made),
        "rules": rule_lines(made),
        "notes": notes(made),
        "legal_bases": legal_bases(made),
        "workbook_url": f"{reverse('reporting:workbook')}?{query}",
        "document_url": f"{reverse('reporting:document')}?{query}",
    }


def _cells(figures: Any) -> list[Any]:
    return [figures.value(column.name) for column in labels.COLUMNS]


def _section_rows(made: Report) -> list[tuple[str, int]]:
    regulation = made.reporter.regulation
    return [(labels.section_label(regulation, key), made.total.sections[key]) for key in made.sections]
