"""What readers can narrow a section's list by: one FilterSet a kind that has its own fields."""

from portal.filters.base import ListingFilter
from portal.filters.projects import (
    ProductFilter,
    ProjectFilter,
    ScienceFilter,
    SocialServiceFilter,
    StatisticFilter,
    TenderFilter,
)
from portal.filters.services import PublicServiceFilter

FILTERS: dict[str, type[ListingFilter]] = {
    "product": ProductFilter,
    "project": ProjectFilter,
    "public_service": PublicServiceFilter,
    "science_programme": ScienceFilter,
    "social_service": SocialServiceFilter,
    "statistic": StatisticFilter,
    "tender": TenderFilter,
}
"""kind: its filter"""
