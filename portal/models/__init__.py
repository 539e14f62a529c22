"""Page types of the public portals."""

from portal.models.articles import ArticlePage
from portal.models.home import HomePage, ProvinceFolder
from portal.models.imports import ImportBatch, ImportedFile, ImportedPage, ImportProblem
from portal.models.sections import SectionPage

__all__ = [
    "ArticlePage",
    "HomePage",
    "ImportBatch",
    "ImportProblem",
    "ImportedFile",
    "ImportedPage",
    "ProvinceFolder",
    "SectionPage",
]
