"""Filters whose choices are what the listed pages hold."""

from __future__ import annotations

from typing import Any, ClassVar

from portal.filters.base import ListingFilter
from tenants.sorting import sort_key


class ListingFilterWithValues(ListingFilter):
    """Choice filters named in `of_values` offer the values that stand in the list, in Vietnamese order."""

    of_values: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.of_values:
            field = self.filters[name].field_name
            values = set(self.queryset.order_by().values_list(field, flat=True).distinct()) - {"", None}
            self.filters[name].extra["choices"] = [(value, value) for value in sorted(values, key=sort_key)]
