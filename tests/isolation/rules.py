"""The rules that keep agencies apart: which routes each guards, and in which role a hole would show.

Each entry can be taken out for a test; the crawl must then find something on its routes (test_rules.py).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import FullResultSet
from django.db.models import BigIntegerField, Count
from django.db.models.functions import Cast
from django.shortcuts import get_object_or_404
from taggit.models import Tag
from wagtail import hooks
from wagtail.models import TaskState
from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy

from editorial.models import Decision
from portal.models import PageLink
from qa_inbox.models import Question
from qa_inbox.querysets import QuestionQuerySet
from security.activity import activity_of
from security.models import Invitation
from tenants.models import Agency, BasePage, Look, PortalRequest, Succession

Patch = pytest.MonkeyPatch


@dataclass(frozen=True)
class Rule:
    """One rule. `province`: a hole shows in the province's own work area."""

    says: str
    routes: tuple[str, ...]
    role: str
    take_out: Callable[[Patch], None]
    province: bool = False


def _every_route_answers(patch: Patch) -> None:
    patch.setattr("tenants.admin_gate._may_answer", lambda request: True)


def _every_object_belongs(patch: Patch) -> None:
    patch.setattr("tenants.admin_gate._belongs", lambda request, name, value: True)


def _any_page_is_allowed(patch: Patch) -> None:
    from tenants.policies import AgencyPagePolicy

    for name in list(vars(AgencyPagePolicy)):
        if not name.startswith("__"):
            patch.delattr(AgencyPagePolicy, name)


def _all_media_are_visible(patch: Patch) -> None:
    def everything(self: Any, compiler: Any, connection: Any) -> Any:
        raise FullResultSet

    patch.setattr("tenants.visibility.VisibleAtWork.as_sql", everything)


def _all_media_are_ones_own(patch: Patch) -> None:
    from tenants.policies import AgencyMediaPolicy

    _all_media_are_visible(patch)
    stock = CollectionOwnershipPermissionPolicy.instances_user_has_any_permission_for
    patch.setattr(AgencyMediaPolicy, "instances_user_has_any_permission_for", stock)


def _the_chooser_offers_all(patch: Patch) -> None:
    patch.setitem(hooks._hooks, "construct_page_chooser_queryset", [])


def _tags_of_everybody(patch: Patch) -> None:
    everything = Tag.objects.annotate(item_count=Count("taggit_taggeditem_items")).order_by("-item_count", "name")
    patch.setattr("tenants.media_views.tags_of", lambda agency, *models: everything.all())


def _owners_of_everybody(patch: Patch) -> None:
    from tenants.page_views import AgencyPageFilterSet

    patch.setattr(AgencyPageFilterSet.base_filters["owner"], "queryset", lambda request: get_user_model().objects.all())


def _every_work_area_is_open(patch: Patch) -> None:
    patch.setattr("tenants.querysets.AgencyQuerySet.served_by", lambda self, user: self)


def _sessions_are_free(patch: Patch) -> None:
    patch.setattr("tenants.middleware.AgencyWorkMiddleware._bind_session", staticmethod(lambda request: None))


def _references_are_free(patch: Patch) -> None:
    patch.setattr("tenants.models.pages.check_references", lambda page, exclude=(): None)


def _the_queue_is_everybodys(patch: Patch) -> None:
    waiting = TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS).order_by("pk")
    of_pages = waiting.annotate(page_pk=Cast("workflow_state__object_id", BigIntegerField()))
    patch.setattr("editorial.views.visible_to", lambda user, agency: of_pages)


def _texts_are_everybodys(patch: Patch) -> None:
    patch.setattr("editorial.views.texts_of", lambda user, agency: BasePage.objects.filter(depth=5))


def _urgent_texts_are_everybodys(patch: Patch) -> None:
    everything = Decision.objects.filter(kind="urgent").select_related("page", "actor")
    patch.setattr("editorial.views.to_review_afterwards", lambda agency: everything)


def _questions_are_everybodys(patch: Patch) -> None:
    patch.setattr(QuestionQuerySet, "of", lambda self, *agencies: self)
    patch.setattr(Question.objects, "of", lambda *agencies: Question.objects.all(), raising=False)


def _reports_are_everybodys(patch: Patch) -> None:
    for module in ("views", "disclosure_views", "visit_views"):
        patch.setattr(f"reporting.{module}.agencies_in_reports_of", lambda user, agency: Agency.objects.all())


