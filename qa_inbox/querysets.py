from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.contrib.postgres.search import SearchQuery
from django.db import models
from django.db.models import Case, When
from django.db.models.functions import Coalesce

from qa_inbox.words import shown_subject, shown_words

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

    def by_portal(self) -> QuestionQuerySet:
        """The same of all portals; `heir` is the agency on whose portal each stands."""
        return self.filter(published=True).annotate(heir=Coalesce("agency__successor", "agency"))

    def published_in(self, province: Agency) -> QuestionQuerySet:
        """The same of the portals of a province that answer."""
        from tenants.models import Agency

        answering = Agency.objects.of_province(province).answering().order_by().values("pk")
        return self.by_portal().filter(heir__in=answering)

    def found_by(self, tsquery: str) -> QuestionQuerySet:
        """Published ones that have the words in what readers see, those with the words in the subject first.

        `tsquery`: over folded words, as the portal's search asks for them.
        """
        asked = SearchQuery(tsquery, config="simple", search_type="raw")
        found = self.alias(words=shown_words()).filter(words=asked)
        in_subject = Case(When(subject_words=asked, then=0), default=1, output_field=models.SmallIntegerField())
        return found.alias(subject_words=shown_subject()).order_by(in_subject, "-answered_at", "-pk")
