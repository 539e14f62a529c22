from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from editorial.models import EditorialPage
from tenants.models import BasePage

ARCHIVE = "archive"
"""Key of the section that holds what other agencies left, and of the sections in it, one for each of them."""


class SectionPage(EditorialPage):
    """A section of a portal. `key` names what the regulation requires it for; provisioning sets it, editors do not."""

    key = models.CharField(_("kind of section"), max_length=40, blank=True, editable=False, db_index=True)

    parent_page_types: ClassVar[list[str]] = ["portal.HomePage", "portal.SectionPage"]
    subpage_types: ClassVar[list[str]] = ["portal.ArticlePage", "portal.SectionPage"]
    template = "portal/section_page.html"

    content_panels = [*BasePage.content_panels, FieldPanel("summary")]

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from portal.queries import section_context

        return {**super().get_context(request, *args, **kwargs), **section_context(self, request)}
