from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class DecisionKind(models.TextChoices):
    APPROVED = "approved", _("Approved by the board")
    URGENT = "urgent", _("Published urgently")
    PROVISIONED = "provisioned", _("Set up with the portal")
    IMPORT_ACCEPTED = "import_accepted", _("Import accepted by the board")
    MERGER = "merger", _("Taken over in a merger")
    REFUSED = "refused", _("Refused by the board")
    RETURNED = "returned", _("Returned for clarification")
    UNPUBLISHED = "unpublished", _("Taken off the portal")
    ARCHIVED = "archived", _("Archived")


APPROVING = (
    DecisionKind.APPROVED,
    DecisionKind.URGENT,
    DecisionKind.PROVISIONED,
    DecisionKind.IMPORT_ACCEPTED,
    DecisionKind.MERGER,
)
"""The kinds by which a page may go live; every other is a kind that keeps it off or takes it off."""


class Decision(models.Model):
    """What was decided on one version of one text, by whom and why (TB.16.3, HY.8.2, TN.6.3, VL.20.1b, VL.20.3).

    Append-only by database trigger: only the later review of an urgent publication is filled in, once.
    """

    agency = models.ForeignKey("tenants.Agency", models.PROTECT, related_name="decisions", verbose_name=_("agency"))
    page = models.ForeignKey(
        settings.WAGTAIL_PAGE_MODEL, models.PROTECT, related_name="decisions", verbose_name=_("text")
    )
    revision = models.ForeignKey(
        "wagtailcore.Revision", models.PROTECT, related_name="decisions", verbose_name=_("version")
    )
    kind = models.CharField(_("decision"), max_length=20, choices=DecisionKind.choices)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="decisions", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided at"))
    ground = models.CharField(_("ground"), max_length=60, blank=True)
    clause = models.CharField(_("clause"), max_length=40, blank=True)
    reason = models.TextField(_("note"), blank=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("reviewed afterwards by"),
    )
    reviewed_at = models.DateTimeField(_("reviewed afterwards at"), null=True, blank=True)

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["page", "-id"], name="decision_page_latest"),
            models.Index(fields=["agency", "kind", "-decided_at"], name="decision_agency_kind"),
        ]
        constraints = [
            models.CheckConstraint(
                name="decision_refusal_has_ground",
                condition=~models.Q(kind="refused") | ~models.Q(ground=""),
                violation_error_message=_("A refusal names one of the regulation's grounds."),
            ),
            models.CheckConstraint(
                name="decision_exception_has_reason",
                condition=~models.Q(kind__in=["urgent", "unpublished", "archived", "returned"]) | ~models.Q(reason=""),
                violation_error_message=_("Give the reason."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.page_id}"

    @property
    def ground_text(self) -> str:
        """The ground in the words of the agency's regulation, with its place; empty without a ground."""
        ground = self.agency.regulation.refusal_grounds.get(self.ground)
        if ground is None:
            return self.ground
        return f"{ground.text_vi} ({ground.cite_vi})" if ground.cite_vi else ground.text_vi
