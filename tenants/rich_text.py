"""Links in rich text, as the editor shows them: a page of another agency is a link to nowhere."""

from __future__ import annotations

from typing import Any

from wagtail.admin.rich_text.converters.contentstate import link_entity
from wagtail.admin.rich_text.converters.html_to_contentstate import (
    ExternalLinkElementHandler,
    PageLinkElementHandler,
)

from tenants.current import current_agency
from tenants.models import BasePage


class OwnPageLinkHandler(PageLinkElementHandler):
    """Wagtail's handler gives the address of any page of the installation by its key."""

    def get_attribute_data(self, attrs: Any) -> dict[str, Any]:
        agency, key = current_agency(), attrs.get("id", "")
        if agency is not None and not BasePage.objects.filter(pk=key, agency=agency).exists():
            return {"id": int(key), "url": None, "parentId": None}
        data: dict[str, Any] = super().get_attribute_data(attrs)
        return data


LINK_RULE = {
    "from_database_format": {
        "a[href]": ExternalLinkElementHandler("LINK"),
        'a[linktype="page"]': OwnPageLinkHandler("LINK"),
    },
    "to_database_format": {"entity_decorators": {"LINK": link_entity}},
}


def own_page_links(features: Any) -> None:
    """Hook `register_rich_text_features`, after Wagtail's own."""
    features.register_converter_rule("contentstate", "link", LINK_RULE)
