"""Who may file a request for a portal, and who may see it: the filer's administrators, the office, the technicians."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from tenants.models import Agency, PortalRequest
from tenants.permissions import user_can_administer_agency, user_can_operate, user_can_oversee


def user_can_file_requests(user: Any, agency: Agency) -> bool:
    """For the agency itself and those directly below it: its administrators; in the province its office too."""
    return user_can_administer_agency(user, agency) or (agency.is_province and user_can_oversee(user, agency))


def user_handles_requests(user: Any, agency: Agency) -> bool:
    """Review requests of the whole province, in its own work area."""
    return agency.is_province and (user_can_oversee(user, agency) or user_can_operate(user, agency))


def user_can_see_requests(user: Any, agency: Agency) -> bool:
    return user_handles_requests(user, agency) or user_can_administer_agency(user, agency)


def requests_visible_to(user: Any, agency: Agency) -> QuerySet[PortalRequest]:
    """Requests that a person sees in an agency's work area."""
    rows = PortalRequest.objects.filter(province=agency.root)
    if user_handles_requests(user, agency):
        return rows
    if user_can_administer_agency(user, agency):
        return rows.filter(filed_from=agency)
    return rows.none()
