"""Agencies come to life with everything that their portal needs, and a second run changes nothing."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Group
from guardian.models import GroupObjectPermission
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Site

from portal.models import HomePage, ProvinceFolder
from tenants.models import Agency, AgencyHost, AgencyModelLogEntry, BasePage
from tests.factories import make_agency, make_province

pytestmark = pytest.mark.django_db
TABLES = [
    Agency,
    AgencyHost,
    AgencyModelLogEntry,
    BasePage,
    Collection,
    Group,
    GroupCollectionPermission,
    GroupObjectPermission,
    GroupPagePermission,
    Site,
]


def counts() -> dict[str, int]:
    return {model.__name__: model.objects.count() for model in TABLES}


def test_every_portal_stands_in_one_tree(world: Any) -> None:
    folder = ProvinceFolder.objects.get(slug="hungyen")
    homes = HomePage.objects.filter(agency__in=[world.hungyen, world.skhcn, world.commune])
    assert homes.count() == 4
    assert {home.get_parent().pk for home in homes} == {folder.pk}
    assert all(home.live for home in homes)


def test_second_run_changes_nothing(world: Any) -> None:
    before = counts(), list(AgencyHost.objects.values())
    agency = make_agency(province=world.hungyen, name="Sở Khoa học và Công nghệ")
    assert agency == world.skhcn
    assert make_province("hungyen-2025") == world.hungyen
    assert (counts(), list(AgencyHost.objects.values())) == before
