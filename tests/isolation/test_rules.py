"""Each isolation rule is needed: without it the crawl finds a hole on the routes that it guards (`make isolation`)."""

from __future__ import annotations

from typing import Any

import pytest

from security.isolation import crawl
from security.isolation.routes import admin_routes
from tests.isolation.rules import RULES
from tests.isolation.test_crawl import ALL

# Wagtail leaves the temporary files of uploads and renditions to the garbage collector.
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]


@pytest.mark.parametrize("name", RULES if ALL else [])
def test_the_crawl_catches_a_rule_that_is_taken_out(name: str, request: Any, monkeypatch: Any) -> None:
    rule = RULES[name]
    stage = request.getfixturevalue("province_stage" if rule.province else "department_stage")
    rule.take_out(monkeypatch)
    coverage = crawl(stage, roles=[rule.role], routes=rule.routes)
    assert [finding for finding in coverage.findings if "fails with" not in finding.what], rule.says


def test_every_rule_guards_routes_that_exist() -> None:
    known = {route.name for route in admin_routes()} | {"work areas"}
    assert {name: set(rule.routes) - known for name, rule in RULES.items() if set(rule.routes) - known} == {}
