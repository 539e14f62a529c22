"""Broken links on the dashboard of those who can correct the pages."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.links.services import user_sees_links
from portal.models.links import PageLink
from tenants.dashboard import Work
from tenants.models import Agency


def work_in_links(user: Any, agency: Agency) -> list[Work]:
    if not user_sees_links(user, agency):
        return []
    number = PageLink.objects.broken().filter(page__agency=agency).count()
    return [Work(_("broken links on your portal"), number, reverse("links:links", settings.ADMIN_URLCONF))]
