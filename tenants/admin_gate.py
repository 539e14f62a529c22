"""Deny by default: on the admin host only reviewed routes answer, and only with objects of the agency one works in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase

from tenants.models import BasePage, PortalDocument, PortalImage

# Routes that answer without an agency: signing in and out, one's own account, the choice of the agency, media.
WITHOUT_AGENCY = frozenset(
    {
        "wagtailadmin_home",
        "wagtailadmin_login",
        "wagtailadmin_logout",
        "wagtailadmin_javascript_catalog",
        "wagtailadmin_sprite",
        "wagtailadmin_account",
        "media",
        "security:change_password",
        "security:first_administrator",
    }
)

# Wagtail's routes that were read for what they show of other agencies (docs/decisions/0001): all of these start from
# the permission policies of tenants/policies.py, or take an object whose agency is checked below.
REVIEWED = WITHOUT_AGENCY | {
    "wagtailadmin_explore",
    "wagtailadmin_explore_results",
    "wagtailadmin_explore_root",
    "wagtailadmin_pages:add",
    "wagtailadmin_pages:add_subpage",
    "wagtailadmin_pages:edit",
    "wagtailadmin_pages:preview_on_add",
    "wagtailadmin_pages:preview_on_edit",
    "wagtailadmin_pages:view_draft",
    "wagtailadmin_pages:history",
    "wagtailadmin_pages:history_results",
    "wagtailadmin_pages:revisions_index",
    "wagtailadmin_pages:revisions_view",
    "wagtailadmin_pages:revisions_compare",
    "wagtailadmin_pages:revisions_revert",
    "wagtailadmin_pages:delete",
    "wagtailadmin_pages:lock",
    "wagtailadmin_pages:unlock",
    "wagtailadmin_pages:search",
    "wagtailadmin_pages:search_results",
    "wagtailadmin_choose_page",
    "wagtailadmin_choose_page_child",
    "wagtailadmin_choose_page_search",
    "wagtailadmin_choose_page_external_link",
    "wagtailadmin_choose_page_email_link",
    "wagtailadmin_choose_page_phone_link",
    "wagtailadmin_choose_page_anchor_link",
    "wagtailadmin_editing_sessions:ping",
    "wagtailadmin_editing_sessions:release",
    "wagtailadmin_block_preview",
    "wagtailadmin_dismissibles",
    "wagtailimages:index",
    "wagtailimages:index_results",
    "wagtailimages:add",
    "wagtailimages:edit",
    "wagtailimages:delete",
    "wagtailimages:preview",
    "wagtailimages_chooser:choose",
    "wagtailimages_chooser:choose_results",
    "wagtailimages_chooser:chosen",
    "wagtailimages_chooser:create",
    "wagtailimages_chooser:select_format",
    "wagtaildocs:index",
    "wagtaildocs:index_results",
    "wagtaildocs:add",
    "wagtaildocs:edit",
    "wagtaildocs:delete",
    "wagtaildocs_chooser:choose",
    "wagtaildocs_chooser:choose_results",
    "wagtaildocs_chooser:chosen",
    "wagtaildocs_chooser:create",
}

# Our own routes: each view reads through request.agency and checks its permission.
OWN_NAMESPACES = frozenset({"editorial", "qa_inbox_admin", "reporting", "security", "tenants"})

PAGES = ("page_id", "parent_page_id", "page_to_move_id", "destination_id", "pk_page")
OWNED_BY_ARGUMENT: dict[str, Any] = {
    **dict.fromkeys(PAGES, BasePage),
    "image_id": PortalImage,
    "document_id": PortalDocument,
}


class AdminGateMiddleware:
    """A route that nobody reviewed is 404 for all but superusers; so is another agency's object for everybody."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: Any, view: Any, args: Any, kwargs: dict[str, Any]) -> None:
        if not request.is_admin_host:
            return
        if not _may_answer(request):
            raise Http404
        for name, model in OWNED_BY_ARGUMENT.items():
            if name in kwargs and not _belongs(model, kwargs[name], request.agency):
                raise Http404


def _may_answer(request: Any) -> bool:
    match = request.resolver_match
    if request.agency is None:
        own = match.namespaces[:1] and match.namespaces[0] in OWN_NAMESPACES
        return match.view_name in WITHOUT_AGENCY or bool(own)
    if match.view_name in REVIEWED or (match.namespaces and match.namespaces[0] in OWN_NAMESPACES):
        return True
    return bool(request.user.is_superuser)


def _belongs(model: Any, key: Any, agency: Any) -> bool:
    if agency is None:
        return False
    return bool(model.objects.filter(pk=key, agency=agency).exists())
