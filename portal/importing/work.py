"""What waits for the board of an agency in imports: for the dashboard of the work area."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.importing.transitions import State
from portal.models import ImportedPage
from tenants.dashboard import Work
from tenants.models import Agency
from tenants.permissions import user_can_review_for


def work_in_imports(user: Any, agency: Agency) -> list[Work]:
    """Drafts of former sites that the board has still to accept or discard."""
    if not user_can_review_for(user, agency):
        return []
    waiting = ImportedPage.objects.waiting().filter(agency=agency).exclude(batch__state=State.CLOSED)
    address = reverse("imports:batches", settings.ADMIN_URLCONF)
    return [Work(_("texts of former sites to accept or discard"), waiting.count(), address)]
