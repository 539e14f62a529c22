"""The privacy page: what the portal learns of its readers, and whom else their browsers ask."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tenants.outside import shown_services, told_of


@require_safe
def privacy(request: Any) -> HttpResponse:
    """Generated from what is set, so that it cannot say less than what happens (HY.12.2, TB.14.2)."""
    return render(request, "portal/privacy.html", {"told": told_of(shown_services(request.agency))})