def _mails_are_everybodys(patch: Patch) -> None:
    from security.models import OutboxMail

    everything = OutboxMail.objects.select_related("agency")
    patch.setattr("security.views.mails.mails_visible_to", lambda user, agency: everything)


def _looks_are_everybodys(patch: Patch) -> None:
    patch.setattr(
        "tenants.look_views.look_of", lambda agency, number: Look.objects.filter(number=number).earliest("pk")
    )


def _any_row(*modules: str) -> Callable[[Patch], None]:
    """Views look an object up by its key alone."""

    def by_key(rows: Any, **asked: Any) -> Any:
        return get_object_or_404(rows, pk=asked["pk"])

    def take_out(patch: Patch) -> None:
        for module in modules:
            patch.setattr(f"{module}.get_object_or_404", by_key)

    return take_out


def _links_are_everybodys(patch: Patch) -> None:
    _any_row("portal.links.views")(patch)
    everything = PageLink.objects.select_related("page", "left_by").order_by("-pk")
    patch.setattr("portal.links.views.links_of", lambda agency, shown: everything)


def _people_are_everybodys(patch: Patch) -> None:
    patch.setattr("security.views.people.people_of", lambda agency: get_user_model().objects.order_by("pk"))


def _invitations_are_everybodys(patch: Patch) -> None:
    patch.setattr("security.views.people.open_invitations", lambda agency, now: Invitation.objects.all())


def _requests_are_everybodys(patch: Patch) -> None:
    everything = PortalRequest.objects.order_by("-pk")
    patch.setattr("tenants.portal_requests.views.requests_visible_to", lambda user, agency: everything)


def _successions_are_everybodys(patch: Patch) -> None:
    patch.setattr("tenants.succession_views._plan", lambda request, number: get_object_or_404(Succession, pk=number))


def _the_log_is_a_neighbours(patch: Patch) -> None:
    def of_another(agency: Agency, **asked: Any) -> Any:
        return activity_of(Agency.objects.filter(province=agency.root).exclude(pk=agency.pk)[0], **asked)

    patch.setattr("security.views.activity.activity_of", of_another)


def _files_are_everybodys(patch: Patch) -> None:
    patch.setattr("portal.media._shared_with", lambda item, agency: True)


def _every_province_is_ones_own(patch: Patch) -> None:
    patch.setattr("tenants.querysets.AgencyQuerySet.of_province", lambda self, province: self)


