from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class OldAddress(models.Model):
    """An address that an agency's portal once answered, and where its content lives now (VL.30a).

    `path` is in the normal form of `tenants.old_addresses.normal_path`. The target is a page, wherever it moves to, or
    else `url`: a full address, or a path of the same portal.
    """

    agency = models.ForeignKey("tenants.Agency", models.CASCADE, related_name="old_addresses", verbose_name=_("agency"))
    path = models.CharField(_("old address"), max_length=500)
    page = models.ForeignKey(
        settings.WAGTAIL_PAGE_MODEL, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("page")
    )
    url = models.CharField(_("new address"), max_length=1000, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("old address")
        verbose_name_plural = _("old addresses")
        constraints = [
            models.UniqueConstraint(fields=["agency", "path"], name="old_address_once_an_agency"),
            models.CheckConstraint(
                name="old_address_leads_somewhere",
                condition=models.Q(page__isnull=False) | ~models.Q(url=""),
                violation_error_message=_("Name the page or the address that it leads to."),
            ),
        ]

    def __str__(self) -> str:
        return self.path
