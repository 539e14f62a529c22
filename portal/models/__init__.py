"""Page types of the public portals."""

from portal.models.adverts import Advert, AdvertState, Place
from portal.models.albums import AlbumPage
from portal.models.alerts import Alert, Reach, Severity
from portal.models.articles import ArticlePage
from portal.models.commendations import CommendationPage
from portal.models.content import ContentPage, Fact, Listing, WithFiles
from portal.models.directives import DirectivePage
from portal.models.entries import Entry
from portal.models.events import EventPage
from portal.models.found import FoundBy, TitleWord
from portal.models.gazette import GazetteIssuePage
from portal.models.guidance import GuidancePage
from portal.models.home import HomePage, ProvinceFolder
from portal.models.imports import ImportBatch, ImportedFile, ImportedPage, ImportProblem
from portal.models.legal import LegalDocumentPage
from portal.models.links import CollectedPage, LinkKind, LinkProblem, LinkState, PageLink
from portal.models.organisation import LeaderPage, OrganisationChartPage, Standing, StandingTextPage
from portal.models.places import AdministrativeMapPage, PlacePage
from portal.models.products import ProductPage
from portal.models.projects import ProjectPage, TenderPage
from portal.models.public_services import PublicServicePage
from portal.models.schedule import ScheduleWeekPage
from portal.models.science import ScienceProgrammePage
from portal.models.sections import SectionPage
from portal.models.social_services import SocialServicePage
from portal.models.statistics import StatisticPage
from portal.models.strategies import StrategyPage
from portal.models.topics import TopicPage
from portal.models.translations import Translation
from portal.models.visits import AgencyVisits, EdgeLogMark, PageVisits, VisitBatch

__all__ = [
    "Advert",
    "AdvertState",
    "Place",
    "AdministrativeMapPage",
    "AgencyVisits",
    "AlbumPage",
    "Alert",
    "ArticlePage",
    "CollectedPage",
    "CommendationPage",
    "ContentPage",
    "DirectivePage",
    "EdgeLogMark",
    "Entry",
    "EventPage",
    "Fact",
    "FoundBy",
    "GazetteIssuePage",
    "GuidancePage",
    "HomePage",
    "ImportBatch",
    "ImportProblem",
    "ImportedFile",
    "ImportedPage",
    "LeaderPage",
    "LegalDocumentPage",
    "LinkKind",
    "LinkProblem",
    "LinkState",
    "Listing",
    "OrganisationChartPage",
    "PageVisits",
    "PageLink",
    "PlacePage",
    "ProductPage",
    "ProjectPage",
    "ProvinceFolder",
    "PublicServicePage",
    "Reach",
    "ScheduleWeekPage",
    "ScienceProgrammePage",
    "SectionPage",
    "Severity",
    "SocialServicePage",
    "Standing",
    "StandingTextPage",
    "StatisticPage",
    "StrategyPage",
    "TenderPage",
    "TitleWord",
    "TopicPage",
    "Translation",
    "VisitBatch",
    "WithFiles",
]
