"""What readers can narrow a section's list by: one FilterSet a kind that has its own fields."""

from portal.filters.base import ListingFilter
from portal.filters.intro import AlbumFilter, EventFilter, PlaceFilter

FILTERS: dict[str, type[ListingFilter]] = {
    "album": AlbumFilter,
    "event": EventFilter,
    "place": PlaceFilter,
}
"""kind: its filter"""
