from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, Document, DocumentQuerySet
from wagtail.images.models import AbstractImage, AbstractRendition, Image, ImageQuerySet
from wagtail.search import index

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


narrow_to_work(PortalImage)
narrow_to_work(PortalDocument)
