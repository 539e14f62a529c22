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

FILTERS: dict[str, type[ListingFilter]] = {
    "commendation": CommendationFilter,
    "directive": DirectiveFilter,
    "gazette_issue": GazetteFilter,
    "guidance": GuidanceFilter,
    "legal_document": LegalDocumentFilter,
    "strategy": StrategyFilter,
}
"""kind: its filter"""
