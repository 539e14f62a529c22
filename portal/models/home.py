from __future__ import annotations

from typing import Any, ClassVar

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from portal.models.content import ContentPage
from tenants.models import BasePage


class ProvinceFolder(BasePage):
    """Holds the homes of one province; it has no address of its own and is created by provisioning alone."""

    parent_page_types: ClassVar[list[str]] = []
    subpage_types: ClassVar[list[str]] = ["portal.HomePage"]
    is_creatable = False

    class Meta:
        verbose_name = _("folder of a province")
        verbose_name_plural = _("folders of provinces")


class HomePage(ContentPage):
    """The front page of one portal in one language."""

    kind = "portal"
    listable = False
    schema_type = "WebSite"
    parent_page_types: ClassVar[list[str]] = ["portal.ProvinceFolder"]
    subpage_types: ClassVar[list[str]] = ["portal.SectionPage"]
    is_creatable = False
    template = "portal/home_page.html"

    content_panels = [*BasePage.content_panels, FieldPanel("summary")]
    promote_panels = BasePage.promote_panels

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    @property
    def locale_code(self) -> str:
        return self.locale.language_code

    def reader_context(self, request: HttpRequest) -> dict[str, Any]:
        from portal.front.page import home_context

        return home_context(self, request)
