"""What the regulations in use ask of backups: the strictest of each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from security.models import BackupRun
from tenants.models import Agency
from tenants.regulation import get_regulation


@dataclass(frozen=True)
class BackupRules:
    """`longest_gap` between two proven backups (VL.8.1a, TN.11.2); how many to `keep`; time for a restore (HY.12.4)."""

    longest_gap: timedelta
    keep: int
    restore_within: timedelta | None


def backup_rules() -> BackupRules:
    """All provinces share one database, so the strictest of their rules holds for it."""
    codes = set(Agency.objects.exclude(regulation_code="").values_list("regulation_code", flat=True).distinct())
    rules = [get_regulation(code).backups for code in sorted(codes) or ["default"]]
    hours = [rule.restore_within_hours.value for rule in rules if rule.restore_within_hours.value is not None]
    return BackupRules(
        longest_gap=timedelta(days=min(rule.max_interval_days.value for rule in rules)),
        keep=max(rule.keep.value for rule in rules),
        restore_within=timedelta(hours=min(hours)) if hours else None,
    )


def last_proven() -> BackupRun | None:
    return BackupRun.objects.exclude(proven_at=None).order_by("-proven_at").first()


def is_too_old(now: datetime) -> bool:
    """Whether the last proven backup is older than the strictest regulation allows, or there is none."""
    last = last_proven()
    return last is None or last.proven_at is None or now - last.proven_at > backup_rules().longest_gap
