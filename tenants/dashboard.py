"""The dashboard of an agency's work area: what waits for the person, asked of the apps that know."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from wagtail.admin.ui.components import Component

from tenants.providers import provided

PROVIDERS = ("work_for_board", "work_in_imports", "work_in_inbox", "work_in_links", "work_in_requests")
WAGTAIL = "wagtail."


@dataclass(frozen=True)
class Work:
    """So many things of one kind that wait for a person, and where they lie. `late`: past its date already."""

    label: str
    count: int
    url: str
    late: bool = False


class WaitingPanel(Component):
    """Counts with links; a kind of work of which there is none is left out."""

    name = "waiting"
    order = 40
    template_name = "tenants/waiting.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        request = parent_context["request"]
        work = [item for name in PROVIDERS for item in provided(name, request.user, request.agency, default=[])]
        return {"work": [item for item in work if item.count]}


def only_our_panels(request: Any, panels: list[Any]) -> None:
    """Hook `construct_homepage_panels`: Wagtail's panels list what one edited or locked in whatever agency."""
    panels[:] = [panel for panel in panels if not type(panel).__module__.startswith(WAGTAIL)]
    panels.append(WaitingPanel())


def no_summary(request: Any, items: list[Any]) -> None:
    """Hook `construct_homepage_summary_items`, the last one: Wagtail counts the pages below the province's folder."""
    items.clear()
