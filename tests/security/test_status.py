"""What the technical agency sees: jobs, backups, mails, lock-outs; and what it is told by mail."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from security.alerts import raise_alerts
from security.isolation import crawl
from security.jobs import registered_jobs, run_job
from security.models import BackupRun, JobOutcome, JobRun, MailState, OutboxMail
from security.services import queue_mail
from tests.factories import portal_post
from tests.security.helpers import get, signed_in

ROLES_WITHOUT = ("author", "board_member", "board_head", "responder", "signer", "agency_admin", "office")


@pytest.fixture
def host(world: Any) -> str:
    return world.host("hungyen", "admin")


def make_mail(world: Any, agency: str, subject: str) -> OutboxMail:
    return queue_mail(
        to="dan@example.vn",
        subject=subject,
        body="Nội dung",
        agency=getattr(world, agency),
        key=None,
        now=timezone.now(),
    )


@pytest.mark.clause("TN.17.2", "VL.8.4")
@pytest.mark.parametrize("path", ["system/", "system/mails/", "system/mails/1/"])
def test_only_the_technical_agency_sees_the_system(world: Any, host: str, path: str) -> None:
    for role in ROLES_WITHOUT:
        answer = get(signed_in(host, f"{role}_hungyen"), host, f"/a/hungyen/{path}")
        assert answer.status_code == 403, role
    client = signed_in(host, "technician_hungyen")
    assert get(client, host, "/a/hungyen/system/").status_code == 200
    assert get(client, host, "/system/").status_code == 404
    assert get(client, world.host("vinhlong", "admin"), "/a/vinhlong/system/").status_code != 200


def test_the_status_page_says_everything_in_words(world: Any, host: str) -> None:
    for job in registered_jobs():
        JobRun.objects.create(job=job.name, started_at=timezone.now(), ended_at=timezone.now(), outcome=JobOutcome.DONE)
    JobRun.objects.filter(job="heartbeat").update(started_at=timezone.now() - timedelta(hours=1))
    make_mail(world, "skhcn", "x")
    BackupRun.objects.create(started_at=timezone.now(), outcome=JobOutcome.FAILED, detail="đĩa thứ hai không có")
    page = get(signed_in(host, "technician_hungyen"), host, "/a/hungyen/system/")
    text = page.content.decode()
    states = {state.job.name: state.late for state in page.context["jobs"]}
    assert states["heartbeat"] and not states["send_outbox"]
    assert "đĩa thứ hai không có" in text and page.context["backup_too_old"]
    assert (MailState.QUEUED, 1) in [(state, number) for state, _label, number in page.context["mails"]]


def test_a_technician_reads_and_resends_mails_of_the_own_province_only(world: Any, host: str) -> None:
    own, foreign = make_mail(world, "skhcn", "Thư của ta"), make_mail(world, "snv", "Thư tỉnh khác")
    system = queue_mail(to="a@example.vn", subject="Hệ thống", body="x", agency=None, key=None, now=timezone.now())
    OutboxMail.objects.update(state=MailState.FAILED, tries=7)
    client = signed_in(host, "technician_hungyen")
    listing = get(client, host, "/a/hungyen/system/mails/?state=failed").content.decode()
    assert "Thư của ta" in listing and "Thư tỉnh khác" not in listing and "Hệ thống</a>" not in listing
    assert "Nội dung" in get(client, host, f"/a/hungyen/system/mails/{own.pk}/").content.decode()
    for other in (foreign, system):
        assert get(client, host, f"/a/hungyen/system/mails/{other.pk}/").status_code == 404
        assert portal_post(client, host, f"/a/hungyen/system/mails/{other.pk}/resend/").status_code == 404
    assert portal_post(client, host, f"/a/hungyen/system/mails/{own.pk}/resend/").status_code == 302
    own.refresh_from_db()
    foreign.refresh_from_db()
    assert (own.state, own.tries) == (MailState.QUEUED, 0) and foreign.state == MailState.FAILED


@pytest.mark.clause("VL.8.1a", "TN.17.1")
def test_what_is_wrong_is_mailed_to_the_technicians_once_a_day(world: Any) -> None:
    now = timezone.now() + timedelta(days=3)
    found = raise_alerts(now)
    assert "backup" in found and "job-heartbeat" in found
    people = set(OutboxMail.objects.values_list("to", flat=True))
    assert people == {"technician_hungyen@example.vn", "technician_vinhlong@example.vn"}
    count = OutboxMail.objects.count()
    raise_alerts(now)
    assert OutboxMail.objects.count() == count
    raise_alerts(now + timedelta(days=1))
    assert OutboxMail.objects.count() == 2 * count


def test_a_new_installation_waits_before_it_calls_a_job_late(world: Any) -> None:
    installed = world.hungyen.created_at
    assert not [alert for alert in raise_alerts(installed + timedelta(seconds=30)) if alert.startswith("job-")]
    assert [alert for alert in raise_alerts(installed + timedelta(days=2)) if alert.startswith("job-")]


def test_a_hole_between_agencies_is_told_at_once(world: Any) -> None:
    now = timezone.now()
    trace = "Traceback:\n  ...\nIsolationBroken: author: GET pages/7/: says too much"
    JobRun.objects.create(job="isolation", started_at=now, ended_at=now, outcome=JobOutcome.FAILED, detail=trace)
    assert "isolation" in raise_alerts(now)
    assert "GET pages/7/" in OutboxMail.objects.filter(key__contains="isolation")[0].body_text


def test_every_job_of_this_app_runs_and_leaves_a_record(world: Any, monkeypatch: Any) -> None:
    few = ["work areas"]
    monkeypatch.setattr("security.isolation.live.crawl", lambda stage, roles: crawl(stage, roles=roles, routes=few))
    BackupRun.objects.create(started_at=timezone.now(), outcome=JobOutcome.DONE, proven_at=timezone.now())
    for job in registered_jobs():
        if job.function.startswith("security."):
            assert run_job(job.name).outcome == JobOutcome.DONE
            assert job.clause and job.late_after


def test_a_failed_run_is_recorded(world: Any, settings: Any) -> None:
    settings.BACKUP_PUBLIC_KEY = ""
    with pytest.raises(Exception, match="backup_key"):
        run_job("backup")
    assert "backup_key" in JobRun.objects.get(job="backup", outcome=JobOutcome.FAILED).detail


def test_a_run_whose_process_died_counts_as_failed_at_the_next_one(world: Any) -> None:
    now = timezone.now()
    dead = JobRun.objects.create(job="heartbeat", started_at=now - timedelta(minutes=4))
    other = JobRun.objects.create(job="heartbeat", started_at=now - timedelta(minutes=1))
    run_job("heartbeat", now)
    dead.refresh_from_db()
    other.refresh_from_db()
    assert (dead.outcome, dead.ended_at) == (JobOutcome.FAILED, now) and dead.detail
    assert other.outcome == JobOutcome.RUNNING, "it may still be at work"


@pytest.mark.parametrize("job", ["publish_due", "question_reminders", "send_outbox"])
def test_idle_runs_do_not_pile_up(world: Any, job: str) -> None:
    now = timezone.now()
    for minutes in range(40, 0, -1):
        run_job(job, now - timedelta(minutes=minutes))
    assert JobRun.objects.filter(job=job).count() == 21
