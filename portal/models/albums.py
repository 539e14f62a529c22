"""Albums of pictures, recordings and films: the portal is a multimedia channel (VL.3.1, TN.3.1b)."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from editorial.models import EditorialPage
from portal.album_blocks import AlbumForm, ItemsBlock, Medium
from portal.models.content import ContentPage, Download, Listing, downloads_of
from tenants.models import BasePage


class AlbumPage(ContentPage):
    """Pictures, recordings or films on one subject, each with its words."""

    kind = "album"
    home_sections = ("news",)
    leads = 0
    schema_type = "MediaGallery"
    template = "portal/kinds/album.html"
    base_form_class = AlbumForm
    listing = Listing(template="portal/listings/album.html", defer=("items",))

    medium = models.CharField(_("kind of album"), max_length=10, choices=Medium.choices, default=Medium.PHOTO)
    image = models.ForeignKey(
        "tenants.PortalImage", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("cover")
    )
    image_alt = models.CharField(_("text alternative of the cover"), max_length=250, blank=True)
    items = StreamField(ItemsBlock(), verbose_name=_("contents of the album"))

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("medium"),
        FieldPanel("summary"),
        MultiFieldPanel(
            [FieldPanel("image"), FieldPanel("image_alt")],
            heading=_("Cover"),
            help_text=_("If you choose none, it is the first photograph."),
        ),
        FieldPanel("items"),
        EditorialPage.origin_panel,
    ]
    search_fields = [*EditorialPage.search_fields, index.SearchField("items")]

    class Meta:
        verbose_name = _("album")
        verbose_name_plural = _("albums")

    def downloads(self) -> list[Download]:
        """The recordings and films; pictures are shown in sizes of their own."""
        return downloads_of(row.value["file"] for row in self.items if "file" in row.value)

    def reader_context(self, request: HttpRequest) -> dict[str, Any]:
        from portal.albums import album_context

        return {**super().reader_context(request), **album_context(self)}
