"""Reads the figures: a fixed number of queries, whatever the number of agencies and of texts.

Periods are half-open in Asia/Ho_Chi_Minh. docs/decisions/0007-figures.md says what each figure counts.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Avg, Case, CharField, Count, F, OuterRef, Q, QuerySet, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce, Length, Substr
from wagtail.models import TaskState

from editorial.models import Decision, DecisionKind
from portal.catalogue import listable_kinds
from portal.models import AgencyVisits, SectionPage
from qa_inbox.models import EventKind, Question, QuestionEvent, QuestionState
from reporting.calendars import calendars_of
from reporting.disclosure import disclosures
from reporting.figures import Figures, Line, Report
from reporting.periods import ReportingPeriod
from reporting.timeliness import Clock, measured_sections
from tenants.models import Agency, AgencyPageLogEntry, BasePage

Rows = dict[int, Figures]
DECIDED = {
    "approved": DecisionKind.APPROVED,
    "urgent": DecisionKind.URGENT,
    "refused": DecisionKind.REFUSED,
    "returned": DecisionKind.RETURNED,
}


def build_report(reporter: Agency, agencies: QuerySet[Agency], period: ReportingPeriod, *, now: dt.datetime) -> Report:
    """The figures of agencies in a period (TB.13.7, VL.28.1, VL.28.2, HY.22.5, NB.12.2dd, NB.15.1).

    The caller has checked that the reader may see the agencies. A period that still runs is counted up to `now`.
    """
    found = list(agencies.select_related("province").order_by("sort_key", "pk"))
    rows: Rows = {agency.pk: Figures() for agency in found}
    as_of = min(now, period.end)
    _count_published(rows, period)
    years = _measure(rows, found, period)
    _count_decisions(rows, period)
    _count_submissions(rows, period)
    _count_questions(rows, period, as_of)
    _count_visits(rows, period)
    _count_required(rows, found, now)
    return Report(reporter, period, as_of, [Line(agency, rows[agency.pk]) for agency in found], years)


def published_content(pks: Sequence[int], period: ReportingPeriod) -> QuerySet[BasePage]:
    """Content of every kind of agencies that went live for the first time in the period, with the key of its section
    and the day from which its timeliness counts (`section_key`, `origin_on`).

    What was taken off since counts too; an alias repeats another text and does not. What an agency left that has ended
    counts for its successor, in the section that it stood in.
    """
    own, parent = Substr("path", 1, BasePage.SECTION_PATH), Substr("path", 1, Length("path") - BasePage.steplen)
    section = SectionPage.objects.filter(path=OuterRef("section_path")).order_by()
    content_types = ContentType.objects.get_for_models(*listable_kinds().values()).values()
    found: QuerySet[BasePage] = (
        BasePage.objects.filter(agency_id__in=pks, alias_of=None, content_type__in=content_types)
        .filter(first_published_at__gte=period.start, first_published_at__lt=period.end)
        .annotate(origin_on=F("entry__origin_on"))
        .annotate(section_path=Case(When(came_from=None, then=own), default=parent))
        .annotate(section_key=Coalesce(Subquery(section.values("key")[:1]), Value("", output_field=CharField())))
        .order_by()
    )
    return found


def _count_published(rows: Rows, period: ReportingPeriod) -> None:
    counted = published_content(list(rows), period).values("agency_id", "section_key").annotate(amount=Count("pk"))
    for row in counted:
        figures = rows[row["agency_id"]]
        figures.sections[row["section_key"]] += row["amount"]
        figures.counts["published"] += row["amount"]


def _measure(rows: Rows, agencies: Sequence[Agency], period: ReportingPeriod) -> tuple[int, ...]:
    """Sorts what was published into in time, late, without a date of origin, without a rule.

    Returns the years that the counting touched and that nobody has confirmed.
    """
    calendars = calendars_of(agencies)
    clocks = _clocks(agencies, calendars)
    sections = {key for agency in agencies for key in measured_sections(agency.regulation)}
    dated = published_content(list(rows), period).filter(section_key__in=sections, origin_on__isnull=False)
    touched: set[int] = set()
    for pk, key, origin, published in dated.values_list(
        "agency_id", "section_key", "origin_on", "first_published_at"
    ).iterator():
        late = clocks[pk].is_late(key, origin, published)
        if late is not None:
            rows[pk].counts["late" if late else "in_time"] += 1
            rows[pk].counts[f"measured:{key}"] += 1
            touched |= {origin.year, published.year} - calendars[pk].confirmed_years
    for agency in agencies:
        _count_unmeasured(rows[agency.pk], measured_sections(agency.regulation))
    return tuple(sorted(touched))


def _clocks(agencies: Sequence[Agency], calendars: dict[int, Any]) -> dict[int, Clock]:
    """One clock for all agencies with the same regulation and calendar."""
    shared: dict[tuple[str, str], Clock] = {}
    found = {}
    for agency in agencies:
        regulation, calendar = agency.regulation, calendars[agency.pk]
        key = (regulation.code, calendar.version)
        found[agency.pk] = shared.setdefault(key, Clock(regulation, calendar))
    return found


def _count_unmeasured(figures: Figures, with_rule: Sequence[str]) -> None:
    """What is left: sections with a publication time but no date of origin, and sections without a time."""
    for key, amount in figures.sections.items():
        measured = figures.counts.pop(f"measured:{key}", 0)
        figures.counts["no_date" if key in with_rule else "no_rule"] += amount - measured


def _count_required(rows: Rows, agencies: Sequence[Agency], now: dt.datetime) -> None:
    """Required sections by what a reader finds in them; of the day on which the report is made, not of the period."""
    for radar in disclosures(agencies, now):
        rows[radar.agency.pk].required.update({str(state): number for state, number in radar.counts.items()})


def _count_visits(rows: Rows, period: ReportingPeriod) -> None:
    """Visits stay with the agency on whose portal they happened; a day is one in Vietnam, as the period's ends are."""
    found = AgencyVisits.objects.filter(agency_id__in=list(rows), day__range=(period.first, period.last)).order_by()
    for pk, views in found.values_list("agency_id").annotate(Sum("views")):
        rows[pk].counts["visits"] += views


