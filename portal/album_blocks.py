"""What an album holds. Who cannot see or hear it has its words: a text alternative, a transcript, captions."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

from editorial.origin import OriginForm

SOUND = (".mp3", ".m4a", ".ogg", ".oga", ".opus", ".wav", ".flac")
FILM = (".mp4", ".webm", ".ogv")
CAPTIONS = (".vtt",)
"""Names of files that browsers play without a program of their own."""


class Medium(models.TextChoices):
    PHOTO = "photo", _("photographs")
    AUDIO = "audio", _("recordings")
    VIDEO = "video", _("films")


class PhotoBlock(blocks.StructBlock):
    image = ImageChooserBlock(label=_("Picture"))
    alt_text = blocks.CharBlock(
        label=_("Text alternative"), max_length=250, help_text=_("What is to be seen, for those who do not see it.")
    )
    caption = blocks.CharBlock(label=_("Caption"), max_length=250, required=False)
    author = blocks.CharBlock(label=_("Photographer"), max_length=120, required=False)

    class Meta:
        icon = "image"
        label = _("Photograph")


class PlayedBlock(blocks.StructBlock):
    """What is played. Its file is one that browsers play, and its words are there to read."""

    title = blocks.CharBlock(label=_("Title"), max_length=200)
    author = blocks.CharBlock(label=_("Author or performer"), max_length=160, required=False)

    endings: tuple[str, ...] = ()

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        errors = self.errors_of(cleaned)
        if errors:
            raise StructBlockValidationError(block_errors=errors)
        return cleaned

    def errors_of(self, value: Any) -> dict[str, ValidationError]:
        return ending_error("file", value["file"], self.endings)


class RecordingBlock(PlayedBlock):
    file = DocumentChooserBlock(label=_("Recording"))
    transcript = blocks.TextBlock(
        label=_("Transcript"), help_text=_("What is said or sung, for those who do not hear it."), rows=4
    )

    endings = SOUND

    class Meta:
        icon = "media"
        label = _("Recording")


class FilmBlock(PlayedBlock):
    file = DocumentChooserBlock(label=_("Film"))
    captions = DocumentChooserBlock(label=_("Captions (WebVTT file)"), required=False)
    transcript = blocks.TextBlock(label=_("Transcript"), required=False, rows=4)

    endings = FILM

    class Meta:
        icon = "media"
        label = _("Film")

    def errors_of(self, value: Any) -> dict[str, ValidationError]:
        errors = super().errors_of(value) | ending_error("captions", value["captions"], CAPTIONS)
        if not value["captions"] and not value["transcript"]:
            errors["transcript"] = ValidationError(gettext("Give a transcript or a file of captions."))
        return errors


class ItemsBlock(blocks.StreamBlock):
    photo = PhotoBlock()
    audio = RecordingBlock()
    video = FilmBlock()


def ending_error(name: str, document: Any, endings: tuple[str, ...]) -> dict[str, ValidationError]:
    """An error at the field when a file's name has another ending."""
    if document is None or PurePosixPath(document.filename).suffix.lower() in endings:
        return {}
    message = gettext("Browsers do not play this file. Choose one of: %(endings)s.") % {"endings": ", ".join(endings)}
    return {name: ValidationError(message)}


class AlbumForm(OriginForm):
    """An album holds what its kind says; one of photographs has a cover, or it would stand in its list alone."""

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean()
        items, medium = data.get("items"), data.get("medium")
        if items and medium and any(block.block_type != medium for block in items):
            self.add_error(
                "medium", gettext("The album holds something of another kind. Choose its kind, or take it out.")
            )
        first = next((block.value for block in items or () if block.block_type == Medium.PHOTO), None)
        if first and not data.get("image"):
            data["image"], data["image_alt"] = first["image"], first["alt_text"]
        return data
