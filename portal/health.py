"""`/livez`, `/readyz` and `/healthz` answer on any host, before the host look-up."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.utils import timezone

from portal.celery import BEAT_MARK
from security.addresses import client_address, is_within
from security.models import JobOutcome, JobRun

TOO_OLD = 180.0
"""Seconds after which a heartbeat of every half minute counts as missed."""
Part = dict[str, Any]


class HealthMiddleware:
    """Liveness (this process answers), readiness (the database answers) and health (all parts answer)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.views: dict[str, Callable[[Any], HttpResponse]] = {
            "/livez": livez,
            "/readyz": readyz,
            "/healthz": healthz,
        }

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        view = self.views.get(request.path_info)
        if view is None:
            return self.get_response(request)
        response = view(request)
        response.headers["Cache-Control"] = "no-store"
        return response


def livez(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok\n", content_type="text/plain")


def readyz(request: HttpRequest) -> HttpResponse:
    state = _checked(_database)["state"]
    return HttpResponse(f"{state}\n", content_type="text/plain", status=200 if state == "ok" else 503)


def healthz(request: HttpRequest) -> HttpResponse:
    """Each part with state and age in seconds; 503 when one is down. Details only for settings.HEALTH_NETWORKS."""
    checks = {"database": _database, "cache": _cache, "worker": _worker, "beat": _beat}
    parts = {name: _checked(check) for name, check in checks.items()}
    healthy = all(part["state"] == "ok" for part in parts.values())
    answer: Part = {"status": "ok" if healthy else "down"}
    if is_within(client_address(request), settings.HEALTH_NETWORKS):
        answer |= parts
    return JsonResponse(answer, status=200 if healthy else 503)


def _checked(check: Callable[[], Part]) -> Part:
    try:
        return check()
    except Exception as error:  # noqa: BLE001 - whatever a part does, health says that it is down
        return {"state": "down", "error": type(error).__name__}


def _database() -> Part:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return {"state": "ok"}


def _cache() -> Part:
    mark = str(time.time())
    cache.set("health", mark, timeout=60)
    return {"state": "ok" if cache.get("health") is not None else "down"}


def _worker() -> Part:
    """When the worker last finished the heartbeat that beat sends it."""
    done = JobRun.objects.filter(job="heartbeat", outcome=JobOutcome.DONE).order_by("-started_at")
    last = done.values_list("ended_at", flat=True).first()
    return _aged((timezone.now() - last).total_seconds() if last else None)


def _beat() -> Part:
    """When beat last published a job."""
    mark = cache.get(BEAT_MARK)
    return _aged(time.time() - mark if mark else None)


def _aged(seconds: float | None) -> Part:
    if seconds is None:
        return {"state": "down", "age": None}
    return {"state": "ok" if seconds < TOO_OLD else "down", "age": round(seconds, 1)}
