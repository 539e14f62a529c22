"""What readers can narrow a section's list by: one FilterSet a kind that has its own fields."""

from portal.filters.base import ListingFilter
from portal.filters.intro import AlbumFilter, EventFilter, PlaceFilter
from portal.filters.legal import (
    CommendationFilter,
    DirectiveFilter,
    GazetteFilter,
    GuidanceFilter,
    LegalDocumentFilter,
    StrategyFilter,
)
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
    "album": AlbumFilter,
    "commendation": CommendationFilter,
    "directive": DirectiveFilter,
    "event": EventFilter,
    "gazette_issue": GazetteFilter,
    "guidance": GuidanceFilter,
    "legal_document": LegalDocumentFilter,
    "place": PlaceFilter,
    "product": ProductFilter,
    "project": ProjectFilter,
    "public_service": PublicServiceFilter,
    "science_programme": ScienceFilter,
    "social_service": SocialServiceFilter,
    "statistic": StatisticFilter,
    "strategy": StrategyFilter,
    "tender": TenderFilter,
}
"""kind: its filter"""
