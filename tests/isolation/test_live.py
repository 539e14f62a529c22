"""`manage.py isolation_check` and its nightly job: they find what is wrong and leave nothing behind."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from security import tasks
from security.isolation import crawl
from security.isolation.crawling import Coverage, Finding
from security.isolation.live import IsolationBroken
from security.jobs import registered_jobs

# Wagtail leaves the temporary files of uploads and renditions to the garbage collector.
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]
FEW = ("work areas", "media", "agency_images", "qa_inbox_admin:question", "wagtail_bulk_action")


@pytest.fixture
def few_routes(monkeypatch: Any) -> None:
    """A walk over a handful of routes: the whole one is test_crawl.py's."""
    monkeypatch.setattr("security.isolation.live.crawl", lambda stage, roles: crawl(stage, roles=roles, routes=FEW))


def rows() -> dict[str, int]:
    return {model._meta.label: model._base_manager.count() for model in apps.get_models() if not model._meta.proxy}


def test_the_check_leaves_nothing_behind(world: Any, few_routes: None, settings: Any, capsys: Any) -> None:
    before = rows()
    call_command("isolation_check", role=["author", "technician"])
    assert "0 holes" in capsys.readouterr().out
    assert rows() == before
    assert not [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def test_the_check_finds_a_hole_and_says_where(world: Any, few_routes: None, monkeypatch: Any, capsys: Any) -> None:
    before = rows()
    monkeypatch.setattr("tenants.querysets.AgencyQuerySet.served_by", lambda self, user: self)
    with pytest.raises(CommandError):
        call_command("isolation_check", role=["author"])
    assert "author: GET /a/kiemtra-" in capsys.readouterr().err
    assert rows() == before


def test_the_nightly_job_fails_loudly(monkeypatch: Any) -> None:
    assert "isolation" in {job.name for job in registered_jobs()}
    hole = Coverage(findings=[Finding("author", "GET", "pages/7/", "says too much")])
    monkeypatch.setattr(tasks, "check_live", lambda now, roles: hole)
    with pytest.raises(IsolationBroken, match="pages/7/"):
        tasks.isolation(datetime(2026, 11, 24, tzinfo=UTC))


def test_every_role_has_its_night(monkeypatch: Any) -> None:
    walked: set[str] = set()
    monkeypatch.setattr(tasks, "check_live", lambda now, roles: walked.update(roles) or Coverage())
    for day in range(1, 13):
        tasks.isolation(datetime(2026, 11, day, tzinfo=UTC))
    assert len(walked) == 9