RULES: dict[str, Rule] = {
    "reviewed routes": Rule(
        "a route that nobody reviewed answers nobody",
        (
            "wagtail_bulk_action",
            "wagtailadmin_choose_page_chosen_multiple",
            "wagtailadmin_api:images:listing",
            "wagtailadmin_pages:move_confirm",
            "wagtailadmin_workflows:task_chooser",
            "wagtailadmin_reports:site_history",
        ),
        "author",
        _every_route_answers,
    ),
    "objects of the agency": Rule(
        "an object named in the address belongs to the agency one works in",
        ("wagtailadmin_editing_sessions:ping", "wagtailadmin_pages:view_draft", "wagtailadmin_choose_page_child"),
        "superuser",
        _every_object_belongs,
    ),
    "pages": Rule(
        "the page policy knows no page of others",
        ("wagtailadmin_pages:search", "wagtailadmin_pages:search_results"),
        "superuser",
        _any_page_is_allowed,
    ),
    "media in choosers": Rule(
        "images and documents of others are not visible in a work area",
        ("agency_image_chooser", "wagtailimages_chooser:choose_results", "wagtaildocs_chooser:choose"),
        "author",
        _all_media_are_visible,
    ),
    "media in lists": Rule(
        "the lists of images and documents hold one's own",
        ("agency_images", "agency_images_results", "agency_documents", "agency_documents_results"),
        "superuser",
        _all_media_are_ones_own,
    ),
    "page chooser": Rule(
        "the page chooser offers one's own pages",
        ("wagtailadmin_choose_page_search",),
        "author",
        _the_chooser_offers_all,
    ),
    "tags": Rule(
        "tags are those of one's own images and documents",
        ("agency_tags", "agency_images", "agency_image_chooser"),
        "author",
        _tags_of_everybody,
    ),
    "owners": Rule(
        "filters by person list those who serve the agency",
        ("wagtailadmin_explore",),
        "author",
        _owners_of_everybody,
    ),
    "work areas": Rule(
        "a work area exists for those who serve the agency",
        ("work areas",),
        "author",
        _every_work_area_is_open,
    ),
    "sessions": Rule(
        "a session is bound to the admin host where it began",
        ("work areas",),
        "superuser",
        _sessions_are_free,
    ),
    "references": Rule(
        "a text refers to what is its agency's own or shared with it",
        ("wagtailadmin_pages:edit", "wagtailadmin_pages:add"),
        "author",
        _references_are_free,
    ),
    "board's queue": Rule(
        "the queue holds the texts of one's own agency",
        ("editorial:queue",),
        "board_member",
        _the_queue_is_everybodys,
    ),
    "urgent texts": Rule(
        "texts to be reviewed afterwards are one's own agency's",
        ("editorial:queue",),
        "board_member",
        _urgent_texts_are_everybodys,
    ),
    "authors' texts": Rule(
        "the list of texts holds one's own agency's",
        ("editorial:texts",),
        "author",
        _texts_are_everybodys,
    ),
    "questions": Rule(
        "the inbox holds the questions of one's own agency",
        ("qa_inbox_admin:inbox", "qa_inbox_admin:question", "qa_inbox_admin:act"),
        "responder",
        _questions_are_everybodys,
    ),
    "reports": Rule(
        "reports cover agencies of one's own province",
        (
            *("reporting:report", "reporting:workbook", "reporting:disclosures", "reporting:disclosure_of"),
            *("reporting:portal_visits", "reporting:portal_visits_csv", "reporting:visits_of"),
        ),
        "office",
        _reports_are_everybodys,
        province=True,
    ),
    "mails": Rule(
        "the outbox shows mails of one's own province",
        ("security:outbox", "security:mail", "security:resend"),
        "technician",
        _mails_are_everybodys,
        province=True,
    ),
    "looks": Rule(
        "a version of a look is found among one's own agency's",
        ("tenants:look_version", "tenants:preview_look_version"),
        "agency_admin",
        _looks_are_everybodys,
    ),
    "imports": Rule(
        "an import is its own agency's board's",
        ("imports:batch",),
        "board_member",
        _any_row("portal.importing.views"),
    ),
    "people": Rule(
        "the list of people holds those who serve one's own agency",
        ("security:people", "security:person"),
        "agency_admin",
        _people_are_everybodys,
    ),
    "invitations": Rule(
        "invitations are one's own agency's",
        ("security:people",),
        "agency_admin",
        _invitations_are_everybodys,
    ),
    "officials": Rule(
        "an official is changed by one's own agency",
        ("tenants:edit_official",),
        "agency_admin",
        _any_row("tenants.card_views"),
    ),
    "emergency banners": Rule(
        "a banner is taken off in the work area of the agency that raised it",
        ("alerts:end_alert",),
        "superuser",
        _any_row("portal.alerts.views"),
    ),
    "adverts": Rule(
        "an advert is decided on in the work area of the agency that it belongs to",
        ("adverts:act",),
        "superuser",
        _any_row("portal.adverts.views"),
    ),
    "broken links": Rule(
        "a list of broken links holds those of one's own agency's pages",
        ("links:links", "links:leave"),
        "author",
        _links_are_everybodys,
    ),
    "old addresses": Rule(
        "an old address is removed in the work area of its own agency",
        ("tenants:end_old_address",),
        "superuser",
        _any_row("tenants.old_address_views"),
    ),
    "activity": Rule(
        "the log that an administrator reads is one's own agency's",
        ("security:activity",),
        "agency_admin",
        _the_log_is_a_neighbours,
    ),
    "portal requests": Rule(
        "a request for a portal is seen by who filed it and the province's staff",
        ("tenants:portal_requests", "tenants:portal_request"),
        "agency_admin",
        _requests_are_everybodys,
    ),
    "successions": Rule(
        "a succession is seen by the office of its province",
        ("tenants:succession",),
        "office",
        _successions_are_everybodys,
        province=True,
    ),
    "files": Rule(
        "a stored file is delivered to those who may see its agency",
        ("media",),
        "author",
        _files_are_everybodys,
    ),
    "agencies of the province": Rule(
        "the province's screens of agencies know its own alone",
        ("tenants:agencies", "tenants:agencies_csv", "tenants:agency", "tenants:act_on_agency"),
        "office",
        _every_province_is_ones_own,
        province=True,
    ),
}
