from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models

if TYPE_CHECKING:
    from tenants.models import Agency


class AgencyQuerySet(models.QuerySet):  # type: ignore[type-arg]
    """Agencies and the parts of the tree that they make."""

    def of_province(self, province: Agency) -> AgencyQuerySet:
        """The province itself and every agency that belongs to it."""
        return self.filter(models.Q(pk=province.pk) | models.Q(province=province))

    def below(self, agency: Agency) -> AgencyQuerySet:
        """Agencies that stand below an agency: its children, and for a province every one that belongs to it."""
        return self.filter(models.Q(parent=agency) | models.Q(province=agency)).exclude(pk=agency.pk)

    def answering(self) -> AgencyQuerySet:
        """Agencies whose portal answers to the public."""
        return self.filter(state__in=["active", "domain_pending"])

    def served_by(self, user: Any) -> AgencyQuerySet:
        """Agencies in which the user holds at least one role; all of them for a superuser."""
        if not user.is_active:
            return self.none()
        if user.is_superuser:
            return self
        return self.filter(memberships__user=user).distinct()
