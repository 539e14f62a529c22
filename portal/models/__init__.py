"""Page types of the public portals."""

from portal.models.albums import AlbumPage
from portal.models.articles import ArticlePage
from portal.models.content import ContentPage, Fact, Listing, WithFiles
from portal.models.entries import Entry
from portal.models.events import EventPage
from portal.models.home import HomePage, ProvinceFolder
from portal.models.imports import ImportBatch, ImportedFile, ImportedPage, ImportProblem
from portal.models.organisation import LeaderPage, OrganisationChartPage, Standing, StandingTextPage
from portal.models.places import AdministrativeMapPage, PlacePage
from portal.models.schedule import ScheduleWeekPage
from portal.models.sections import SectionPage
from portal.models.topics import TopicPage

__all__ = [
    "AdministrativeMapPage",
    "AlbumPage",
    "ArticlePage",
    "ContentPage",
    "Entry",
    "EventPage",
    "Fact",
    "HomePage",
    "ImportBatch",
    "ImportProblem",
    "ImportedFile",
    "ImportedPage",
    "LeaderPage",
    "Listing",
    "OrganisationChartPage",
    "PlacePage",
    "ProvinceFolder",
    "ScheduleWeekPage",
    "SectionPage",
    "Standing",
    "StandingTextPage",
    "TopicPage",
    "WithFiles",
]
