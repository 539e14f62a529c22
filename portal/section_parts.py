"""What a section shows above its list because of its key: this week's schedule, the contacts of the agency."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest

from portal.contacts import contacts_context
from portal.schedules import this_week

if TYPE_CHECKING:
    from portal.models import SectionPage

Provider = Callable[["SectionPage", HttpRequest], dict[str, Any]]

PARTS: dict[str, tuple[str, Provider]] = {
    "contacts": ("portal/parts/contacts.html", contacts_context),
    "schedule": ("portal/parts/schedule.html", this_week),
}
"""Key of the section: template, and what it is given, in a fixed number of queries."""


def part_of(section: SectionPage, request: HttpRequest) -> dict[str, Any] | None:
    """The part of a section, with its template; None where it has none or belongs to an agency that has ended."""
    template, provider = PARTS.get(section.key, ("", None))
    if provider is None or section.came_from_id is not None:
        return None
    return {"template": template, **provider(section, request)}
