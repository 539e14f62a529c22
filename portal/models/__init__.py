"""Page types of the public portals."""

from portal.models.alerts import Alert, Reach, Severity
from portal.models.articles import ArticlePage
from portal.models.content import ContentPage, Fact, Listing, WithFiles
from portal.models.entries import Entry
from portal.models.found import FoundBy, TitleWord
from portal.models.home import HomePage, ProvinceFolder
from portal.models.imports import ImportBatch, ImportedFile, ImportedPage, ImportProblem
from portal.models.sections import SectionPage

__all__ = [
    "Alert",
    "ArticlePage",
    "ContentPage",
    "Entry",
    "Fact",
    "FoundBy",
    "HomePage",
    "ImportBatch",
    "ImportProblem",
    "ImportedFile",
    "ImportedPage",
    "Listing",
    "ProvinceFolder",
    "Reach",
    "SectionPage",
    "Severity",
    "TitleWord",
    "WithFiles",
]
