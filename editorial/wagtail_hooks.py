"""What editorial work adds to Wagtail's admin: log actions, addresses, menu entries, and the actions on a page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets import Button

from editorial import views
from editorial.models import EditorialPage
from editorial.permissions import allowed_actions
from editorial.transitions import ACTION_LABELS, TABLE, Action
from tenants.admin_menu import AgencyMenuItem
from tenants.permissions import user_can_review_for, user_can_update_for

ICONS = {
    Action.WITHDRAW: "undo",
    Action.PUBLISH_URGENTLY: "warning",
    Action.UNPUBLISH: "download",
    Action.ARCHIVE: "folder-inverse",
}


@hooks.register("register_log_actions")  # type: ignore[untyped-decorator]
def register_log_actions(actions: Any) -> None:
    """Every action of the table of states, under its audit name."""
    for (_state, action), transition in TABLE.items():
        actions.register_action(transition.audit, ACTION_LABELS[action], ACTION_LABELS[action])
    reviewed = _("Review an urgent publication afterwards")
    actions.register_action("editorial.review_afterwards", reviewed, reviewed)


@hooks.register("register_admin_urls")  # type: ignore[untyped-decorator]
def register_urls() -> list[Any]:
    patterns = (
        [
            path("queue/", views.queue, name="queue"),
            path("texts/", views.texts, name="texts"),
            path("review/<int:page_id>/", views.review, name="review"),
            path("act/<int:page_id>/<slug:action>/", views.act, name="act"),
            path("urgent/<int:decision_id>/reviewed/", views.reviewed_afterwards, name="reviewed_afterwards"),
        ],
        "editorial",
    )
    return [path("editorial/", include(patterns, namespace="editorial"))]


@hooks.register("register_admin_menu_item")  # type: ignore[untyped-decorator]
def queue_entry() -> AgencyMenuItem:
    return AgencyMenuItem(
        _("Texts to review"), "editorial:queue", order=100, icon="tasks", permission=user_can_review_for
    )


@hooks.register("register_admin_menu_item")  # type: ignore[untyped-decorator]
def texts_entry() -> AgencyMenuItem:
    return AgencyMenuItem(_("My texts"), "editorial:texts", order=110, icon="edit", permission=_writes)


def _writes(user: Any, agency: Any) -> bool:
    return user_can_update_for(user, agency) or user_can_review_for(user, agency)


@hooks.register("register_page_header_buttons")  # type: ignore[untyped-decorator]
def page_actions(page: Any, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """The actions of the table that the person may do now and that Wagtail's own editor does not have."""
    if not issubclass(page.specific_class, EditorialPage):
        return
    allowed = allowed_actions(user, page)
    for order, (action, icon) in enumerate(ICONS.items()):
        if action in allowed:
            yield Button(
                ACTION_LABELS[action],
                url=reverse("editorial:act", args=[page.pk, action.value]),
                icon_name=icon,
                priority=100 + order,
            )
    if Action.REFUSE in allowed:
        yield Button(_("Review"), url=reverse("editorial:review", args=[page.pk]), icon_name="tasks", priority=5)
