from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from tenants.models import Agency

OPEN = ("received", "assigned", "drafted", "awaiting_signoff")
"""States in which the agency owes the answer."""


class QuestionQuerySet(models.QuerySet):  # type: ignore[type-arg]
    """Questions by where they stand. Overdue is asked of the stored due instant, never of a daily mark."""

    def of(self, agency: Agency) -> QuestionQuerySet:
        """Questions that the agency answers, those waiting for their asker's confirmation left out."""
        return self.filter(agency=agency).exclude(state="unconfirmed")

    def open(self) -> QuestionQuerySet:
        return self.filter(state__in=OPEN)

    def overdue(self, now: datetime) -> QuestionQuerySet:
        """Open past their due instant; at the instant itself an answer is still in time."""
        return self.open().filter(due_at__lt=now)

    def soon_due(self, now: datetime) -> QuestionQuerySet:
        """Open, not overdue, and past the instant at which the handler is reminded."""
        return self.open().filter(remind_at__lte=now, due_at__gte=now)

    def seen_by_office(self, now: datetime) -> QuestionQuerySet:
        """Open for longer than the regulation lets pass without the province's office seeing it (VL.18.1ddc)."""
        return self.open().filter(office_sees_at__lt=now)

    def published_by(self, agency: Agency) -> QuestionQuerySet:
        """Answers of common interest on the agency's portal, newest first (VL.18.1ddd).

        Those of agencies that it has taken over stand among them, as they were signed.
        """
        return self.filter(agency__in=agency.with_predecessors(), published=True).order_by("-answered_at", "-pk")
