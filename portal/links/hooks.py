"""What broken links add to Wagtail's registries."""

from __future__ import annotations

from typing import Any

from django.urls import include, path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from portal.links import views
from portal.links.services import user_counts_links, user_sees_links
from tenants.admin_menu import AgencyMenuItem
from tenants.models import Agency

URLS = [
    path("", views.links, name="links"),
    path("portals/", views.portals, name="portals"),
    path("<int:link_pk>/again/", views.look_again, name="look_again"),
    path("<int:link_pk>/leave/", views.leave, name="leave"),
]


@hooks.register("register_admin_urls")
def link_urls() -> list[Any]:
    return [path("broken-links/", include((URLS, "links"), namespace="links"))]


def _may(user: Any, agency: Agency) -> bool:
    return user_sees_links(user, agency) or user_counts_links(user, agency)


@hooks.register("register_admin_menu_item")
def links_entry() -> AgencyMenuItem:
    return AgencyMenuItem(_("Broken links"), "links:links", order=570, icon="link", permission=_may)


@hooks.register("register_log_actions")
def log_actions(actions: Any) -> None:
    actions.register_action("portal.look_again", _("Look at a link again"), _("Had a link looked at again"))
    actions.register_action("portal.leave_link", _("Leave a broken link"), _("Left a broken link as it is"))
