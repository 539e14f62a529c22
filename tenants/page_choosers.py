"""Choosing pages: whoever types the key of another agency's page into a form chooses nothing."""

from __future__ import annotations

from typing import Any

from wagtail.admin.panels import PageChooserPanel
from wagtail.admin.widgets import AdminPageChooser
from wagtail.blocks import PageChooserBlock

from tenants.current import current_agency


class OwnPageChooserBlock(PageChooserBlock):
    """Takes pages of the agency one works in alone.

    Wagtail's block looks the key up among all pages, and a form that is shown again would tell the title of what it
    found (docs/isolation.md).
    """

    def value_from_form(self, value: Any) -> Any:
        page, agency = super().value_from_form(value), current_agency()
        return page if page is None or agency is None or page.agency_id == agency.pk else None


class OwnPageChooser(AdminPageChooser):
    """The same for a field: a form that is shown again tells nothing of another agency's page."""

    def get_instance(self, value: Any) -> Any:
        page, agency = super().get_instance(value), current_agency()
        return page if page is None or agency is None or page.agency_id == agency.pk else None


class OwnPageChooserPanel(PageChooserPanel):
    """Chooses a page of a type among the agency's own."""

    def get_form_options(self) -> dict[str, Any]:
        options: dict[str, Any] = super().get_form_options()
        options["widgets"][self.field_name] = OwnPageChooser(target_models=self.page_type)
        return options
