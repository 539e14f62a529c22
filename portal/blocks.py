"""The body of an article: few blocks, each with one clear meaning."""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

from editorial.origin import origin_gaps
from portal.pictures import images_for
from portal.video import HOSTS, Embed, embed_of

RICH_TEXT_FEATURES = ["bold", "italic", "ol", "ul", "link", "document-link", "superscript", "subscript"]


class PictureChooserBlock(ImageChooserBlock):
    """All images of a text come in one query with their pictures, and those in one more."""

    def bulk_to_python(self, values: list[int | None]) -> list[Any]:
        found = images_for("article", "lead").in_bulk([key for key in values if key is not None])
        return [copy(found[key]) if key in found else None for key in values]


class ImageWithCaptionBlock(blocks.StructBlock):
    image = PictureChooserBlock(label=_("Image"))
    alt_text = blocks.CharBlock(label=_("Text alternative"), max_length=250, required=False)
    caption = blocks.CharBlock(label=_("Caption"), max_length=250, required=False)

    class Meta:
        icon = "image"
        label = _("Image")
        template = "portal/blocks/image.html"


class VideoValue(blocks.StructValue):
    @property
    def embed(self) -> Embed | None:
        return embed_of(self.get("address") or "")

    @property
    def is_audio(self) -> bool:
        document = self.get("file")
        return document is not None and document.kind.group == "audio"


class VideoBlock(blocks.StructBlock):
    """A video or recording: an own file, or one on a host of portal/video.py that a click loads (VL.3.1, TN.3.1b).

    Whoever does not hear it reads its captions or its words; without either, the author states that nobody speaks.
    """

    title = blocks.CharBlock(label=_("What it shows"), max_length=200)
    file = DocumentChooserBlock(
        label=_("Video or recording"), required=False, help_text=_("A file MP4, WebM or MP3 of the library.")
    )
    address = blocks.CharBlock(
        label=_("Or its address elsewhere"),
        max_length=300,
        required=False,
        help_text=_("On YouTube or Vimeo. It is loaded only when a reader asks for it."),
    )
    poster = PictureChooserBlock(label=_("Picture before it starts"), required=False)
    captions = DocumentChooserBlock(
        label=_("Captions"), required=False, help_text=_("A WebVTT file (.vtt) of the library.")
    )
    transcript = blocks.TextBlock(label=_("What is said"), required=False)
    silent = blocks.BooleanBlock(label=_("Nobody speaks in it"), required=False)

    class Meta:
        icon = "media"
        label = _("Video or recording")
        template = "portal/blocks/video.html"
        value_class = VideoValue

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        errors = {name: ValidationError(text) for name, text in video_errors(cleaned)}
        if errors:
            raise blocks.StructBlockValidationError(block_errors=errors)
        return cleaned


def video_errors(value: VideoValue) -> Iterator[tuple[str, str]]:
    """(field, what is wrong there and what to do)."""
    file, address, captions = value["file"], value["address"], value["captions"]
    if bool(file) == bool(address):
        yield "file", gettext("Choose either a file or an address elsewhere.")
    if file and file.kind.group not in {"video", "audio"}:
        yield "file", gettext("This is no video and no recording. Choose a file MP4, WebM or MP3.")
    if address and value.embed is None:
        hosts = ", ".join(host.name for host in HOSTS)
        text = gettext("This is no address of a video on %(hosts)s. Copy it from the browser while the video is shown.")
        yield "address", text % {"hosts": hosts}
    if captions and captions.kind.ending != "vtt":
        yield "captions", gettext("Captions are a WebVTT file, whose name ends in .vtt.")
    if not (captions and file) and not value["transcript"].strip() and not value["silent"]:
        yield (
            "transcript",
            gettext("Write down what is said, or add captions to the file, or state that nobody speaks."),
        )


class QuoteBlock(blocks.StructBlock):
    """Words of somebody. Taken from elsewhere they carry author, source and the date of the original (VL.15.2b)."""

    text = blocks.TextBlock(label=_("Quotation"))
    attribution = blocks.CharBlock(label=_("Who said or wrote it"), max_length=200, required=False)
    source_name = blocks.CharBlock(
        label=_("Source"),
        max_length=200,
        required=False,
        help_text=_("Where it first appeared, if it is taken from elsewhere: newspaper, book, document."),
    )
    source_url = blocks.URLBlock(label=_("Address of the source"), required=False)
    original_date = blocks.DateBlock(label=_("Date of the original"), required=False)

    class Meta:
        icon = "openquote"
        label = _("Quotation")
        template = "portal/blocks/quote.html"

    PARTS = {"author": "attribution", "name": "source_name", "url": "source_url", "day": "original_date"}

    def clean(self, value: Any) -> Any:
        """A draft may lack what a submission must have."""
        cleaned = super().clean(value)
        gaps = () if self.is_deferred_validation else origin_gaps(**{k: cleaned[v] for k, v in self.PARTS.items()})
        errors = {self.PARTS[part]: ValidationError(text) for part, text in gaps}
        if errors:
            raise blocks.StructBlockValidationError(block_errors=errors)
        return cleaned


class BodyBlock(blocks.StreamBlock):
    heading = blocks.CharBlock(label=_("Heading"), icon="title", max_length=200, template="portal/blocks/heading.html")
    paragraph = blocks.RichTextBlock(label=_("Text"), features=RICH_TEXT_FEATURES)
    image = ImageWithCaptionBlock()
    quote = QuoteBlock()
    video = VideoBlock()
    document = DocumentChooserBlock(label=_("File"), template="portal/blocks/document.html")
