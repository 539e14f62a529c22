"""The one table of scheduled jobs, and the Celery application that runs them."""

from __future__ import annotations

import os
import time
from datetime import timedelta

from celery import Celery
from celery.schedules import crontab, schedule
from celery.signals import before_task_publish
from django.core.cache import cache
from django.utils import timezone
from django.utils.translation import gettext_noop as _

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.production")
app = Celery("portal")
app.config_from_object("django.conf:settings", namespace="CELERY")


@app.task(name="portal.run_job")
def run(name: str) -> None:
    """Run one job of the table; what it does and when it ran is recorded in JobRun."""
    from security.jobs import run_job

    run_job(name)


LEAST_URGENT = 9


@app.task(name="portal.make_pictures")
def make_pictures(pages: list[int] | None) -> None:
    """Make the pictures of pages that went live, or of all that is live; what is left over waits in the queue again."""
    from portal import pictures

    _made, more = pictures.make_pictures(pages)
    if more:
        make_pictures.apply_async((pages,), priority=LEAST_URGENT, countdown=5)


@app.task(name="portal.read_documents")
def read_documents(keys: list[int] | None) -> None:
    """Read the words of documents for the search; what is left over waits in the queue again."""
    from tenants import document_texts

    _done, more = document_texts.read_documents(timezone.now(), keys)
    if more:
        read_documents.apply_async((keys,), priority=LEAST_URGENT, countdown=5)


@app.task(name="portal.write_storm_copies")
def write_storm_copies(agencies: list[int]) -> None:
    """Write the storm copies of these agencies' portals; what is left over waits in the queue again."""
    from portal.storm.jobs import write_for

    if left := write_for(agencies):
        write_storm_copies.apply_async((left,), priority=LEAST_URGENT)


def every(**period: int) -> schedule:
    return schedule(timedelta(**period))


# name: function, schedule, missed after, clause, label (an English msgid)
JOB_TABLE: tuple[tuple[str, str, object, timedelta, str, str], ...] = (
    (
        "heartbeat",
        "security.tasks.heartbeat",
        every(seconds=30),
        timedelta(minutes=3),
        "TB.10.2a",
        _("Heartbeat of the worker"),
    ),
    (
        "question_reminders",
        "qa_inbox.tasks.remind",
        every(minutes=10),
        timedelta(hours=1),
        "TN.14.4",
        _("Reminders before answers are due"),
    ),
    (
        "question_escalations",
        "qa_inbox.tasks.escalate",
        every(minutes=10),
        timedelta(hours=1),
        "VL.18.1ddc",
        _("Reports of overdue answers"),
    ),
    (
        "publish_due",
        "editorial.tasks.publish_due",
        every(minutes=1),
        timedelta(minutes=15),
        "TB.16.3",
        _("Approved texts go live and come off at their time"),
    ),
    (
        "pictures",
        "portal.pictures.make_missing",
        every(minutes=10),
        timedelta(hours=2),
        "VL.3.1",
        _("Pictures in the sizes that the pages show"),
    ),
    (
        "document_texts",
        "tenants.document_texts.read_waiting",
        every(minutes=10),
        timedelta(hours=2),
        "TB.6",
        _("Words of files for the search"),
    ),
    (
        "send_outbox",
        "security.tasks.send_outbox",
        every(seconds=30),
        timedelta(minutes=5),
        "TB.10.2a",
        _("Send the mails that wait"),
    ),
    (
        "backup",
        "security.tasks.backup",
        every(minutes=15),
        timedelta(hours=3),
        "VL.8.1a",
        _("Daily backup with its proof and second copy"),
    ),
    (
        "watch",
        "security.tasks.watch",
        every(minutes=10),
        timedelta(minutes=45),
        "TN.17.1",
        _("Watch over jobs, backups and mails"),
    ),
    (
        "catalogue",
        "portal.tasks.repair_catalogue",
        every(minutes=10),
        timedelta(hours=1),
        "VL.9.1",
        _("What is published stands in the catalogue of search and feeds"),
    ),
    (
        "title_words",
        "portal.tasks.gather_title_words",
        every(minutes=30),
        timedelta(hours=3),
        "NB.7.3a",
        _("Words of the published titles, for “did you mean”"),
    ),
    (
        "visits",
        "portal.tasks.move_visits",
        every(minutes=5),
        timedelta(hours=1),
        "TB.12.6",
        _("Visits are moved into the reports' tables"),
    ),
    (
        "storm_copies",
        "portal.storm.jobs.write_every_copy",
        crontab(hour="1", minute="15"),
        timedelta(hours=26),
        "VL.8.1c",
        _("Storm copies of all portals"),
    ),
    (
        "storm_banners",
        "portal.storm.jobs.drop_ended_banners",
        every(minutes=30),
        timedelta(hours=2),
        "HY.14.3",
        _("Banners that have ended go from the storm copies"),
    ),
    (
        "storm_questions",
        "qa_inbox.storm.importing.import_waiting",
        every(minutes=10),
        timedelta(hours=1),
        "TN.14.1",
        _("Questions of a storm reach the inbox"),
    ),
    (
        "links",
        "portal.tasks.check_links",
        every(minutes=30),
        timedelta(hours=6),
        "HY.15.1",
        _("Broken links are found"),
    ),
    (
        "isolation",
        "security.tasks.isolation",
        crontab(hour="2", minute="30"),
        timedelta(hours=50),
        "TN.17.2",
        _("Agencies see nothing of each other"),
    ),
)


def beat_schedule() -> dict[str, dict[str, object]]:
    """Celery beat's own form of the table."""
    return {
        name: {"task": "portal.run_job", "schedule": when, "args": (name,), "options": {"expires": 3600}}
        for name, _function, when, *_rest in JOB_TABLE
    }


app.conf.beat_schedule = beat_schedule()


BEAT_MARK = "beat-published"


@before_task_publish.connect(sender="portal.run_job")
def beat_is_alive(**_: object) -> None:
    """Beat alone publishes the jobs: that it did is what /healthz tells of it."""
    cache.set(BEAT_MARK, time.time(), timeout=86_400)
