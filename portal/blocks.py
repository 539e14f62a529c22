"""The body of an article: few blocks, each with one clear meaning."""

from __future__ import annotations

from copy import copy
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

from portal.pictures import images_for

RICH_TEXT_FEATURES = ["bold", "italic", "ol", "ul", "link", "document-link", "superscript", "subscript"]


class PictureChooserBlock(ImageChooserBlock):
    """All images of a text come in one query with their pictures, and those in one more."""

    def bulk_to_python(self, values: list[int | None]) -> list[Any]:
        found = images_for("article").in_bulk([key for key in values if key is not None])
        return [copy(found[key]) if key in found else None for key in values]


class ImageWithCaptionBlock(blocks.StructBlock):
    image = PictureChooserBlock(label=_("Image"))
    alt_text = blocks.CharBlock(label=_("Text alternative"), max_length=250, required=False)
    caption = blocks.CharBlock(label=_("Caption"), max_length=250, required=False)

    class Meta:
        icon = "image"
        label = _("Image")
        template = "portal/blocks/image.html"


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("Quotation"))
    attribution = blocks.CharBlock(label=_("Who said or wrote it"), max_length=200, required=False)

    class Meta:
        icon = "openquote"
        label = _("Quotation")
        template = "portal/blocks/quote.html"


class BodyBlock(blocks.StreamBlock):
    heading = blocks.CharBlock(label=_("Heading"), icon="title", max_length=200, template="portal/blocks/heading.html")
    paragraph = blocks.RichTextBlock(label=_("Text"), features=RICH_TEXT_FEATURES)
    image = ImageWithCaptionBlock()
    quote = QuoteBlock()
    document = DocumentChooserBlock(label=_("File"), template="portal/blocks/document.html")
