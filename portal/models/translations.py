from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Translation(models.Model):
    """That a page is the translation of another, and of which version of it (VL.3.7, NB.7.2).

    `follows`: the version of the original that readers' translation says what it says. `next_follows`: the one that
    the draft follows; it takes the other's place when the board has decided and the draft goes live.
    """

    page = models.OneToOneField(
        settings.WAGTAIL_PAGE_MODEL, models.CASCADE, primary_key=True, related_name="translation_row"
    )
    original = models.ForeignKey(settings.WAGTAIL_PAGE_MODEL, models.CASCADE, related_name="translation_rows")
    follows = models.ForeignKey("wagtailcore.Revision", models.SET_NULL, null=True, related_name="+")
    next_follows = models.ForeignKey("wagtailcore.Revision", models.SET_NULL, null=True, related_name="+")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(_("made at"))

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("translation")
        verbose_name_plural = _("translations")

    def __str__(self) -> str:
        return f"{self.original_id} → {self.page_id}"
