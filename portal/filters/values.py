"""Filters whose choices are what the listed pages hold."""

from __future__ import annotations

from typing import Any

import django_filters
from django.utils.translation import gettext_lazy as _

from portal.filters.base import ListingFilter
from tenants.sorting import sort_key


class Known(django_filters.ChoiceFilter):
    """One of the values that stand in the list: `KnownValues` fills them in."""

    def __init__(self, field_name: str, **kwargs: Any) -> None:
        super().__init__(field_name=field_name, choices=[], **{"empty_label": _("All")} | kwargs)


class KnownValues(ListingFilter):
    """Offers in each `Known` field the values of this very list, in one query for all of them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = {name: one for name, one in self.filters.items() if isinstance(one, Known)}
        fields = [one.field_name for one in known.values()]
        rows = list(self.queryset.order_by().values_list(*fields).distinct())
        for place, one in enumerate(known.values()):
            values = sorted({row[place] for row in rows if row[place]}, key=lambda value: sort_key(str(value)))
            if one.field_name.endswith("__year"):
                values.reverse()
            one.extra["choices"] = [(value, value) for value in values]
