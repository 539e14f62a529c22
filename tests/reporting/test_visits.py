"""Visits in the reports and on their own screens."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.models import AgencyVisits, PageVisits
from reporting.charts import column_chart
from reporting.visits import Step, course, first_day
from tenants.clock import local_now
from tests.factories import make_article
from tests.reporting.test_figures import counts, report_of
from tests.reporting.test_screen import get

TODAY = dt.date(2026, 11, 28)


def visited(agency: Any, *rows: tuple[str, int]) -> None:
    AgencyVisits.objects.bulk_create(AgencyVisits(agency=agency, day=day, views=views) for day, views in rows)


def test_thirty_days_and_twelve_months_end_with_today() -> None:
    assert first_day(Step.DAY, TODAY) == dt.date(2026, 10, 30)
    assert first_day(Step.MONTH, TODAY) == dt.date(2025, 12, 1)
    assert first_day(Step.MONTH, dt.date(2027, 1, 31)) == dt.date(2026, 2, 1)


def test_columns_stand_on_the_foot_of_the_chart() -> None:
    chart = column_chart([("a", 0), ("b", 1), ("c", 400), ("d", 200)])
    assert [(column.y, column.height) for column in chart.columns] == [(100, 0), (99, 1), (0, 100), (50, 50)]
    assert chart.highest and chart.highest.label == "c"
    assert column_chart([("a", 0)]).highest is None


@pytest.mark.django_db
@pytest.mark.clause("TB.12.6", "HY.22.5")
def test_a_report_holds_the_visits_of_its_period(world: Any) -> None:
    visited(world.skhcn, ("2025-12-14", 1), ("2025-12-15", 10), ("2026-06-14", 100), ("2026-06-15", 1000))
    visited(world.commune, ("2026-01-01", 5))
    report = report_of(world.hungyen)
    assert counts(report, world.skhcn) == {"visits": 110}
    assert report.total.value("visits") == 115


@pytest.mark.django_db
def test_a_portals_screen_shows_its_own_days_months_and_pages(world: Any, client: Client) -> None:
    today = local_now().date()
    old = today - dt.timedelta(days=40)
    page, other = make_article(world.skhcn, title="Được đọc nhiều"), make_article(world.commune, title="Của phường")
    visited(world.skhcn, (str(today), 7), (str(old), 20))
    visited(world.commune, (str(today), 999))
    PageVisits.objects.create(page=page, day=today, views=6)
    PageVisits.objects.create(page=other, day=today, views=999)
    assert course(world.skhcn, Step.DAY, today)[-1] == (today, 7)
    shown = get(client, world, "author_skhcn", "skhcn", "luot-xem/")
    assert (shown.status_code, shown.context["total"]) == (200, 7)
    assert shown.context["most_read"] == [(page.basepage_ptr, 6)]
    text = shown.content.decode()
    assert "Của phường" not in text and "999" not in text
    by_month = get(client, world, "author_skhcn", "skhcn", "luot-xem/", by="month")
    assert (by_month.context["total"], len(by_month.context["rows"])) == (27, 12)
    table = get(client, world, "author_skhcn", "skhcn", "luot-xem/bang.csv").content.decode()
    assert (table[0], len(table.splitlines()), table.splitlines()[-1]) == ("\ufeff", 31, f"{today:%d/%m/%Y},7")


@pytest.mark.django_db
@pytest.mark.clause("TB.13.2b")
def test_the_office_sees_all_portals_and_nobody_sees_a_strangers(world: Any, client: Client) -> None:
    today = local_now().date()
    visited(world.skhcn, (str(today), 7), (str(today - dt.timedelta(days=200)), 20))
    visited(world.songphu, (str(today), 999))
    shown = get(client, world, "office_hungyen", "hungyen", "luot-xem/cac-cong/")
    rows = {agency: (sums.days, sums.months) for agency, sums in shown.context["rows"]}
    assert rows == {world.hungyen: (0, 0), world.skhcn: (7, 27), world.commune: (0, 0)}
    table = get(client, world, "office_hungyen", "hungyen", "luot-xem/cac-cong/bang.csv").content.decode()
    assert f"{world.skhcn.name},7,27" in table and "999" not in table
    for path in ("", "bang.csv"):
        own = f"luot-xem/cac-cong/{world.skhcn.pk}/{path}"
        assert get(client, world, "office_hungyen", "hungyen", own).status_code == 200
        strange = f"luot-xem/cac-cong/{world.songphu.pk}/{path}"
        assert get(client, world, "office_hungyen", "hungyen", strange).status_code == 404
        assert get(client, world, "agency_admin_commune", "commune", own).status_code == 404
        assert get(client, world, "author_skhcn", "skhcn", f"luot-xem/cac-cong/{path}").status_code == 404


@pytest.mark.django_db
def test_screens_cost_the_same_whatever_was_visited(world: Any, client: Client) -> None:
    today = local_now().date()
    costs = []
    for number in (1, 6):
        for _each in range(number):
            page = make_article(world.skhcn)
            PageVisits.objects.create(page=page, day=today, views=1)
        for agency in (world.skhcn, world.commune)[: 1 + number // 2]:
            AgencyVisits.objects.get_or_create(agency=agency, day=today, defaults={"views": 3})
        costs.append([])
        for user, name, path in (
            ("author_skhcn", "skhcn", "luot-xem/"),
            ("office_hungyen", "hungyen", "luot-xem/cac-cong/"),
        ):
            get(client, world, user, name, path)
            with CaptureQueriesContext(connection) as captured:
                get(client, world, user, name, path)
            costs[-1].append(len(captured))
    assert costs[0] == costs[1]
