"""What the technical agency is told by mail, once a day while it lasts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from security.backup.policy import is_too_old, last_proven
from security.jobs import job_states
from security.models import JobOutcome, MailState, OutboxMail, User
from security.outbox import queue_mail
from tenants.calendar import ZONE
from tenants.roles import Role

ISOLATION = "isolation"


@dataclass(frozen=True)
class Alert:
    """Something that is wrong. `key` names it, so that one day brings one mail of it."""

    key: str
    text: str


def alerts(now: datetime) -> Iterator[Alert]:
    """Everything that is wrong at present."""
    for state in job_states(now):
        if state.late:
            text = _("The job “%(job)s” (%(clause)s) has missed its time.")
            yield Alert(f"job-{state.job.name}", text % {"job": state.job.label, "clause": state.job.clause})
        if state.job.name == ISOLATION and state.last is not None and state.last.outcome == JobOutcome.FAILED:
            text = _("The nightly check of the agencies' isolation has failed: %(what)s")
            yield Alert("isolation", text % {"what": state.last.said})
    if is_too_old(now):
        last = last_proven()
        day = f"{last.proven_at.astimezone(ZONE):%d/%m/%Y}" if last and last.proven_at else "–"
        yield Alert("backup", _("The last proven backup is older than the regulation allows: %(day)s.") % {"day": day})
    failed = OutboxMail.objects.filter(state=MailState.FAILED).count()
    if failed:
        yield Alert("mail", _("Mails that could not be delivered: %(count)s.") % {"count": failed})


def technicians() -> Any:
    """Those who look after the system; the administrators where nobody else does. All with an address."""
    reachable = User.objects.filter(is_active=True).exclude(email="")
    found = reachable.filter(memberships__role=Role.TECHNICIAN).distinct()
    return found if found.exists() else reachable.filter(is_superuser=True)


def raise_alerts(now: datetime) -> list[str]:
    """Queue the mails of today's alerts; the keys of what is wrong."""
    today = now.astimezone(ZONE).date()
    with override("vi"):
        found = list(alerts(now))
        more = _("The page “System status” in the administration shows the details.")
        people = list(technicians().order_by("pk")) if found else []
        for alert in found:
            for person in people:
                queue_mail(
                    to=person.email,
                    subject=_("Alert: %(text)s") % {"text": alert.text},
                    body=f"{alert.text}\n\n{more}\n",
                    agency=None,
                    key=f"alert-{alert.key}-{today}-{person.pk}"[:200],
                    now=now,
                )
    return [alert.key for alert in found]
