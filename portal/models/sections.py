from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from portal.models.content import ContentPage
from tenants.models import BasePage

ARCHIVE = "archive"
"""Key of the section that holds what other agencies left, and of the sections in it, one for each of them."""


class SectionPage(ContentPage):
    """A section of a portal. `key` names what the regulation requires it for; provisioning sets it, editors do not.

    Which kinds of content it takes follows from the key (`ContentPage.home_sections`); one's own sections take all.
    """

    kind = "section"
    listable = False
    schema_type = "CollectionPage"
    template = "portal/section_page.html"

    key = models.CharField(_("kind of section"), max_length=40, blank=True, editable=False, db_index=True)

    parent_page_types: ClassVar[list[str]] = ["portal.HomePage", "portal.SectionPage"]
    subpage_types = None

    content_panels = [*BasePage.content_panels, FieldPanel("summary")]
    promote_panels = BasePage.promote_panels

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")

    def reader_context(self, request: HttpRequest) -> dict[str, Any]:
        from portal.listings import section_context

        return section_context(self, request)
