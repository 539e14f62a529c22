from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from tenants.models import Agency


class DelegationQuerySet(models.QuerySet):  # type: ignore[type-arg]
    def valid(self, now: datetime) -> DelegationQuerySet:
        """Delegations that hold at an instant; both ends belong to the time."""
        return self.filter(valid_from__lte=now, ended_at__isnull=True).filter(
            models.Q(valid_until__isnull=True) | models.Q(valid_until__gte=now)
        )

    def signing_for(self, agency: Agency, now: datetime) -> DelegationQuerySet:
        """Delegations that let somebody sign now: whoever no longer serves the agency signs nothing for it."""
        serving = agency.memberships.values("user")
        return self.valid(now).filter(agency=agency, delegate__in=serving, delegate__is_active=True)


class Delegation(models.Model):
    """The head's decision that somebody else signs answers for a time (TN.14.3). It may end early but stays."""

    agency = models.ForeignKey("tenants.Agency", models.PROTECT, related_name="delegations", verbose_name=_("agency"))
    delegate = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="delegations", verbose_name=_("delegate")
    )
    valid_from = models.DateTimeField(_("from"))
    valid_until = models.DateTimeField(_("until"), null=True, blank=True)
    decision = models.CharField(_("number of the decision"), max_length=80)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )
    made_at = models.DateTimeField(_("recorded at"))
    ended_at = models.DateTimeField(_("ended early at"), null=True, blank=True)

    objects = DelegationQuerySet.as_manager()

    class Meta:
        verbose_name = _("delegation of signature")
        verbose_name_plural = _("delegations of signature")
        ordering = ["-valid_from", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="delegation_ends_after_it_begins",
                condition=models.Q(valid_until__isnull=True) | models.Q(valid_until__gt=models.F("valid_from")),
                violation_error_message=_("The end lies before the beginning."),
            )
        ]

    def __str__(self) -> str:
        return self.decision
