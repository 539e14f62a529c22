"""Official days are added from the admin, by those who may, and the very next deadline counts by them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from tenants.calendar import ZONE, Period, Unit, due
from tenants.clock import calendar_for
from tenants.days import record_official_day
from tenants.models import OfficialDayRow
from tests.factories import portal_get, portal_post

FRIDAY = datetime(2026, 7, 3, 9, tzinfo=ZONE)
FORM = {
    "date": "2026-07-06",
    "kind": "closure",
    "name": "",
    "scope": "province",
    "decision": "Công văn 12/VP",
    "announced_on": "",
}


def test_the_office_records_a_day_and_deadlines_follow(world: Any, client: Client) -> None:
    client.force_login(world.users["office_hungyen"])
    before = due(Period(1, Unit.WORKING_DAYS), FRIDAY, calendar_for(world.skhcn))
    response = portal_post(client, "cms.hungyen.localhost", "/a/hungyen/calendar/official-days/", FORM)
    assert response.status_code == 302, response.content.decode()
    after = due(Period(1, Unit.WORKING_DAYS), FRIDAY, calendar_for(world.skhcn))
    assert (before.instant.day, after.instant.day) == (6, 7)
    page = portal_get(client, "cms.hungyen.localhost", "/a/hungyen/calendar/official-days/")
    assert "Công văn 12/VP" in page.content.decode()


def test_a_day_without_its_decision_is_refused_and_nothing_typed_is_lost(world: Any, client: Client) -> None:
    client.force_login(world.users["office_hungyen"])
    response = portal_post(
        client,
        "cms.hungyen.localhost",
        "/a/hungyen/calendar/official-days/",
        FORM | {"decision": "x", "name": "Lễ hội"},
    )
    assert response.status_code == 200
    assert "Lễ hội" in response.content.decode()
    assert not OfficialDayRow.objects.filter(name="Lễ hội").exists()


@pytest.mark.clause("VL.8.4")
@pytest.mark.parametrize("username", ["author_hungyen", "board_head_hungyen", "responder_hungyen"])
def test_other_roles_may_not_record_days(world: Any, client: Client, username: str) -> None:
    client.force_login(world.users[username])
    count = OfficialDayRow.objects.count()
    response = portal_post(client, "cms.hungyen.localhost", "/a/hungyen/calendar/official-days/", FORM)
    assert response.status_code == 403
    assert OfficialDayRow.objects.count() == count


@pytest.mark.parametrize("change", ["update", "delete"])
def test_a_recorded_day_stays_as_it_was_recorded(world: Any, change: str) -> None:
    row = record_official_day(
        world.hungyen,
        day=date(2026, 7, 6),
        kind="closure",
        decision="Công văn 12/VP",
        actor=world.users["office_hungyen"],
        now=FRIDAY,
    )
    rows = OfficialDayRow.objects.filter(pk=row.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(kind="workday") if change == "update" else rows._raw_delete("default")
    rows.update(recorded_by=None)
    assert rows.get().kind == "closure"


def test_days_of_the_whole_country_are_not_one_provinces_to_record(world: Any, client: Client) -> None:
    address, national = "/a/hungyen/calendar/official-days/", FORM | {"scope": "national"}
    client.force_login(world.users["office_hungyen"])
    refused = portal_post(client, "cms.hungyen.localhost", address, national)
    assert refused.status_code == 200 and "scope" in refused.context["form"].errors
    assert not OfficialDayRow.objects.filter(decision=FORM["decision"]).exists()
    client.force_login(world.users["superuser"])
    assert portal_post(client, "cms.hungyen.localhost", address, national).status_code == 302
    assert OfficialDayRow.objects.get(decision=FORM["decision"]).agency is None


def test_a_province_confirms_its_own_years(world: Any, client: Client) -> None:
    client.force_login(world.users["office_hungyen"])
    address, typed = "/a/hungyen/calendar/official-days/years/", {"year": "2026", "decision": "Thông báo 5/TB"}
    assert portal_post(client, "cms.hungyen.localhost", address, typed).status_code == 302
    assert 2026 in calendar_for(world.skhcn).confirmed_years
    assert 2026 not in calendar_for(world.vinhlong).confirmed_years
    again = portal_post(client, "cms.hungyen.localhost", address, typed)
    assert again.status_code == 200 and "year" in again.context["year_form"].errors
