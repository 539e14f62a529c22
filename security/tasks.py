"""What the scheduled jobs of this app do: each is `f(now) -> str`."""

from __future__ import annotations

from datetime import datetime, timedelta

from security.alerts import raise_alerts
from security.backup.errors import BackupUnderWay
from security.backup.making import make_backup
from security.backup.policy import last_proven
from security.isolation.live import IsolationBroken, check_live
from security.outbox import send_waiting
from tenants.roles import ROLES, Role

BACKUP_EVERY = timedelta(hours=24)


def heartbeat(now: datetime) -> str:
    """Shows that beat, broker and worker are alive."""
    return ""


def send_outbox(now: datetime) -> str:
    """Sends the mails that wait."""
    sent, failed = send_waiting(now)
    return f"{sent} sent, {failed} failed" if sent or failed else ""


def backup(now: datetime) -> str:
    """Backs up once a day; looks several times an hour, so that a missed one is made up for (VL.8.1a, TN.11.2)."""
    last = last_proven()
    if last is not None and last.proven_at is not None and now - last.proven_at < BACKUP_EVERY:
        return ""
    try:
        return make_backup(now).name
    except BackupUnderWay:
        return ""


def watch(now: datetime) -> str:
    """Tells the technical agency of late jobs, backups that are too old, and mails that were given up."""
    raised = raise_alerts(now)
    return ", ".join(raised)


def isolation(now: datetime) -> str:
    """Walks around canary agencies at night: as an agency's administrator, and as one role more, in turn.

    Raises IsolationBroken with what it found; the status page shows it and the technical agency is told.
    """
    others = [str(role) for role in ROLES if role != Role.AGENCY_ADMIN] + ["superuser"]
    coverage = check_live(now, [str(Role.AGENCY_ADMIN), others[now.toordinal() % len(others)]])
    if not coverage.clean:
        raise IsolationBroken("; ".join([*map(str, coverage.findings[:5]), *coverage.undecided]))
    return f"{coverage.asked} requests, no hole"
