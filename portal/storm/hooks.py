"""What storm mode adds to Wagtail's registries."""

from __future__ import annotations

from typing import Any

from django.urls import include, path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from portal.alerts.services import user_can_raise_alert
from portal.storm import views
from tenants.admin_menu import AgencyMenuItem

URLS = [path("", views.storm, name="storm"), path("switch/", views.switch, name="switch")]


@hooks.register("register_admin_urls")
def storm_urls() -> list[Any]:
    return [path("storm/", include((URLS, "storm"), namespace="storm"))]


@hooks.register("register_admin_menu_item")
def storm_entry() -> AgencyMenuItem:
    return AgencyMenuItem(_("Storm mode"), "storm:storm", order=585, icon="warning", permission=user_can_raise_alert)


@hooks.register("register_log_actions")
def log_actions(actions: Any) -> None:
    actions.register_action("portal.storm_on", _("Turn storm mode on"), _("Turned storm mode on"))
    actions.register_action("portal.storm_off", _("Turn storm mode off"), _("Turned storm mode off"))
