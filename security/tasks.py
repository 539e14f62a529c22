"""What the scheduled jobs of this app do: each is `f(now) -> str`."""

from __future__ import annotations

from datetime import datetime

from security.models import JobOutcome, JobRun
from security.outbox import send_waiting

KEEP_RUNS = 20


def heartbeat(now: datetime) -> str:
    """Shows that beat, broker and worker are alive; only the last few runs are kept."""
    _keep_last_runs("heartbeat")
    return ""


def send_outbox(now: datetime) -> str:
    """Sends the mails that wait. A run that sent nothing is not worth keeping."""
    _keep_last_runs("send_outbox")
    sent, failed = send_waiting(now)
    return f"{sent} sent, {failed} failed" if sent or failed else ""


def _keep_last_runs(job: str) -> None:
    runs = JobRun.objects.filter(job=job, detail="").exclude(outcome=JobOutcome.RUNNING)
    old = runs.order_by("-started_at").values_list("pk", flat=True)[KEEP_RUNS:]
    JobRun.objects.filter(pk__in=list(old)).delete()
