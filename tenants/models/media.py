from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, Document, DocumentQuerySet
from wagtail.images.models import AbstractImage, AbstractRendition, Image, ImageQuerySet
from wagtail.search import index

from tenants.file_kinds import KINDS, UNKNOWN, FileKind
from tenants.storage import document_path, hashed_upload_path, private_storage
from tenants.visibility import VisibleManager, narrow_to_work


class AgencyMedia(models.Model):
    """What images and documents share: the agency that they belong to, and whether other portals may show them.

    The agency is that of the collection: a database trigger fills it in (tenants/migrations/0007_media_agency.py).
    """

    agency = models.ForeignKey("tenants.Agency", models.PROTECT, editable=False, related_name="+", null=True)
    shared = models.BooleanField(
        _("shared with the other portals of the province"), default=False, help_text=_("Other agencies may use it.")
    )

    class Meta:
        abstract = True


class PortalImage(AgencyMedia, AbstractImage):
    """An image of one agency, kept in private storage under a name that carries its content's hash."""

    alt_text = models.CharField(_("text alternative"), max_length=250, blank=True)

    admin_form_fields = (*Image.admin_form_fields, "alt_text", "shared")
    search_fields = [*AbstractImage.search_fields, index.FilterField("agency"), index.FilterField("shared")]

    objects = VisibleManager.from_queryset(ImageQuerySet)()

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")
        indexes = [models.Index(fields=["file"], name="image_file")]

    def __str__(self) -> str:
        return self.title

    def get_upload_to(self, filename: str) -> str:
        return hashed_upload_path("images", self.file.file, filename)

    @property
    def default_alt_text(self) -> str:
        return self.alt_text


class PortalRendition(AbstractRendition):
    image = models.ForeignKey(PortalImage, models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)
        indexes = [models.Index(fields=["file"], name="rendition_file")]


class PortalDocument(AgencyMedia, AbstractDocument):
    """A file of one agency. The file itself lies in private storage; `/media/` decides who may have it."""

    file = models.FileField(upload_to=document_path, storage=private_storage, verbose_name=_("file"))

    admin_form_fields = (*Document.admin_form_fields, "shared")
    search_fields = [*AbstractDocument.search_fields, index.FilterField("agency"), index.FilterField("shared")]

    objects = VisibleManager.from_queryset(DocumentQuerySet)()

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        indexes = [models.Index(fields=["file"], name="document_file")]

    def __str__(self) -> str:
        return self.title

    @property
    def url(self) -> Any:
        return f"/media/{self.file.name}"

    @property
    def kind(self) -> FileKind:
        """What it is; the upload made sure that the name does not lie."""
        return KINDS.get(self.file_extension.lower(), UNKNOWN)

    @property
    def format_label(self) -> str:
        """How people call its format: PDF, DOCX …"""
        return self.kind.label or self.file_extension.upper()

    @property
    def is_open_format(self) -> bool:
        return self.kind.is_open


class ReadingState(models.TextChoices):
    WAITING = "waiting", _("is being read")
    DONE = "done", _("read")
    FAILED = "failed", _("cannot be read")
    TOO_LARGE = "too_large", _("too large to be read")


class DocumentText(models.Model):
    """The words of a document's file, for the search (VL.9.1, TB.6). Written by a job (tenants/document_texts.py).

    `file`: the stored name that was read; another content has another name, so a row that names another file is old.
    `detail`: why it could not be read, for the operator.
    """

    document = models.OneToOneField(PortalDocument, models.CASCADE, primary_key=True, related_name="read_text")
    file = models.CharField(max_length=100)
    file_hash = models.CharField(max_length=40, blank=True, db_index=True)
    text = models.TextField(blank=True)
    state = models.CharField(max_length=9, choices=ReadingState.choices, default=ReadingState.WAITING)
    detail = models.CharField(max_length=250, blank=True)
    read_at = models.DateTimeField()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("text of a document")
        verbose_name_plural = _("texts of documents")

    def __str__(self) -> str:
        return f"{self.file}: {self.state}"


narrow_to_work(PortalImage)
narrow_to_work(PortalDocument)
