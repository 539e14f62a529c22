from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from tenants.models.agency import Agency


class SuccessionKind(models.TextChoices):
    MERGE = "merge", _("Merger")
    SPLIT = "split", _("Division")
    DISSOLVE = "dissolve", _("Dissolution")


class SuccessionState(models.TextChoices):
    PLANNED = "planned", _("Planned")
    PREVIEWED = "previewed", _("Previewed")
    RUNNING = "running", _("Running")
    FAILED = "failed", _("Stopped by an error")
    DONE = "done", _("Completed")
    CANCELLED = "cancelled", _("Withdrawn")


class Succession(models.Model):
    """Agencies that end, and those that take their place, by a decision of the competent authority.

    `heir` is the successor to which everything goes that is not assigned to another; `questions` (tracking code →
    primary key) and `people` (user name → primary key) are the assignments of a division or a dissolution.
    """

    kind = models.CharField(_("kind"), max_length=10, choices=SuccessionKind)
    province = models.ForeignKey("tenants.Agency", models.PROTECT, related_name="successions", editable=False)
    predecessors: models.ManyToManyField[Agency, Any] = models.ManyToManyField(
        "tenants.Agency", related_name="ended_by", verbose_name=_("agencies that end")
    )
    successors: models.ManyToManyField[Agency, Any] = models.ManyToManyField(
        "tenants.Agency", related_name="succeeds_by", verbose_name=_("successors")
    )
    heir = models.ForeignKey("tenants.Agency", models.PROTECT, related_name="+", verbose_name=_("main successor"))
    across_provinces = models.BooleanField(_("across provinces"), default=False)
    decision = models.CharField(_("number of the decision"), max_length=200)
    decided_on = models.DateField(_("date of the decision"))
    effective_on = models.DateField(_("takes effect on"))
    questions = models.JSONField(default=dict, blank=True)
    people = models.JSONField(default=dict, blank=True)

    state = models.CharField(_("state"), max_length=10, choices=SuccessionState, default=SuccessionState.PLANNED)
    planned_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    planned_at = models.DateTimeField(_("planned at"))
    run_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    error = models.TextField(blank=True)

    class Meta:
        verbose_name = _("succession")
        verbose_name_plural = _("successions")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="succession_takes_effect_after_its_decision",
                condition=models.Q(effective_on__gte=models.F("decided_on")),
                violation_error_message=_("It takes effect before it was decided."),
            ),
            models.CheckConstraint(
                name="succession_has_a_decision",
                condition=~models.Q(decision=""),
                violation_error_message=_("Name the decision: its number and who issued it."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.decision}"


class SuccessionStep(models.Model):
    """One step for one agency that ends: done in one transaction with its effects, so never half and never twice."""

    succession = models.ForeignKey(Succession, models.CASCADE, related_name="steps")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=40)
    predecessor = models.ForeignKey("tenants.Agency", models.PROTECT, related_name="+")
    done_at = models.DateTimeField(null=True, blank=True)
    result = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name = _("step of a succession")
        verbose_name_plural = _("steps of successions")
        ordering = ["succession", "number"]
        constraints = [
            models.UniqueConstraint(fields=["succession", "name", "predecessor"], name="one_step_of_a_kind"),
            models.UniqueConstraint(fields=["succession", "number"], name="steps_have_an_order"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"
