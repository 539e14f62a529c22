"""The tenant (Agency), its addresses, and everything of Wagtail that must know its agency."""

from tenants.models.agency import Agency, AgencyHost, AgencyKind, AgencyState, HostKind
from tenants.models.days import CalendarYear, OfficialDayRow
from tenants.models.logs import AgencyModelLogEntry, AgencyPageLogEntry
from tenants.models.looks import HomeBlock, Look
from tenants.models.media import PortalDocument, PortalImage, PortalRendition
from tenants.models.officials import Duty, Official
from tenants.models.old_addresses import OldAddress
from tenants.models.outside import OutsideKey, OutsideService
from tenants.models.pages import BasePage
from tenants.models.people import Membership
from tenants.models.portal_requests import OPEN_STATES, PortalException, PortalRequest, RequestPurpose, RequestState
from tenants.models.successions import Succession, SuccessionKind, SuccessionState, SuccessionStep

__all__ = [
    "Agency",
    "AgencyHost",
    "AgencyKind",
    "AgencyModelLogEntry",
    "AgencyPageLogEntry",
    "AgencyState",
    "BasePage",
    "CalendarYear",
    "Duty",
    "HomeBlock",
    "HostKind",
    "Look",
    "Membership",
    "OPEN_STATES",
    "Official",
    "OfficialDayRow",
    "OldAddress",
    "OutsideKey",
    "OutsideService",
    "PortalDocument",
    "PortalException",
    "PortalImage",
    "PortalRendition",
    "PortalRequest",
    "RequestPurpose",
    "RequestState",
    "Succession",
    "SuccessionKind",
    "SuccessionState",
    "SuccessionStep",
]
