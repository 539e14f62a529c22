"""Page types of the public portals."""

from portal.models.articles import ArticlePage
from portal.models.content import ContentPage, Fact, Listing, WithFiles
from portal.models.entries import Entry
from portal.models.home import HomePage, ProvinceFolder
from portal.models.imports import ImportBatch, ImportedFile, ImportedPage, ImportProblem
from portal.models.products import ProductPage
from portal.models.projects import ProjectPage, TenderPage
from portal.models.public_services import PublicServicePage
from portal.models.science import ScienceProgrammePage
from portal.models.sections import SectionPage
from portal.models.social_services import SocialServicePage
from portal.models.statistics import StatisticPage

__all__ = [
    "ArticlePage",
    "ContentPage",
    "Entry",
    "Fact",
    "HomePage",
    "ImportBatch",
    "ImportProblem",
    "ImportedFile",
    "ImportedPage",
    "Listing",
    "ProductPage",
    "ProjectPage",
    "ProvinceFolder",
    "PublicServicePage",
    "ScienceProgrammePage",
    "SectionPage",
    "SocialServicePage",
    "StatisticPage",
    "TenderPage",
    "WithFiles",
]
