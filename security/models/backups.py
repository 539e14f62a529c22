from django.db import models
from django.utils.translation import gettext_lazy as _

from security.models.jobs import JobOutcome


class BackupRun(models.Model):
    """One backup: what was written where, and when it was proven by a restore (VL.8.1a, TN.11.2, HY.12.4).

    `second_copy_ok`: the copy in the second place was read back and is the same; `other_device`: that place really
    is another device (VL.19.2b). `proven_at`: the dump was restored into a scratch database with equal rows and both
    copies were read back.
    """

    name = models.CharField(_("file"), max_length=120, blank=True)
    started_at = models.DateTimeField(_("started at"))
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=10, choices=JobOutcome.choices, default=JobOutcome.RUNNING)
    size = models.BigIntegerField(_("size in bytes"), default=0)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)
    second_copy_ok = models.BooleanField(_("second copy is the same"), default=False)
    other_device = models.BooleanField(_("second copy is on another device"), default=False)
    proven_at = models.DateTimeField(_("proven at"), null=True, blank=True)
    detail = models.TextField(_("detail"), blank=True)

    class Meta:
        verbose_name = _("backup")
        verbose_name_plural = _("backups")
        ordering = ["-started_at", "-pk"]
        indexes = [models.Index(fields=["-proven_at"])]

    def __str__(self) -> str:
        return self.name or f"{self.started_at:%Y-%m-%d %H:%M}"
