"""Page types of the public portals."""

from portal.models.articles import ArticlePage
from portal.models.home import HomePage, ProvinceFolder
from portal.models.sections import SectionPage

__all__ = ["ArticlePage", "HomePage", "ProvinceFolder", "SectionPage"]
