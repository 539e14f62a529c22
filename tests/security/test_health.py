"""`/livez`, `/readyz`, `/healthz`: on any host, with details for those who may have them."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from portal.celery import BEAT_MARK, app, beat_is_alive
from portal.celery import run as run_task
from security.models import JobOutcome, JobRun
from tests.factories import portal_get


def healthz(client: Client, address: str = "127.0.0.1") -> Any:
    return client.get("/healthz", headers={"host": "khong.biet.localhost"}, REMOTE_ADDR=address)


@pytest.fixture
def alive(db: None) -> None:
    now = timezone.now()
    JobRun.objects.create(job="heartbeat", started_at=now, ended_at=now, outcome=JobOutcome.DONE)
    beat_is_alive()


def test_all_parts_answer(alive: None, client: Client) -> None:
    answer = healthz(client)
    assert answer.status_code == 200 and answer.json()["status"] == "ok"
    assert {name: part["state"] for name, part in answer.json().items() if name != "status"} == dict.fromkeys(
        ("database", "cache", "worker", "beat"), "ok"
    )
    assert answer.json()["worker"]["age"] < 60


def test_details_only_for_listed_networks(alive: None, client: Client) -> None:
    assert healthz(client, "203.0.113.7").json() == {"status": "ok"}


def test_a_worker_that_is_silent_is_down(alive: None, client: Client) -> None:
    JobRun.objects.update(ended_at=timezone.now() - timedelta(minutes=10))
    answer = healthz(client)
    assert answer.status_code == 503 and answer.json()["worker"]["state"] == "down"
    assert answer.json()["beat"]["state"] == "ok" and healthz(client, "203.0.113.7").json() == {"status": "down"}


def test_beat_that_is_silent_is_down(alive: None, client: Client) -> None:
    cache.set(BEAT_MARK, time.time() - 600)
    assert healthz(client).json()["beat"]["state"] == "down"
    cache.delete(BEAT_MARK)
    assert healthz(client).status_code == 503


def test_beats_mark_comes_from_publishing(db: None) -> None:
    cache.delete(BEAT_MARK)
    run_task.apply_async(("heartbeat",), queue="test-only", expires=1)
    assert time.time() - cache.get(BEAT_MARK) < 30
    with app.connection_for_write() as connection:
        connection.default_channel.queue_purge("test-only")


def test_a_dead_cache_is_down(alive: None, client: Client, settings: Any) -> None:
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": "redis://127.0.0.1:1/0"}}
    answer = healthz(client)
    assert answer.status_code == 503 and answer.json()["cache"]["state"] == "down"


@pytest.mark.parametrize("path", ["/livez", "/readyz"])
def test_balancers_ask_on_any_host(db: None, client: Client, path: str) -> None:
    answer = portal_get(client, "10.0.0.9", path)
    assert answer.status_code == 200 and answer.headers["Cache-Control"] == "no-store"
