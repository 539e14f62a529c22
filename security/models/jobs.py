from django.db import models
from django.utils.translation import gettext_lazy as _


class JobOutcome(models.TextChoices):
    RUNNING = "running", _("running")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")


NEVER_ENDED = "The process ended in the middle of the run."


class JobRun(models.Model):
    """One run of a scheduled job: the record that it ran. The broker is never the record."""

    job = models.CharField(_("job"), max_length=80)
    started_at = models.DateTimeField(_("started at"))
    ended_at = models.DateTimeField(_("ended at"), null=True)
    outcome = models.CharField(_("outcome"), max_length=10, choices=JobOutcome.choices, default=JobOutcome.RUNNING)
    detail = models.TextField(_("detail"), blank=True)

    class Meta:
        verbose_name = _("run of a job")
        verbose_name_plural = _("runs of jobs")
        ordering = ["-started_at"]
        indexes = [models.Index(fields=["job", "-started_at"])]

    def __str__(self) -> str:
        return f"{self.job} {self.started_at:%Y-%m-%d %H:%M}"

    @property
    def said(self) -> str:
        """What the run has to tell: its text, or the last line of what went wrong."""
        lines = self.detail.strip().splitlines()
        return lines[-1] if lines else ""
