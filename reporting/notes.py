"""What stands below the figures: who owes the report by when, and where every limit comes from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from reporting import labels
from reporting.figures import Report
from reporting.periods import duties, owed
from reporting.timeliness import measured_deadlines, measured_sections
from tenants.calendar import ZONE
from tenants.names import body_name, party_name
from tenants.regulation.safety import ReportDuty


@dataclass(frozen=True)
class DutyLine:
    """One report that the reporting agency owes: what, who, to whom, by when, on which ground."""

    subject: str
    by: str
    to: str
    due_on: dt.date
    source: str
    due_source: str


@dataclass(frozen=True)
class RuleLine:
    """A publication time by which lateness was measured."""

    section: str
    content: str
    time: str
    source: str


def duty_lines(report: Report) -> list[DutyLine]:
    """Reports that the agency owes for the period; none: it is made on request, or for the agency itself."""
    found = owed(report.reporter.regulation, report.reporter.kind, report.period)
    return [
        DutyLine(
            _subject(row.duty),
            _parties(report, row.duty.by),
            _parties(report, row.duty.to),
            row.due_on,
            labels.source_text(row.duty),
            labels.source_text(row.due_source),
        )
        for row in found
    ]


def rule_lines(report: Report) -> list[RuleLine]:
    """The publication times of the regulation that can be measured, by section."""
    regulation = report.reporter.regulation
    return [
        RuleLine(
            labels.section_label(regulation, key),
            row.content_vi if get_language() == "vi" else row.content_en,
            labels.time_text(row.period),
            labels.source_text(row),
        )
        for key in measured_sections(regulation)
        for row in measured_deadlines(regulation, key)
    ]


def legal_bases(report: Report) -> list[str]:
    """The regulation and the places in it that ask for the report, each once."""
    regulation = report.reporter.regulation
    vietnamese = get_language() == "vi"
    title = regulation.identity.title_vi if vietnamese else regulation.identity.title_en
    rows = [row.duty for row in owed(regulation, report.reporter.kind, report.period)]
    if not rows:
        rows = [duty for duty in duties(regulation, report.reporter.kind) if duty.on_request]
    clauses = dict.fromkeys(clause for duty in rows for clause in duty.clauses)
    where = "; ".join(map(labels.place_text, clauses))
    number = regulation.identity.number
    return [f"{where} {title} ({number})" if where else f"{title} ({number})"]


def notes(report: Report) -> list[str]:
    """Numbered notes: the ground of the period, of the due dates, of the answer times, and what may still change."""
    return list(_notes(report))


def _notes(report: Report) -> Iterator[str]:
    period = report.period
    yield _("Reporting period: %(dates)s. Ground: %(source)s.") % {
        "dates": labels.period_dates(period),
        "source": labels.source_text(period.rule),
    }
    for line in duty_lines(report):
        yield _(
            "Report “%(subject)s”: due on %(day)s. Ground of the report: %(source)s; of the date: %(due_source)s."
        ) % {
            "subject": line.subject,
            "day": labels.date_text(line.due_on),
            "source": line.source,
            "due_source": line.due_source,
        }
    yield _(
        "An article counts as late only if it went live after the latest of the times that hold for its section, "
        "counted from its date of origin by the calendar of its agency."
    )
    yield from _answer_times(report)
    if report.is_running:
        yield _("The period is still running: the figures are as of %(moment)s.") % {
            "moment": f"{report.as_of.astimezone(ZONE):%H:%M %d/%m/%Y}"
        }
    if report.unconfirmed_years:
        yield _("The official days of %(years)s are not confirmed yet: some due dates may move.") % {
            "years": ", ".join(map(str, report.unconfirmed_years))
        }


def _answer_times(report: Report) -> Iterator[str]:
    for rule in report.reporter.regulation.questions.rules.values():
        yield _("Answer time (%(title)s): %(time)s. Ground: %(source)s.") % {
            "title": rule.title_vi if get_language() == "vi" else rule.title_en,
            "time": labels.time_text(rule.period),
            "source": labels.source_text(rule),
        }


def reporting_body(report: Report) -> tuple[str, str]:
    """Who reports and the body above it: for a province its office, or whoever else compiles the report there."""
    reporter, regulation = report.reporter, report.reporter.regulation
    committee = party_name("province", regulation, "")
    if reporter.is_province:
        compilers = [party for duty in duties(regulation, reporter.kind) for party in duty.by] or ["office"]
        party = "office" if "office" in compilers else compilers[0]
        return party_name(party, regulation, committee), committee
    above = reporter.parent
    return body_name(reporter), committee if above is None or above.is_province else body_name(above)


def _subject(duty: ReportDuty) -> str:
    return duty.subject_vi if get_language() == "vi" else duty.subject_en


def _parties(report: Report, names: tuple[str, ...]) -> str:
    return labels.parties_text(report.reporter.regulation, names, body_name(report.reporter))
