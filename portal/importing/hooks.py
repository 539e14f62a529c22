"""What imports add to Wagtail's admin: log actions, addresses, the board's menu entry."""

from __future__ import annotations

from typing import Any

from django.urls import include, path, register_converter
from django.urls.converters import StringConverter
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from portal.importing import views
from tenants.admin_menu import AgencyMenuItem


class DecisionConverter(StringConverter):
    regex = "accept|discard"


register_converter(DecisionConverter, "import_decision")


@hooks.register("register_admin_urls")
def import_urls() -> list[Any]:
    own = [
        path("", views.batches, name="batches"),
        path("<int:batch_id>/", views.batch, name="batch"),
        path("<int:batch_id>/<import_decision:action>/", views.decide, name="decide"),
    ]
    return [path("imports/", include((own, "imports")))]


@hooks.register("register_admin_menu_item")
def imports_entry() -> AgencyMenuItem:
    return AgencyMenuItem(
        _("Imports"), "imports:batches", order=120, icon="download", permission=views.user_sees_imports
    )


@hooks.register("register_log_actions")
def import_log_actions(actions: Any) -> None:
    actions.register_action("portal.import_read", _("Read an existing site"), _("Read an existing site"))
    actions.register_action("portal.import_accept", _("Accept imported texts"), _("Accepted imported texts"))
    actions.register_action("portal.import_discard", _("Discard imported texts"), _("Discarded imported texts"))
    actions.register_action("portal.import_close", _("Close an import"), _("The import is decided"))
