"""Whose figures a person sees in the work area of an agency."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from tenants.models import Agency
from tenants.permissions import user_can_oversee, user_can_see_reports_of
from tenants.querysets import AgencyQuerySet


def user_can_open_reports(user: Any, agency: Agency) -> bool:
    """Open the reports of an agency: its administrators, the head of its board, the province's office."""
    return user_can_see_reports_of(user, agency)


def agencies_in_reports_of(user: Any, agency: Agency) -> AgencyQuerySet:
    """Agencies whose figures stand in the reports that the person opens there.

    The province's office sees all of its province (TB.12.6, VL.28.1, HY.18.9); a component itself and the bodies
    directly below it, whose work it monitors and consolidates (TB.13.2b, NB.15.1); anyone else none.
    """
    if not user_can_see_reports_of(user, agency):
        return Agency.objects.none()
    if not agency.is_province:
        return Agency.objects.of_province(agency.root).filter(Q(pk=agency.pk) | Q(parent=agency))
    if user_can_oversee(user, agency):
        return Agency.objects.of_province(agency)
    return Agency.objects.filter(pk=agency.pk)
