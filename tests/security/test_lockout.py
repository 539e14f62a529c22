"""Failed log-ins lock the user name at that address, for as long and after as many as the regulation says."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from axes.models import AccessAttempt, AccessFailureLog
from django.test import Client, RequestFactory

from security.addresses import client_address, is_within
from tenants.models import AgencyModelLogEntry
from tests.security.helpers import log_in


@pytest.fixture
def host(world: Any) -> str:
    return world.host("hungyen", "admin")


def fail_often(world: Any, host: str, name: str, times: int, **headers: Any) -> Any:
    answer = None
    for number in range(times):
        answer = log_in(Client(), host, name, "sai", **{"user-agent": f"máy {number}".encode(), **headers})
    return answer


def test_after_the_regulations_number_of_failures_the_account_is_locked(world: Any, host: str) -> None:
    rules = world.hungyen.regulation.lockout
    before = fail_often(world, host, "author_skhcn", rules.failures.value - 1)
    assert before.status_code == 200
    locked = fail_often(world, host, "author_skhcn", 1)
    assert locked.status_code == 429
    minutes = int(locked.headers["Retry-After"]) / 60
    assert rules.minutes.value - 1 < minutes <= rules.minutes.value
    right = log_in(Client(), host, "author_skhcn")
    assert right.status_code == 429, "the right password does not open a locked account"
    assert log_in(Client(), host, "board_head_skhcn").status_code == 302, "others are not locked"
    actions = AgencyModelLogEntry.objects.for_instance(world.users["author_skhcn"]).values_list("action", flat=True)
    assert "security.lockout" in actions


def test_the_lock_ends_and_tries_meanwhile_do_not_prolong_it(world: Any, host: str) -> None:
    rules = world.hungyen.regulation.lockout
    fail_often(world, host, "author_skhcn", rules.failures.value)
    before = AccessAttempt.objects.order_by("-attempt_time").first().attempt_time
    fail_often(world, host, "author_skhcn", 3)
    assert AccessAttempt.objects.order_by("-attempt_time").first().attempt_time == before
    passed = timedelta(minutes=rules.minutes.value, seconds=1)
    for attempt in AccessAttempt.objects.all():
        AccessAttempt.objects.filter(pk=attempt.pk).update(attempt_time=attempt.attempt_time - passed)
    assert log_in(Client(), host, "author_skhcn").status_code == 302


def test_an_unknown_name_is_locked_alike(world: Any, host: str) -> None:
    rules = world.hungyen.regulation.lockout
    assert fail_often(world, host, "khong.co", rules.failures.value).status_code == 429
    assert AccessFailureLog.objects.filter(username="khong.co").count() == rules.failures.value


def test_the_page_says_until_when_in_vietnamese(world: Any, host: str) -> None:
    page = fail_often(world, host, "author_skhcn", world.hungyen.regulation.lockout.failures.value)
    assert 'lang="vi"' in page.content.decode()
    script = log_in(Client(), host, "author_skhcn", "sai", **{"x-requested-with": "XMLHttpRequest"})
    assert script.status_code == 429 and "error" in script.json()


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (0, "203.0.113.9", "10.0.0.1"),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "1.1.1.1, 203.0.113.9", "203.0.113.9"),
        (2, "1.1.1.1, 203.0.113.9, 10.0.0.2", "203.0.113.9"),
        (2, "203.0.113.9", "10.0.0.1"),
        (1, "", "10.0.0.1"),
        (1, "không", None),
    ],
)
def test_the_address_behind_proxies(settings: Any, proxies: int, forwarded: str, expected: str | None) -> None:
    settings.TRUSTED_PROXIES = proxies
    request = RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", headers={"x-forwarded-for": forwarded})
    assert client_address(request) == expected


def test_networks() -> None:
    assert is_within("127.0.0.1", ["127.0.0.0/8", "::1/128"]) and is_within("::1", ["127.0.0.0/8", "::1/128"])
    assert not is_within("203.0.113.9", ["127.0.0.0/8"]) and not is_within(None, ["127.0.0.0/8"])
