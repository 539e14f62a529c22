"""Scheduled jobs: each is a row of one table (portal/celery.py) and leaves a JobRun behind."""

from __future__ import annotations

import traceback
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.module_loading import import_string

from security.models import NEVER_ENDED, JobOutcome, JobRun
from tenants.models import Agency


@dataclass(frozen=True)
class Job:
    """One scheduled job.

    `function` is the dotted path of `f(now: datetime) -> str` (its text is the run's detail), `schedule` a Celery
    schedule, `late_after` how long after its last success the job counts as missed, `clause` the rule that asks for it.
    """

    name: str
    function: str
    schedule: Any
    late_after: timedelta
    clause: str
    label: Any


KEEP_SILENT = 20
_jobs: dict[str, Job] = {}


def register_jobs(jobs: Iterable[Job]) -> None:
    """Make the table known; called once by the composition root."""
    _jobs.update({job.name: job for job in jobs})


def registered_jobs() -> list[Job]:
    return list(_jobs.values())


def run_job(name: str, now: datetime | None = None) -> JobRun:
    """Run a job now and record the run. A failure is recorded and raised again.

    Raises KeyError for a job that is not in the table.
    """
    job = _jobs[name]
    moment = now or timezone.now()
    _clear_up(job, moment)
    run = JobRun.objects.create(job=name, started_at=moment)
    try:
        run.detail = str(import_string(job.function)(moment) or "")
        run.outcome = JobOutcome.DONE
    except Exception:
        run.detail = traceback.format_exc(limit=-5)
        run.outcome = JobOutcome.FAILED
        raise
    finally:
        run.ended_at = timezone.now()
        run.save(update_fields=["detail", "outcome", "ended_at"])
    return run


def _clear_up(job: Job, now: datetime) -> None:
    """Runs whose process died count as failed; of runs that had nothing to tell only the last few are kept."""
    runs = JobRun.objects.filter(job=job.name)
    dead = runs.filter(outcome=JobOutcome.RUNNING, started_at__lt=now - job.late_after)
    dead.update(outcome=JobOutcome.FAILED, ended_at=now, detail=NEVER_ENDED)
    silent = runs.filter(outcome=JobOutcome.DONE, detail="").order_by("-started_at")
    runs.filter(pk__in=list(silent.values_list("pk", flat=True)[KEEP_SILENT:])).delete()


@dataclass(frozen=True)
class JobState:
    """What the status page says of a job."""

    job: Job
    last: JobRun | None
    last_done: JobRun | None
    late: bool


def job_states(now: datetime) -> list[JobState]:
    """State of every job in the table: its last run, its last success, and whether it missed its time (three queries).

    A job that never ran is late once the installation is older than the time that the job may take to run.
    """
    last = _latest(JobRun.objects.all())
    done = _latest(JobRun.objects.filter(outcome=JobOutcome.DONE))
    installed = Agency.objects.order_by("created_at").values_list("created_at", flat=True).first()
    states = []
    for job in registered_jobs():
        success = done.get(job.name)
        since = success.started_at if success is not None else installed
        late = since is not None and now - since > job.late_after
        states.append(JobState(job, last.get(job.name), success, late))
    return states


def _latest(runs: Any) -> dict[str, JobRun]:
    return {run.job: run for run in runs.order_by("job", "-started_at").distinct("job")}
