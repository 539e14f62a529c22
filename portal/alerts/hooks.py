"""What the banners add to Wagtail's registries."""

from __future__ import annotations

from typing import Any

from django.urls import include, path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from portal.alerts import views
from portal.alerts.services import user_can_raise_alert
from tenants.admin_menu import AgencyMenuItem

URLS = [
    path("", views.alerts, name="alerts"),
    path("new/", views.new_alert, name="new_alert"),
    path("<int:pk>/end/", views.end_alert, name="end_alert"),
]


@hooks.register("register_admin_urls")
def alert_urls() -> list[Any]:
    return [path("alerts/", include((URLS, "alerts"), namespace="alerts"))]


@hooks.register("register_admin_menu_item")
def alerts_entry() -> AgencyMenuItem:
    may = user_can_raise_alert
    return AgencyMenuItem(_("Emergency banners"), "alerts:alerts", order=580, icon="warning", permission=may)


@hooks.register("register_log_actions")
def log_actions(actions: Any) -> None:
    actions.register_action("portal.raise_alert", _("Raise an emergency banner"), _("Raised an emergency banner"))
    actions.register_action("portal.lift_alert", _("Take off an emergency banner"), _("Took off an emergency banner"))