def _count_decisions(rows: Rows, period: ReportingPeriod) -> None:
    """The board's decisions in the period, and the time since the submission of the version decided on."""
    started = TaskState.objects.filter(revision_id=OuterRef("revision_id")).order_by("-pk").values("started_at")[:1]
    decided = (
        Decision.objects.filter(agency_id__in=list(rows), kind__in=DECIDED.values())
        .filter(decided_at__gte=period.start, decided_at__lt=period.end)
        .annotate(waited=F("decided_at") - Subquery(started))
        .order_by()
        .values("agency_id", "kind")
        .annotate(amount=Count("pk"), timed=Count("waited"), mean=Avg("waited"))
    )
    names = {kind.value: name for name, kind in DECIDED.items()}
    for row in decided:
        figures = rows[row["agency_id"]]
        figures.counts[names[row["kind"]]] += row["amount"]
        if row["timed"]:
            figures.waited += row["mean"] * row["timed"]
            figures.waits += row["timed"]


def _count_submissions(rows: Rows, period: ReportingPeriod) -> None:
    entries = (
        AgencyPageLogEntry.objects.filter(agency_id__in=list(rows), action="editorial.submit")
        .filter(timestamp__gte=period.start, timestamp__lt=period.end)
        .order_by()
        .values("agency_id")
        .annotate(amount=Count("pk"))
    )
    for row in entries:
        rows[row["agency_id"]].counts["submitted"] += row["amount"]


def _count_questions(rows: Rows, period: ReportingPeriod, as_of: dt.datetime) -> None:
    """Questions as in the forms for administrative dossiers: carried over, received, settled, open (TN.14, VL.18.1dd).

    A question counts with the agency that answers it now. Those that their asker has not confirmed do not count.
    """
    counted = (
        Question.objects.filter(agency_id__in=list(rows), received_at__lt=period.end)
        .exclude(state=QuestionState.UNCONFIRMED)
        .annotate(closed_at=_closed_at())
        .filter(Q(closed_at=None) | Q(closed_at__gte=period.start))
        .order_by()
        .values("agency_id")
        .annotate(**{name: Count("pk", filter=where) for name, where in _question_figures(period, as_of).items()})
    )
    for row in counted:
        figures = rows[row.pop("agency_id")]
        figures.counts.update(row)


def _closed_at() -> Coalesce:
    """When a question was answered, or its asker told that it is outside the agency's field (else: at receipt)."""
    told = QuestionEvent.objects.filter(question=OuterRef("pk"), kind=EventKind.TOLD_OUT_OF_FIELD).order_by("-at")
    at_once = Case(When(state=QuestionState.OUT_OF_FIELD, then=F("received_at")))
    return Coalesce("answered_at", Subquery(told.values("at")[:1]), at_once)


def _question_figures(period: ReportingPeriod, as_of: dt.datetime) -> dict[str, Q]:
    closed = Q(closed_at__lt=period.end)
    still_open = Q(closed_at=None) | Q(closed_at__gte=period.end)
    answered = closed & Q(state=QuestionState.ANSWERED)
    return {
        "carried_over": Q(received_at__lt=period.start),
        "received": Q(received_at__gte=period.start),
        "answered_in_time": answered & Q(answered_at__lte=F("due_at")),
        "answered_late": answered & Q(answered_at__gt=F("due_at")),
        "out_of_field": closed & Q(state=QuestionState.OUT_OF_FIELD),
        "open_in_time": still_open & Q(due_at__gte=as_of),
        "open_overdue": still_open & Q(due_at__lt=as_of),
    }
