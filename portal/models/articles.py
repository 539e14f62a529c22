from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from editorial.models import EditorialPage
from portal.blocks import BodyBlock
from tenants.models import BasePage


class ArticlePage(EditorialPage):
    """A news item or any other dated text in a section."""

    image = models.ForeignKey(
        "tenants.PortalImage", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("image")
    )
    image_alt = models.CharField(_("text alternative of the image"), max_length=250, blank=True)
    image_caption = models.CharField(_("caption"), max_length=250, blank=True)
    body = StreamField(BodyBlock(), verbose_name=_("text"))

    parent_page_types: ClassVar[list[str]] = ["portal.SectionPage"]
    subpage_types: ClassVar[list[str]] = []
    template = "portal/article_page.html"

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("summary"),
        MultiFieldPanel(
            [FieldPanel("image"), FieldPanel("image_alt"), FieldPanel("image_caption")], heading=_("Image")
        ),
        FieldPanel("body"),
        EditorialPage.origin_panel,
    ]
    search_fields = [*EditorialPage.search_fields, index.SearchField("body")]

    section: BasePage | None = None

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")

    @property
    def date(self) -> datetime | None:
        return self.first_published_at

    @property
    def author(self) -> str:
        return self.author_name

    @property
    def source(self) -> str:
        return self.source_name

    @property
    def section_title(self) -> str:
        return self.section.title if self.section else ""

    @property
    def section_url(self) -> str:
        return (self.section.url if self.section else "") or ""

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from portal.queries import article_context

        return {**super().get_context(request, *args, **kwargs), **article_context(self, request)}
