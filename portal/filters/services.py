"""What public services can be narrowed by (NB.7.1l, TN.3.1c)."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from portal.directory import kinds_of
from portal.filters.base import Words
from portal.filters.values import Known, KnownValues
from portal.models.public_services import Audience, OnlineExtent, level_choices

ASKED_AS = [(Audience.CITIZENS, Audience.CITIZENS.label), (Audience.ENTERPRISES, Audience.ENTERPRISES.label)]


class PublicServiceFilter(KnownValues):
    q = Words("title", "summary", "code", "competent_agency", label=_("Words or code"))
    field = Known("field", label=_("Field of work"), empty_label=_("All fields"))
    level = django_filters.ChoiceFilter(label=_("Level"), choices=level_choices, empty_label=_("All levels"))
    online = django_filters.ChoiceFilter(label=_("Done online"), choices=OnlineExtent, empty_label=_("All"))
    audience = django_filters.ChoiceFilter(
        label=_("For whom"), choices=ASKED_AS, empty_label=_("Everyone"), method="for_audience"
    )

    def for_audience(self, services: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """What is for everyone is for citizens and for enterprises too."""
        return services.filter(Q(audience=value) | Q(audience=Audience.EVERYONE)) if value else services


class ProvinceServiceFilter(PublicServiceFilter):
    """The same over all portals of a province, by kind and name of the agency (TN.3.1a, VL.2.6)."""

    agency_kind = django_filters.ChoiceFilter(
        field_name="agency__kind", label=_("Kind of agency"), empty_label=_("All agencies")
    )
    agency = Words("agency__name", label=_("Name of the agency"))

    def __init__(self, *args: Any, province: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = (province.kind, province.get_kind_display())
        self.filters["agency_kind"].extra["choices"] = [own, *kinds_of(province)]
