"""What waits in requests for portals, for the dashboard."""

from __future__ import annotations

from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _

from tenants.dashboard import Work
from tenants.models import Agency, RequestState
from tenants.permissions import user_can_administer_agency, user_can_operate, user_can_oversee
from tenants.portal_requests.permissions import requests_visible_to


def work_in_requests(user: Any, agency: Agency) -> list[Work]:
    """To review and approve for the office, to name for the technicians, to correct for those who filed."""
    office = agency.is_province and user_can_oversee(user, agency)
    technical = agency.is_province and user_can_operate(user, agency)
    filer = user_can_administer_agency(user, agency)
    if not (office or technical or filer):
        return []
    kinds = (
        (office, RequestState.FILED, _("requests for portals to review")),
        (office, RequestState.NAMED, _("requested portals to approve")),
        (technical, RequestState.ACCEPTED, _("requested portals that need a domain")),
        (filer, RequestState.RETURNED, _("requests for portals to correct")),
    )
    rows = requests_visible_to(user, agency).order_by().values_list("state").annotate(Count("pk"))
    counts = dict(rows)
    own = requests_visible_to(user, agency).filter(filed_from=agency, state=RequestState.RETURNED)
    counts[RequestState.RETURNED] = own.count() if filer else 0
    address = reverse("tenants:portal_requests")
    return [Work(label, counts.get(state, 0), f"{address}?state={state}") for shown, state, label in kinds if shown]
