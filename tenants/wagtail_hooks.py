"""What the tenants add to Wagtail's registries."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.urls import include, path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from tenants import agency_views, card_views, day_views, look_views, old_address_views, outside_views, succession_views
from tenants.admin_menu import (
    AgencyMenuItem,
    AgencySearchArea,
    AgencySwitchItem,
    HomePageMenuItem,
    anybody,
    only_our_searches,
    only_ours,
)
from tenants.dashboard import no_summary, only_our_panels
from tenants.models import AgencyModelLogEntry, AgencyPageLogEntry, BasePage
from tenants.page_views import AgencyPageViewSet
from tenants.permissions import (
    user_can_administer_agency,
    user_can_list_agencies,
    user_can_see_officials,
    user_writes_for,
)
from tenants.portal_requests import views as request_views
from tenants.portal_requests.labels import REQUEST_LOG
from tenants.portal_requests.permissions import user_can_see_requests
from tenants.regulation_views import regulation
from tenants.rich_text import own_page_links
from tenants.succession.labels import SUCCESSION_LOG

hooks.register("construct_main_menu", only_ours)
hooks.register("construct_search", only_our_searches)
hooks.register("construct_homepage_panels", only_our_panels, order=-10)
hooks.register("construct_homepage_summary_items", no_summary, order=1000)
hooks.register("register_rich_text_features", own_page_links, order=100)


@hooks.register("register_admin_urls")
def admin_urls() -> list[Any]:
    own = [
        path("agencies/", agency_views.agencies, name="agencies"),
        path("agencies/table.csv", agency_views.agencies_csv, name="agencies_csv"),
        path("agencies/<int:pk>/", agency_views.agency, name="agency"),
        path("agencies/<int:pk>/<slug:action>/", agency_views.act_on_agency, name="act_on_agency"),
        path("calendar/official-days/", day_views.official_days, name="official_days"),
        path("calendar/official-days/years/", day_views.confirmed_years, name="confirmed_years"),
        path("card/", card_views.card, name="card"),
        path("card/change/", card_views.edit_card, name="edit_card"),
        path("card/officials/<slug:duty>/new/", card_views.new_official, name="new_official"),
        path("card/officials/<int:pk>/", card_views.edit_official, name="edit_official"),
        path("card/officials/<int:pk>/end/", card_views.stop_official, name="end_official"),
        path("officials/", card_views.officials, name="officials"),
        path("card/outside/", outside_views.outside_services, name="outside_services"),
        path("old-addresses/", old_address_views.old_addresses, name="old_addresses"),
        path("old-addresses/<int:pk>/remove/", old_address_views.end_old_address, name="end_old_address"),
        path("regulation/", regulation, name="regulation"),
        path("look/", look_views.look, name="look"),
        path("look/preview/", look_views.preview_look, name="preview_look"),
        path("look/import/", look_views.import_look_file, name="import_look"),
        path("look/<int:look_number>/", look_views.look_version, name="look_version"),
        path("look/<int:look_number>/preview/", look_views.preview_look_version, name="preview_look_version"),
        path("look/<int:look_number>/restore/", look_views.restore_look_version, name="restore_look_version"),
        path("look/<int:look_number>/export/", look_views.export_look_version, name="export_look_version"),
        path("successions/", succession_views.successions, name="successions"),
        path("successions/new/", succession_views.new_succession, name="new_succession"),
        path("successions/<int:number>/", succession_views.succession, name="succession"),
        path("successions/<int:number>/<slug:action>/", succession_views.act_on_succession, name="act_on_succession"),
        *request_urls(),
    ]
    return [path("", include((own, "tenants")))]


def request_urls() -> list[Any]:
    one = "portal-requests/<int:request_pk>/"
    return [
        path("portal-requests/", request_views.portal_requests, name="portal_requests"),
        path("portal-requests/new/<slug:purpose>/", request_views.new_portal_request, name="new_portal_request"),
        path(one, request_views.portal_request, name="portal_request"),
        path(f"{one}correct/", request_views.correct_portal_request, name="correct_portal_request"),
        path(f"{one}scan/", request_views.portal_request_scan, name="portal_request_scan"),
        path(f"{one}<slug:action>/", request_views.act_on_portal_request, name="act_on_portal_request"),
    ]


@hooks.register("register_admin_menu_item")
def requests_entry() -> AgencyMenuItem:
    return AgencyMenuItem(
        _("Requests for portals"), "tenants:portal_requests", order=817, icon="form", permission=user_can_see_requests
    )


@hooks.register("register_admin_menu_item")
def card_entry() -> AgencyMenuItem:
    return AgencyMenuItem(_("The agency's card"), "tenants:card", order=690, icon="home", permission=anybody)


@hooks.register("register_admin_menu_item")
def officials_entry() -> AgencyMenuItem:
    may = user_can_see_officials
    return AgencyMenuItem(_("Officials of the agencies"), "tenants:officials", order=815, icon="group", permission=may)


@hooks.register("register_admin_menu_item")
def agencies_entry() -> AgencyMenuItem:
    may = user_can_list_agencies
    return AgencyMenuItem(_("Agencies"), "tenants:agencies", order=790, icon="list-ul", permission=may)


@hooks.register("register_admin_menu_item")
def days_entry() -> AgencyMenuItem:
    return AgencyMenuItem(
        _("Official days"), "tenants:official_days", order=720, icon="date", permission=day_views.user_can_record_days
    )


@hooks.register("register_admin_menu_item")
def look_entry() -> AgencyMenuItem:
    return AgencyMenuItem(_("Look"), "tenants:look", order=510, icon="desktop", permission=user_can_administer_agency)


@hooks.register("register_admin_menu_item")
def old_addresses_entry() -> AgencyMenuItem:
    may = user_can_administer_agency
    return AgencyMenuItem(_("Old addresses"), "tenants:old_addresses", order=520, icon="redirect", permission=may)


@hooks.register("register_admin_menu_item")
def regulation_entry() -> AgencyMenuItem:
    return AgencyMenuItem(_("Regulation"), "tenants:regulation", order=695, icon="clipboard-list", permission=anybody)


@hooks.register("register_admin_menu_item")
def successions_entry() -> AgencyMenuItem:
    may = succession_views.user_can_run_successions
    return AgencyMenuItem(_("Successions"), "tenants:successions", order=820, icon="group", permission=may)


@hooks.register("register_admin_menu_item")
def switch_entry() -> AgencySwitchItem:
    return AgencySwitchItem(order=1, icon="site")


@hooks.register("register_admin_search_area")
def pages_search() -> AgencySearchArea:
    return AgencySearchArea(
        _("Pages"),
        "wagtailadmin_pages:search",
        name="own-pages",
        icon="folder-open-inverse",
        order=1,
        permission=user_writes_for,
    )


@hooks.register("register_admin_search_area")
def images_search() -> AgencySearchArea:
    return AgencySearchArea(
        _("Images"), "agency_images", name="own-images", icon="image", order=2, permission=user_writes_for
    )


@hooks.register("register_admin_search_area")
def documents_search() -> AgencySearchArea:
    return AgencySearchArea(
        _("Documents"),
        "agency_documents",
        name="own-documents",
        icon="doc-full-inverse",
        order=3,
        permission=user_writes_for,
    )


@hooks.register("register_admin_viewset")
def page_viewset() -> Any:
    return AgencyPageViewSet()


@hooks.register("construct_page_chooser_queryset")
def own_pages_only(pages: Any, request: Any) -> Any:
    return pages.filter(agency=request.agency)


@hooks.register("register_admin_menu_item")
def pages_entry() -> AgencyMenuItem:
    return HomePageMenuItem(_("Pages"), order=200, icon="folder-open-inverse", permission=user_writes_for)


@hooks.register("register_admin_menu_item")
def images_entry() -> AgencyMenuItem:
    return AgencyMenuItem(_("Images"), "wagtailimages:index", order=300, icon="image", permission=user_writes_for)


@hooks.register("register_admin_menu_item")
def documents_entry() -> AgencyMenuItem:
    return AgencyMenuItem(
        _("Documents"), "wagtaildocs:index", order=310, icon="doc-full-inverse", permission=user_writes_for
    )


@hooks.register("register_log_actions", order=1)
def register_log_actions(actions: Any) -> None:
    """Log entries know their agency; our own actions have names."""
    actions.register_model(models.Model, AgencyModelLogEntry)
    actions.register_model(BasePage, AgencyPageLogEntry)
    actions.register_action("tenants.provision", _("Set up an agency"), _("Set up the agency and its portal"))
    actions.register_action("tenants.assign_host", _("Assign a host name"), _("Assigned the host name"))
    actions.register_action("tenants.record_day", _("Record an official day"), _("Recorded an official day"))
    actions.register_action("tenants.confirm_year", _("Confirm a year"), _("Confirmed the year's official days"))
    actions.register_action("tenants.grant_role", _("Give a role"), _("Gave a role"))
    actions.register_action("tenants.revoke_role", _("Withdraw a role"), _("Withdrew a role"))
    actions.register_action("tenants.change_card", _("Change the card"), _("Changed the agency's card"))
    actions.register_action("tenants.outside_service", _("Set an outside service"), _("Set an outside service"))
    actions.register_action("tenants.official_named", _("Name an official"), _("Named an official"))
    actions.register_action("tenants.official_corrected", _("Correct an official"), _("Corrected an official"))
    actions.register_action("tenants.official_ended", _("End an official's duty"), _("Ended an official's duty"))
    actions.register_action("tenants.suspend", _("Suspend a portal"), _("Suspended the portal"))
    actions.register_action("tenants.resume", _("Resume a portal"), _("Resumed the portal"))
    actions.register_action("tenants.rename", _("Rename an agency"), _("Renamed the agency"))
    actions.register_action("tenants.close", _("Close a portal"), _("Closed the portal"))
    actions.register_action("tenants.add_old_address", _("Add an old address"), _("Added an old address"))
    actions.register_action("tenants.remove_old_address", _("Remove an old address"), _("Removed an old address"))
    actions.register_action("tenants.reopen", _("Reopen a portal"), _("Reopened the portal"))
    actions.register_action("tenants.change_look", _("Change the look"), _("Changed the look of the portal"))
    actions.register_action("tenants.restore_look", _("Restore a look"), _("Restored an earlier look of the portal"))
    for name, label, message in (*SUCCESSION_LOG, *REQUEST_LOG):
        actions.register_action(f"tenants.{name}", label, message)
