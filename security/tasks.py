"""What the scheduled jobs of this app do: each is `f(now) -> str`."""

from __future__ import annotations

from datetime import datetime

from security.models import JobOutcome, JobRun

KEEP_HEARTBEATS = 20


def heartbeat(now: datetime) -> str:
    """Shows that beat, broker and worker are alive; only the last few runs are kept."""
    runs = JobRun.objects.filter(job="heartbeat").exclude(outcome=JobOutcome.RUNNING)
    old = runs.order_by("-started_at").values_list("pk", flat=True)[KEEP_HEARTBEATS:]
    JobRun.objects.filter(pk__in=list(old)).delete()
    return ""
