from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone
from wagtail.models import Revision

from editorial import services, tasks
from editorial.states import state_of
from editorial.tasks import publish_due
from editorial.transitions import State
from tests.editorial.conftest import again, change

pytestmark = pytest.mark.django_db


def approved_for_later(desk: Any, **fields: Any) -> Any:
    page = desk.draft(title=str(fields))
    change(page, desk.author, **fields)
    services.submit(page, actor=desk.author, now=timezone.now())
    services.approve(page, actor=desk.member, now=timezone.now())
    return again(page)


@pytest.mark.clause("TB.16.3")
def test_what_is_due_goes_live_and_what_no_decision_covers_does_not(desk: Any, caplog: Any) -> None:
    now = timezone.now()
    page, smuggled = approved_for_later(desk, go_live_at=now + timedelta(seconds=30)), desk.draft()
    assert state_of(page) == State.SCHEDULED
    Revision.objects.filter(pk=smuggled.latest_revision_id).update(approved_go_live_at=now)
    assert publish_due(now) == "live 0, off 0, without a decision 1"
    with pytest.MonkeyPatch.context() as clock:
        clock.setattr("wagtail.actions.publish_revision.timezone.now", lambda: now + timedelta(minutes=1))
        assert publish_due(now + timedelta(minutes=1)) == "live 1, off 0, without a decision 1"
    connection.check_constraints()
    assert (again(page).live, again(smuggled).live) == (True, False)
    assert "without a decision" in caplog.text


def test_what_was_approved_until_an_instant_goes_off_then(desk: Any) -> None:
    page = approved_for_later(desk, expire_at=timezone.now() - timedelta(seconds=1))
    assert page.live
    assert publish_due(timezone.now()) == "live 0, off 1, without a decision 0"
    assert not again(page).live


def test_one_that_was_to_go_live_later_can_be_stopped(desk: Any) -> None:
    page = approved_for_later(desk, go_live_at=timezone.now() + timedelta(hours=1))
    services.unpublish(page, actor=desk.member, now=timezone.now(), reason="Hoãn công bố")
    assert publish_due(timezone.now() + timedelta(days=1)) == ""
    assert state_of(again(page)) == State.UNPUBLISHED


def test_what_the_board_stopped_while_the_job_ran_stays_off(desk: Any, monkeypatch: Any) -> None:
    """The job has read what is due; the board stops one of them before its turn."""
    soon = timezone.now() + timedelta(hours=1)
    page = approved_for_later(desk, go_live_at=soon)
    apart = tasks._kept_apart

    def stopped_first(*args: Any) -> Any:
        services.unpublish(page, actor=desk.member, now=timezone.now(), reason="Hoãn công bố")
        return apart(*args)

    monkeypatch.setattr(tasks, "_kept_apart", stopped_first)
    assert publish_due(soon + timedelta(minutes=1)) == ""
    assert not again(page).live and state_of(again(page)) == State.UNPUBLISHED
