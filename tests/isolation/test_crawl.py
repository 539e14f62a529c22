"""The canary crawl: every address of the administration, reads and writes, in every role (`make isolation`).

`make test` walks once as an agency's administrator, the most powerful role of an agency; ISOLATION=all walks as all.
"""

from __future__ import annotations

import os
from typing import Any

import pytest

from security.isolation import Stage, crawl
from security.isolation.routes import NOT_FILLED, STANDS_ALONE, admin_routes
from tenants.roles import ROLES, Role

# Wagtail leaves the temporary files of uploads and renditions to the garbage collector.
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]
ALL = os.environ.get("ISOLATION") == "all"
FEWEST_SCREENS = {str(Role.AGENCY_ADMIN): 60, "superuser": 60}
"""A walk that sees fewer screens than this has not been let in. Whoever only answers questions has the fewest."""
IN_AGENCY = [str(role) for role, grants in ROLES.items() if not grants.province_only]
IN_PROVINCE = [*(str(role) for role, grants in ROLES.items() if grants.province_only), "agency_admin"]


@pytest.mark.parametrize("role", [*IN_AGENCY, "superuser"] if ALL else [str(Role.AGENCY_ADMIN)])
def test_in_an_agency_nothing_of_others_is_seen_or_changed(department_stage: Stage, role: str) -> None:
    coverage = crawl(department_stage, roles=[role])
    report(coverage, role)
    assert not coverage.undecided, "these routes answer, and nobody has said what their arguments are"
    assert not coverage.findings, "\n".join(map(str, coverage.findings[:40]))
    assert coverage.asked > 2_000 and len(coverage.answered) > FEWEST_SCREENS.get(role, 15)


@pytest.mark.parametrize("role", [*IN_PROVINCE, "superuser"] if ALL else [])
def test_a_provinces_staff_see_and_change_nothing_of_another_province(province_stage: Stage, role: str) -> None:
    coverage = crawl(province_stage, roles=[role])
    report(coverage, f"{role} of the province")
    assert not coverage.findings, "\n".join(map(str, coverage.findings[:40]))


def test_the_lists_of_what_is_not_filled_in_are_true() -> None:
    names = {route.name for route in admin_routes()}
    assert set(NOT_FILLED) - {"security:first_administrator"} <= names
    assert names >= STANDS_ALONE
    assert all(reason for reason in NOT_FILLED.values())


def report(coverage: Any, who: str) -> None:
    print(f"{who}: {coverage.asked} requests, {len(coverage.answered)} screens answered")
    for name, reason in NOT_FILLED.items():
        print(f"  not filled in: {name} ({reason})")
