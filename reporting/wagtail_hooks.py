"""What the reports add to Wagtail's registries."""

from __future__ import annotations

from typing import Any

from django.urls import include, path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from reporting import urls
from reporting.permissions import user_can_open_reports
from tenants.admin_menu import AgencyMenuItem, anybody


@hooks.register("register_admin_urls")
def reporting_urls() -> list[Any]:
    return [path("bao-cao/", include((urls.urlpatterns, "reporting"), namespace="reporting"))]


@hooks.register("register_admin_menu_item")
def reports_entry() -> AgencyMenuItem:
    return AgencyMenuItem(_("Reports"), "reporting:report", order=600, icon="table", permission=user_can_open_reports)


@hooks.register("register_admin_menu_item")
def disclosure_entry() -> AgencyMenuItem:
    return AgencyMenuItem(_("Required sections"), "reporting:disclosure", order=605, icon="tasks", permission=anybody)


@hooks.register("register_admin_menu_item")
def visits_entry() -> AgencyMenuItem:
    return AgencyMenuItem(_("Visits"), "reporting:visits", order=610, icon="view", permission=anybody)
