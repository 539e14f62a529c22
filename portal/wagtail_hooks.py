"""How the administration looks and speaks: the portals' colours, names for what has none, the way to one's work."""

from __future__ import annotations

from typing import Any

from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.admin.menu import admin_menu
from wagtail.admin.ui.components import Component

from portal import translation_hooks  # noqa: F401  (registers itself)
from portal.adverts import hooks as advert_hooks  # noqa: F401  (registers itself)
from portal.alerts import hooks as alert_hooks  # noqa: F401  (registers itself)
from portal.importing import hooks as import_hooks  # noqa: F401  (registers itself)
from portal.links import hooks as link_hooks  # noqa: F401  (registers itself)
from portal.storm import hooks as storm_hooks  # noqa: F401  (registers itself)
from tenants.admin_menu import entries_for

STYLES = ("css/fonts.css", "css/admin.css")


@hooks.register("insert_global_admin_css")
def styles() -> SafeString:
    return format_html_join("", '<link rel="stylesheet" href="{}">', ((static(path),) for path in STYLES))


@hooks.register("insert_global_admin_js")
def scripts() -> SafeString:
    return format_html('<script src="{}" defer></script>', static("js/admin.js"))


class WorkPanel(Component):
    """The dashboard's way to everything that one may do in the agency."""

    name = "work"
    template_name = "wagtailadmin/home/work.html"
    order = 50

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        request = parent_context["request"]
        items = [item for item in entries_for(request, admin_menu) if item.name != "agency"]
        home = request.agency.home_page
        return {"items": items, "portal": home.get_full_url() if home else ""}


@hooks.register("construct_homepage_panels")
def work_panel(request: Any, panels: list[Any]) -> None:
    panels.append(WorkPanel())
