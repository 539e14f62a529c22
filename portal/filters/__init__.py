"""What readers can narrow a section's list by: one FilterSet a kind that has its own fields."""

from portal.filters.base import ListingFilter
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
    "commendation": CommendationFilter,
    "directive": DirectiveFilter,
    "gazette_issue": GazetteFilter,
    "guidance": GuidanceFilter,
    "legal_document": LegalDocumentFilter,
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
