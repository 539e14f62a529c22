"""What readers can narrow a section's list by: one FilterSet a kind that has its own fields."""

from portal.filters.base import ListingFilter
from portal.filters.services import PublicServiceFilter

FILTERS: dict[str, type[ListingFilter]] = {
    "public_service": PublicServiceFilter,
}
"""kind: its filter"""
