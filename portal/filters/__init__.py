"""What readers can narrow a section's list by: one FilterSet a kind that has its own fields."""

from portal.filters.base import ListingFilter

FILTERS: dict[str, type[ListingFilter]] = {}
"""kind: its filter"""
