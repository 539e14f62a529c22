"""The disclosure radar: which sections that the regulation requires of a portal are there, filled and up to date.

Read in a fixed number of queries for one agency or for all of a province (VL.16, HY.8.1, TB.5, NB.7.1, TN.4).
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Max, QuerySet
from django.db.models.functions import Substr
from django.utils.translation import gettext_lazy as _

from portal.catalogue import listable_kinds
from portal.models import HomePage, SectionPage
from qa_inbox.models import Question
from tenants.calendar import ZONE, add_months
from tenants.models import Agency, BasePage
from tenants.regulation.model import RequiredSection
from tenants.regulation.service import Freshness
from tenants.time_types import Period, Unit


class SectionState(StrEnum):
    """What a reader meets. Only FINE fulfils the rule."""

    MISSING = "missing"
    EMPTY = "empty"
    STALE = "stale"
    FINE = "fine"


STATE_LABELS = {
    SectionState.MISSING: _("There is no such section"),
    SectionState.EMPTY: _("Nothing is published in it"),
    SectionState.STALE: _("Out of date"),
    SectionState.FINE: _("In order"),
}


@dataclass(frozen=True)
class Standing:
    """What stands in a section for readers. `newest`: when the latest item was published; None for what has no date."""

    number: int = 0
    newest: dt.datetime | None = None


@dataclass(frozen=True)
class SectionLine:
    """One required section of one portal. `page`: None where it is missing; `fresh_until`: its last good day."""

    required: RequiredSection
    state: SectionState
    standing: Standing
    page: SectionPage | None = None
    freshness: Freshness | None = None
    fresh_until: dt.date | None = None


@dataclass(frozen=True)
class Disclosure:
    """All required sections of one portal, in menu order."""

    agency: Agency
    lines: tuple[SectionLine, ...]

    @cached_property
    def counts(self) -> Counter[SectionState]:
        return Counter(line.state for line in self.lines)

    @property
    def to_do(self) -> int:
        """How many sections do not fulfil the rule."""
        return len(self.lines) - self.counts[SectionState.FINE]


def disclosures(agencies: Iterable[Agency], now: dt.datetime) -> list[Disclosure]:
    """The radar of agencies, in their order."""
    found = list(agencies)
    pks = [agency.pk for agency in found]
    pages = _sections(pks)
    standings: dict[tuple[int, str], Standing] = _by_section(pks, pages)
    for served in SERVED:
        standings |= served(found)
    standings |= _contacts(found, pages)
    return [_disclosure(agency, pages, standings, now.astimezone(ZONE).date()) for agency in found]


def _disclosure(
    agency: Agency,
    pages: Mapping[tuple[int, str], SectionPage],
    standings: Mapping[tuple[int, str], Standing],
    today: dt.date,
) -> Disclosure:
    lines = []
    for required in agency.regulation.required_sections(agency.kind):
        key = (agency.pk, required.key)
        rule = agency.regulation.freshness_of(required.key)
        lines.append(_line(required, pages.get(key), standings.get(key), rule, today))
    return Disclosure(agency, tuple(lines))


def _line(
    required: RequiredSection,
    page: SectionPage | None,
    standing: Standing | None,
    rule: Freshness | None,
    today: dt.date,
) -> SectionLine:
    shown = standing or Standing()
    until = last_good_day(rule.period, shown.newest) if rule and shown.newest else None
    if page is None and standing is None:
        state = SectionState.MISSING
    elif not shown.number:
        state = SectionState.EMPTY
    else:
        state = SectionState.STALE if until and until < today else SectionState.FINE
    return SectionLine(required, state, shown, page, rule, until)


def last_good_day(period: Period, newest: dt.datetime) -> dt.date:
    """The last day on which a section with this newest item is up to date; periods are calendar days or months."""
    day = newest.astimezone(ZONE).date()
    if period.unit is Unit.CALENDAR_MONTHS:
        return add_months(day, period.amount)
    return day + dt.timedelta(days=period.amount)


def _sections(pks: list[int]) -> dict[tuple[int, str], SectionPage]:
    """Live sections of the first level by agency and key, in Vietnamese."""
    rows = SectionPage.objects.live().filter(agency__in=pks, came_from=None, depth=BasePage.HOME_DEPTH + 1)
    rows = rows.filter(locale__language_code="vi").exclude(key="")
    return {(row.agency_id, row.key): row for row in rows.order_by("-path")}


def _content(pks: list[int]) -> QuerySet[BasePage]:
    content_types = ContentType.objects.get_for_models(*listable_kinds().values()).values()
    pages = BasePage.objects.live().filter(agency__in=pks, came_from=None, alias_of=None)
    return pages.filter(content_type__in=content_types).order_by()


def _by_section(pks: list[int], pages: Mapping[tuple[int, str], SectionPage]) -> dict[tuple[int, str], Standing]:
    keys = {page.path: key for key, page in pages.items()}
    rows = _content(pks).annotate(section_path=Substr("path", 1, BasePage.SECTION_PATH)).values_list("section_path")
    counted = rows.annotate(Count("pk"), Max("first_published_at"))
    return {keys[path]: Standing(number, newest) for path, number, newest in counted if path in keys}


def _answers(agencies: list[Agency]) -> dict[tuple[int, str], Standing]:
    """Questions: the answers published on the portal, those of agencies that it took over among them."""
    pks = [agency.pk for agency in agencies]
    here = Question.objects.by_portal().filter(heir__in=pks).order_by().values_list("heir")
    counted = here.annotate(Count("pk"), Max("answered_at"))
    return {(pk, "questions"): Standing(number, newest) for pk, number, newest in counted}


def _contacts(agencies: list[Agency], pages: Mapping[tuple[int, str], SectionPage]) -> dict[tuple[int, str], Standing]:
    """Contacts: the agency's card, once it tells how to reach the agency and a section shows it."""
    keys = [(agency.pk, "contacts") for agency in agencies if agency.email and agency.phone]
    return {key: Standing(1) for key in keys if key in pages}


def _english(agencies: list[Agency]) -> dict[tuple[int, str], Standing]:
    """English: what stands below the English home page, where there is one."""
    pks = [agency.pk for agency in agencies]
    homes = HomePage.objects.live().filter(agency__in=pks, locale__language_code="en")
    rows = _content(pks).filter(locale__language_code="en").values_list("agency")
    counted = rows.annotate(Count("pk"), Max("first_published_at"))
    empty = {(pk, "english"): Standing() for pk in homes.values_list("agency", flat=True)}
    return empty | {(pk, "english"): Standing(number, newest) for pk, number, newest in counted}


SERVED: tuple[Callable[[list[Agency]], Mapping[Any, Standing]], ...] = (_answers, _english)
"""What needs no section: readers reach it by an address of its own."""
