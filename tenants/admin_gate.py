"""Deny by default: on the admin host only reviewed routes answer, and only with objects of the agency one works in.

Inside `/a/<agency>/` this holds for superusers too; what nobody reviewed answers them only outside, where the address
itself says that it concerns the whole installation.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.db.models import ProtectedError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseBase
from django.utils.datastructures import MultiValueDictKeyError
from django.utils.translation import gettext as _

from tenants.media_in_use import StillShown
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
        "security:invitation",
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
    "wagtailadmin_pages:workflow_history",
    "wagtailadmin_pages:workflow_history_detail",
    "wagtailadmin_pages:delete",
    "wagtailadmin_pages:lock",
    "wagtailadmin_pages:unlock",
    "wagtailadmin_pages:search",
    "wagtailadmin_pages:search_results",
    "wagtailadmin_choose_page",
    "agency_images",
    "agency_images_results",
    "agency_documents",
    "agency_documents_results",
    "agency_image_chooser",
    "agency_image_from_upload",
    "agency_image_delete",
    "agency_document_delete",
    "agency_image_usage",
    "agency_document_usage",
    "agency_page_usage",
    "agency_tags",
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
    "wagtailimages:add",
    "wagtailimages:add_multiple",
    "wagtailimages:edit_multiple",
    "wagtailimages:delete_multiple",
    "wagtailimages:delete_upload_multiple",
    "wagtailimages:edit",
    "wagtailimages:preview",
    "wagtailimages_chooser:choose_results",
    "wagtailimages_chooser:chosen",
    "wagtailimages_chooser:create",
    "wagtailimages_chooser:select_format",
    "wagtaildocs:add",
    "wagtaildocs:add_multiple",
    "wagtaildocs:edit_multiple",
    "wagtaildocs:delete_multiple",
    "wagtaildocs:create_multiple_from_uploaded_document",
    "wagtaildocs:delete_upload_multiple",
    "wagtaildocs:edit",
    "wagtaildocs_chooser:choose",
    "wagtaildocs_chooser:choose_results",
    "wagtaildocs_chooser:chosen",
    "wagtaildocs_chooser:create",
}

# Our own routes: each view reads through request.agency and checks its permission.
OWN_NAMESPACES = frozenset(
    {
        "adverts",
        "alerts",
        "editorial",
        "imports",
        "links",
        "qa_inbox_admin",
        "reporting",
        "security",
        "storm",
        "tenants",
        "translations",
    }
)

PROVINCIAL = "security"
"""Its screens concern the province that the admin host belongs to, so they answer outside a work area too."""

OWNED_BY_ARGUMENT: dict[str, Any] = {
    **dict.fromkeys(("page_id", "parent_page_id", "page_to_move_id", "destination_id", "page_pk"), BasePage),
    "image_id": PortalImage,
    "document_id": PortalDocument,
    "doc_id": PortalDocument,
}
OWNED_BY_ROUTE: dict[tuple[str, str], Any] = {("wagtailadmin_pages", "pk"): BasePage}

# What may be chosen is what the agency sees: its own, and what is shared with it.
CHOSEN_BY_ROUTE: dict[tuple[str, str], Any] = {
    ("wagtailimages_chooser", "pk"): PortalImage,
    ("wagtailimages_chooser", "image_id"): PortalImage,
    ("wagtaildocs_chooser", "pk"): PortalDocument,
}
OF_FOLDER = frozenset({"wagtailadmin_explore", "wagtailadmin_explore_results"})


class AdminGateMiddleware:
    """A route that nobody reviewed is 404; so is another agency's object for everybody."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: Any, error: Exception) -> HttpResponseBase | None:
        """400 for a form that lacks what its own screen always sends; 409 for deleting what is still in use."""
        if not getattr(request, "is_admin_host", False):
            return None
        if isinstance(error, MultiValueDictKeyError):
            return HttpResponseBadRequest()
        if isinstance(error, ProtectedError):
            reason = (
                error.args[0] if isinstance(error, StillShown) else _("This is still in use and cannot be deleted.")
            )
            return HttpResponse(reason, status=409, content_type="text/plain")
        return None

    def process_view(self, request: Any, view: Any, args: Any, kwargs: dict[str, Any]) -> None:
        if not request.is_admin_host:
            return
        if not _may_answer(request):
            raise Http404
        if not all(_belongs(request, name, value) for name, value in kwargs.items()):
            raise Http404
        if "model_name" in kwargs and "object_id" in kwargs and not _is_own_page(request, kwargs):
            raise Http404


def _may_answer(request: Any) -> bool:
    match = request.resolver_match
    space = match.namespaces[0] if match.namespaces else ""
    if match.view_name in WITHOUT_AGENCY:
        return True
    if request.agency is None:
        stock = match.view_name not in REVIEWED and space not in OWN_NAMESPACES
        return space == PROVINCIAL or (stock and bool(request.user.is_superuser))
    return match.view_name in REVIEWED or space in OWN_NAMESPACES


def _belongs(request: Any, name: str, value: Any) -> bool:
    """Whether what an argument of the route names belongs to the agency; other arguments are none of our business."""
    match = request.resolver_match
    place = (match.namespaces[-1] if match.namespaces else "", name)
    if place in CHOSEN_BY_ROUTE:
        return request.agency is not None and _exists(CHOSEN_BY_ROUTE[place].objects, value)
    model = OWNED_BY_ROUTE.get(place) or OWNED_BY_ARGUMENT.get(name)
    if model is None:
        return True
    if request.agency is None:
        return False
    if _exists(model.objects.filter(agency=request.agency), value):
        return True
    return match.view_name in OF_FOLDER and _is_folder_above(request.agency, value)


def _exists(rows: Any, key: Any) -> bool:
    return str(key).isdecimal() and bool(rows.filter(pk=key).exists())


def _is_folder_above(agency: Any, key: Any) -> bool:
    """The folder of the province: the explorer of an agency with two home pages starts there."""
    home = agency.home_page
    return home is not None and BasePage.objects.filter(pk=key, depth=2, path=home.path[: 2 * home.steplen]).exists()


def _is_own_page(request: Any, kwargs: dict[str, Any]) -> bool:
    """The one route that names its model in the address (who else edits this?) is asked about pages alone."""
    try:
        model = apps.get_model(kwargs["app_label"], kwargs["model_name"])
    except LookupError:
        return False
    own = BasePage.objects.filter(agency=request.agency)
    return issubclass(model, BasePage) and _exists(own, kwargs["object_id"])
