"""What adverts add to Wagtail's registries."""

from __future__ import annotations

from typing import Any

from django.urls import include, path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from portal.adverts import views
from portal.adverts.services import user_can_propose_advert
from tenants.admin_menu import AgencyMenuItem

URLS = [
    path("", views.adverts, name="adverts"),
    path("new/", views.new_advert, name="new_advert"),
    path("<int:pk>/<str:action>/", views.act, name="act"),
]


@hooks.register("register_admin_urls")
def advert_urls() -> list[Any]:
    return [path("adverts/", include((URLS, "adverts"), namespace="adverts"))]


@hooks.register("register_admin_menu_item")
def adverts_entry() -> AgencyMenuItem:
    may = user_can_propose_advert
    return AgencyMenuItem(_("Adverts"), "adverts:adverts", order=590, icon="tag", permission=may)


@hooks.register("register_log_actions")
def log_actions(actions: Any) -> None:
    actions.register_action("portal.propose_advert", _("Propose an advert"), _("Proposed an advert"))
    actions.register_action("portal.approve_advert", _("Approve an advert"), _("Approved an advert"))
    actions.register_action("portal.turn_down_advert", _("Turn down an advert"), _("Turned down an advert"))
    actions.register_action("portal.end_advert", _("Take off an advert"), _("Took off an advert"))
