from __future__ import annotations

from typing import Any

from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from security.backup.policy import backup_rules, is_too_old, last_proven
from security.jobs import job_states
from security.lockout import locked_now
from security.models import BackupRun, MailState, OutboxMail
from security.permissions import lockouts_visible_to
from security.views.operators import for_operators

BACKUPS_SHOWN = 14


@require_safe
@never_cache
@for_operators
def status(request: Any) -> HttpResponse:
    """Jobs, backups, mails and lock-outs at one look, each with its state in words."""
    now = timezone.now()
    counts = dict(OutboxMail.objects.order_by().values_list("state").annotate(Count("pk")))
    context = {
        "jobs": job_states(now),
        "backups": BackupRun.objects.all()[:BACKUPS_SHOWN],
        "last_proven": last_proven(),
        "backup_too_old": is_too_old(now),
        "rules": backup_rules(),
        "mails": [(state, state.label, counts.get(state, 0)) for state in MailState],
        "lockouts": lockouts_visible_to(request.user, locked_now(now)),
        "now": now,
    }
    return render(request, "security/status.html", context)
