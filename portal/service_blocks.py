"""Rows within pages on services, projects and goods: dossier parts, fees, steps, hours, notes of progress."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

STEP_FEATURES = ["bold", "italic", "ol", "ul", "link", "document-link"]


class DossierPartBlock(blocks.StructBlock):
    """One paper of a dossier, how many of it, and the forms to fill in for it (TN.12.2)."""

    name = blocks.TextBlock(label=_("What is handed in"), rows=2, max_length=500)
    originals = blocks.IntegerBlock(label=_("Originals"), min_value=0, default=1)
    copies = blocks.IntegerBlock(label=_("Copies"), min_value=0, default=0)
    forms = blocks.ListBlock(
        DocumentChooserBlock(label=_("Form to fill in")), label=_("Forms to download"), default=[], required=False
    )
    note = blocks.CharBlock(label=_("Note"), max_length=300, required=False)

    class Meta:
        icon = "doc-full"
        label = _("Part of the dossier")


class FeeBlock(blocks.StructBlock):
    """One fee or charge, in đồng."""

    what = blocks.CharBlock(label=_("What is paid for"), max_length=250)
    amount = blocks.IntegerBlock(label=_("Amount in đồng"), min_value=0)
    note = blocks.CharBlock(label=_("Note"), max_length=300, required=False)

    class Meta:
        icon = "tag"
        label = _("Fee")


class LegalBasisBlock(blocks.StructBlock):
    text = blocks.CharBlock(
        label=_("Legal document"), max_length=400, help_text=_("Form, number, date and what it rules.")
    )
    url = blocks.URLBlock(label=_("Address of its text"), required=False)

    class Meta:
        icon = "openquote"
        label = _("Legal basis")


class ProgressBlock(blocks.StructBlock):
    """What had been done by a day."""

    on = blocks.DateBlock(label=_("Date"))
    text = blocks.TextBlock(label=_("What was done"), rows=3, max_length=1000)

    class Meta:
        icon = "date"
        label = _("Note of progress")


class OpeningHoursBlock(blocks.StructBlock):
    days = blocks.CharBlock(label=_("Days"), max_length=100, help_text=_("For example: Monday to Friday"))
    hours = blocks.CharBlock(label=_("Hours"), max_length=100, help_text=_("For example: 7:00 to 17:00"))

    class Meta:
        icon = "time"
        label = _("Opening hours")


class PictureBlock(blocks.StructBlock):
    image = ImageChooserBlock(label=_("Image"))
    alt_text = blocks.CharBlock(label=_("Text alternative"), max_length=250)
    caption = blocks.CharBlock(label=_("Caption"), max_length=250, required=False)

    class Meta:
        icon = "image"
        label = _("Picture")


def step_block() -> blocks.RichTextBlock:
    return blocks.RichTextBlock(label=_("Step"), features=STEP_FEATURES)
