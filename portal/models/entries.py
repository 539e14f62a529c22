from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Entry(models.Model):
    """What readers, search, feeds and the API are told of one published page without opening it.

    Written in the transaction that publishes a version, from that version (portal/catalogue.py); it holds only what
    the page's own row lacks. Whether the page is live, whose it is and where it stands is asked of the page: so
    nothing here can outlive a withdrawal or a merger.
    """

    page = models.OneToOneField(settings.WAGTAIL_PAGE_MODEL, models.CASCADE, primary_key=True, related_name="entry")
    revision = models.ForeignKey("wagtailcore.Revision", models.SET_NULL, null=True, related_name="+")
    kind = models.CharField(_("kind"), max_length=30)
    dated_on = models.DateField(_("date"), null=True)
    origin_on = models.DateField(_("date of the original"), null=True)
    number = models.CharField(_("number"), max_length=120, blank=True)
    summary = models.TextField(_("summary"), blank=True)
    image = models.ForeignKey("tenants.PortalImage", models.SET_NULL, null=True, related_name="+")
    image_alt = models.CharField(max_length=250, blank=True)
    text = models.TextField(_("text"), blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("entry of the catalogue")
        verbose_name_plural = _("entries of the catalogue")
        indexes = [
            models.Index(fields=["kind", "-dated_on"], name="entry_kind_dated"),
            models.Index(fields=["number"], name="entry_number"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.page_id}"
