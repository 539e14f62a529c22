"""What translations add to Wagtail's admin: log actions, addresses, the menu entry, a button at each text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets import Button

from portal import translation_views as views
from portal.models import ContentPage
from portal.translations import user_can_translate_page
from tenants.admin_menu import AgencyMenuItem


@hooks.register("register_admin_urls")
def translation_urls() -> list[Any]:
    own = [
        path("", views.listed, name="list"),
        path("<int:page_id>/", views.translate, name="translate"),
        path("<int:page_id>/confirm/", views.confirm, name="confirm"),
    ]
    return [path("translations/", include((own, "translations")))]


@hooks.register("register_admin_menu_item")
def translations_entry() -> AgencyMenuItem:
    return AgencyMenuItem(
        _("Translations"), "translations:list", order=115, icon="globe", permission=views.user_sees_translations
    )


@hooks.register("register_log_actions")
def translation_log_actions(actions: Any) -> None:
    actions.register_action("portal.translate", _("Make an English draft"), _("Made an English draft"))
    confirmed = _("Confirmed that the translation follows the original")
    actions.register_action("portal.confirm_translation", _("Confirm a translation"), confirmed)


@hooks.register("register_page_header_buttons")
def translate_button(page: Any, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    if not (issubclass(page.specific_class, ContentPage) and page.specific_class.listable):
        return
    if user_can_translate_page(user, page):
        address = reverse("translations:translate", args=[page.pk])
        yield Button(_("Translate into English"), url=address, icon_name="globe", priority=130)
