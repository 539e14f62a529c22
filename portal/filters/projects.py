"""What projects, tenders, figures, programmes, goods and social services can be narrowed by."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.filters.base import ListingFilter, Words
from portal.filters.values import Known, KnownValues
from portal.models.projects import Funding, ProjectKind, ProjectStatus, Selection, TenderState
from portal.models.science import ScienceKind, ScienceState
from portal.models.social_services import SocialKind


def in_state(tenders: QuerySet[Any], state: str, now: datetime) -> QuerySet[Any]:
    """Tenders in a state: the same rule as `TenderPage.state_at`, for many rows."""
    running = Q(cancelled="", winner="")
    wanted = {
        TenderState.CANCELLED: ~Q(cancelled=""),
        TenderState.AWARDED: Q(cancelled="") & ~Q(winner=""),
        TenderState.UPCOMING: running & Q(opens_at__gt=now),
        TenderState.OPEN: running & ~Q(opens_at__gt=now) & Q(closes_at__gt=now),
        TenderState.EVALUATION: running & ~Q(opens_at__gt=now) & ~Q(closes_at__gt=now),
    }
    return tenders.filter(wanted[TenderState(state)]) if state else tenders


class ProjectFilter(KnownValues):
    q = Words("title", "summary", "sponsor", "place", label=_("Words in name, investor or place"))
    status = django_filters.ChoiceFilter(label=_("Status"), choices=ProjectStatus, empty_label=_("All"))
    field = Known("field", label=_("Field of work"), empty_label=_("All fields"))
    project_kind = django_filters.ChoiceFilter(label=_("Kind of project"), choices=ProjectKind, empty_label=_("All"))
    funding = django_filters.ChoiceFilter(label=_("Kind of funding"), choices=Funding, empty_label=_("All"))


class TenderFilter(ListingFilter):
    q = Words("title", "summary", "number", "procuring_entity", label=_("Words or number"))
    state = django_filters.ChoiceFilter(label=_("State"), choices=TenderState, empty_label=_("All"), method="by_state")
    selection = django_filters.ChoiceFilter(label=_("Form of selection"), choices=Selection, empty_label=_("All"))

    def by_state(self, tenders: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return in_state(tenders, value, timezone.now())


class StatisticFilter(KnownValues):
    field = Known("field", label=_("Field of work"), empty_label=_("All fields"))
    year = django_filters.NumberFilter(
        field_name="period_end", lookup_expr="year", label=_("Year"), min_value=1900, max_value=2200
    )


class ScienceFilter(KnownValues):
    q = Words("title", "summary", "number", "organisation", "head", label=_("Words or number"))
    science_kind = django_filters.ChoiceFilter(label=_("Kind"), choices=ScienceKind, empty_label=_("All"))
    state = django_filters.ChoiceFilter(label=_("State"), choices=ScienceState, empty_label=_("All"))
    field = Known("field", label=_("Field of work"), empty_label=_("All fields"))


class ProductFilter(KnownValues):
    q = Words("title", "summary", "producer", label=_("Words or enterprise"))
    trade = Known("trade", label=_("Trade"), empty_label=_("All trades"))


class SocialServiceFilter(ListingFilter):
    q = Words("title", "summary", "provider", "address", label=_("Words or place"))
    service_kind = django_filters.ChoiceFilter(label=_("Kind of service"), choices=SocialKind, empty_label=_("All"))
