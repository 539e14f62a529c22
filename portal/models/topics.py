"""Special topics and digests: what belongs together, chosen by hand (TN.3.2g)."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from editorial.models import EditorialPage
from portal.blocks import BodyBlock
from portal.models.content import ContentPage, Listing
from tenants.models import BasePage
from tenants.page_choosers import OwnPageChooserBlock


class PagesGroupBlock(blocks.StructBlock):
    heading = blocks.CharBlock(label=_("Heading"), max_length=160)
    pages = blocks.ListBlock(OwnPageChooserBlock(label=_("Page")), label=_("Pages of this portal"), min_num=1)

    class Meta:
        icon = "list-ul"
        label = _("Pages under a heading")


class PressItemBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), max_length=250)
    url = blocks.URLBlock(label=_("Address"))
    source = blocks.CharBlock(label=_("Newspaper or source"), max_length=160)
    day = blocks.DateBlock(label=_("Published on"))
    gist = blocks.TextBlock(label=_("What it says, in a sentence or two"), required=False, rows=2)


class PressGroupBlock(blocks.StructBlock):
    heading = blocks.CharBlock(label=_("Heading"), max_length=160)
    items = blocks.ListBlock(PressItemBlock(label=_("Press article")), label=_("Press articles"), min_num=1)

    class Meta:
        icon = "link-external"
        label = _("What the press writes")


class TopicPage(ContentPage):
    """A special topic or a digest of the press. What is not live is not shown."""

    kind = "topic"
    home_sections = ("news",)
    leads = 0
    schema_type = "CollectionPage"
    template = "portal/kinds/topic.html"
    listing = Listing(defer=("body", "groups"))

    image = models.ForeignKey(
        "tenants.PortalImage", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("image")
    )
    image_alt = models.CharField(_("text alternative of the image"), max_length=250, blank=True)
    body = StreamField(BodyBlock(), verbose_name=_("introduction"), blank=True)
    groups = StreamField(
        [("pages", PagesGroupBlock()), ("press", PressGroupBlock())], verbose_name=_("contents of the topic")
    )

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("summary"),
        MultiFieldPanel([FieldPanel("image"), FieldPanel("image_alt")], heading=_("Image")),
        FieldPanel("body"),
        FieldPanel("groups"),
        EditorialPage.origin_panel,
    ]
    search_fields = [*EditorialPage.search_fields, index.SearchField("body"), index.SearchField("groups")]

    class Meta:
        verbose_name = _("special topic")
        verbose_name_plural = _("special topics")

    def reader_context(self, request: HttpRequest) -> dict[str, Any]:
        from portal.topics import topic_context

        return {**super().reader_context(request), **topic_context(self)}
