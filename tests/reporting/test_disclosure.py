"""The radar: what the regulation requires of a portal and what a reader finds there."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from editorial.services import unpublish
from portal.models import ArticlePage
from reporting.disclosure import SectionLine, SectionState, disclosures, last_good_day
from reporting.periods import find
from reporting.queries import build_report
from tenants.models import Agency
from tenants.time_types import Period, Unit
from tests.factories import make_page
from tests.reporting.small_world import articles, at
from tests.reporting.test_screen import get

NOW = at("2026-06-30 10:00")


def lines_of(agency: Agency, now: dt.datetime = NOW) -> dict[str, SectionLine]:
    (radar,) = disclosures([agency], now)
    return {line.required.key: line for line in radar.lines}


def test_the_last_good_day_is_counted_in_vietnam() -> None:
    late_evening = at("2026-01-31 23:30")
    assert last_good_day(Period(14, Unit.CALENDAR_DAYS), late_evening) == dt.date(2026, 2, 14)
    assert last_good_day(Period(1, Unit.CALENDAR_MONTHS), late_evening) == dt.date(2026, 2, 28)


@pytest.mark.django_db
@pytest.mark.clause("HY.8.1", "VL.16", "TB.5")
def test_a_required_section_is_missing_empty_out_of_date_or_in_order(world: Any) -> None:
    agency = world.skhcn
    assert lines_of(agency)["news"].state is SectionState.EMPTY
    articles(agency, "news", ("2026-06-16 08:00", None))
    news = lines_of(agency)["news"]
    assert (news.state, news.fresh_until) == (SectionState.FINE, dt.date(2026, 6, 30))
    assert lines_of(agency, at("2026-07-01 00:01"))["news"].state is SectionState.STALE
    assert news.required.requirement.clause == "HY.8.1"
    section = news.page
    assert section is not None
    unpublish(section, actor=world.users["board_head_skhcn"], now=NOW, reason="Sắp xếp lại")
    assert lines_of(agency)["news"].state is SectionState.MISSING


@pytest.mark.django_db
def test_contacts_answers_and_english_are_filled_from_elsewhere(world: Any) -> None:
    agency = world.hungyen
    assert lines_of(agency)["english"].state is SectionState.EMPTY
    agency.email, agency.phone = "", ""
    assert lines_of(agency)["contacts"].state is SectionState.EMPTY
    agency.email, agency.phone = "tinh@example.vn", "0221 3863 823"
    contacts = lines_of(agency)["contacts"]
    assert contacts.state is SectionState.FINE and contacts.page is not None
    unpublish(contacts.page, actor=world.users["board_head_hungyen"], now=NOW, reason="Sắp xếp lại")
    assert lines_of(agency)["contacts"].state is SectionState.MISSING
    make_page(ArticlePage, agency, section="news", language="en", body=[])
    assert lines_of(agency, dt.datetime.now(dt.UTC))["english"].state is SectionState.FINE


@pytest.mark.django_db
def test_all_portals_cost_the_same_queries_as_one(world: Any) -> None:
    disclosures([world.skhcn], NOW)
    costs = []
    for pks in ([world.skhcn.pk], list(Agency.objects.of_province(world.hungyen).values_list("pk", flat=True))):
        agencies = list(Agency.objects.filter(pk__in=pks).select_related("province"))
        with CaptureQueriesContext(connection) as captured:
            disclosures(agencies, NOW)
        costs.append(len(captured))
    assert costs[0] == costs[1]


@pytest.mark.django_db
def test_the_reports_hold_the_same_figures(world: Any) -> None:
    articles(world.skhcn, "news", ("2026-06-16 08:00", None))
    agencies = Agency.objects.filter(pk__in=[world.skhcn.pk, world.commune.pk])
    period = find(world.hungyen.regulation, "2026-half_year-1")
    lines = build_report(world.hungyen, agencies, period, now=NOW).lines
    for line, radar in zip(lines, disclosures([line.agency for line in lines], NOW), strict=True):
        assert [line.figures.value(state) for state in SectionState] == [radar.counts[state] for state in SectionState]
    assert sum(line.figures.value("fine") for line in lines) >= 1


@pytest.mark.django_db
@pytest.mark.clause("TB.12.1", "TB.13.1", "VL.26.1")
def test_who_serves_a_portal_sees_its_radar_and_those_above_see_theirs(world: Any, client: Client) -> None:
    own = get(client, world, "author_skhcn", "skhcn", "muc-bat-buoc/")
    assert own.status_code == 200 and own.context["radar"].agency == world.skhcn
    assert get(client, world, "author_skhcn", "skhcn", "muc-bat-buoc/cac-cong/").status_code == 404
    all_of_them = get(client, world, "office_hungyen", "hungyen", "muc-bat-buoc/cac-cong/")
    seen = {radar.agency for radar, _cells in all_of_them.context["rows"]}
    assert seen == {world.hungyen, world.skhcn, world.commune}
    path = f"muc-bat-buoc/cac-cong/{world.snv.pk}/"
    assert get(client, world, "office_hungyen", "hungyen", path).status_code == 404
    assert get(client, world, "office_vinhlong", "vinhlong", path).context["radar"].agency == world.snv
