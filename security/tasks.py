"""What the scheduled jobs of this app do: each is `f(now) -> str`."""

from __future__ import annotations

from datetime import datetime, timedelta

from security.alerts import raise_alerts
from security.backup.making import make_backup
from security.backup.policy import last_proven
from security.models import JobOutcome, JobRun
from security.outbox import send_waiting

KEEP_RUNS = 20
BACKUP_EVERY = timedelta(hours=24)


def heartbeat(now: datetime) -> str:
    """Shows that beat, broker and worker are alive; only the last few runs are kept."""
    _keep_last_runs("heartbeat")
    return ""


def send_outbox(now: datetime) -> str:
    """Sends the mails that wait. A run that sent nothing is not worth keeping."""
    _keep_last_runs("send_outbox")
    sent, failed = send_waiting(now)
    return f"{sent} sent, {failed} failed" if sent or failed else ""


def backup(now: datetime) -> str:
    """Backs up once a day; looks several times an hour, so that a missed one is made up for (VL.8.1a, TN.11.2)."""
    _keep_last_runs("backup")
    last = last_proven()
    if last is not None and last.proven_at is not None and now - last.proven_at < BACKUP_EVERY:
        return ""
    return make_backup(now).name


def watch(now: datetime) -> str:
    """Tells the technical agency of late jobs, backups that are too old, and mails that were given up."""
    _keep_last_runs("watch")
    raised = raise_alerts(now)
    return ", ".join(raised)


def _keep_last_runs(job: str) -> None:
    runs = JobRun.objects.filter(job=job, detail="").exclude(outcome=JobOutcome.RUNNING)
    old = runs.order_by("-started_at").values_list("pk", flat=True)[KEEP_RUNS:]
    JobRun.objects.filter(pk__in=list(old)).delete()
