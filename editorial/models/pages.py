from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import PagePermissionTester
from wagtail.search import index

from editorial.origin import OriginForm
from tenants.models import BasePage


class EditorialPage(BasePage):
    """Base of all page types: what goes live here goes through the board (TB.16.3, HY.8.2, VL.20.1b).

    Author and source are those that VL.15.1d asks for; a quotation carries the date of its original (VL.15.2b).
    """

    summary = models.TextField(_("summary"), max_length=500, blank=True)
    author_name = models.CharField(_("author"), max_length=120, blank=True)
    source_name = models.CharField(_("source"), max_length=200, blank=True)
    source_url = models.URLField(_("address of the source"), blank=True)
    original_date = models.DateField(
        _("date of the original"),
        null=True,
        blank=True,
        help_text=_(
            "The day on which a document was issued or decided, an event ended, or a quoted text first appeared. "
            "Timeliness is counted from it."
        ),
    )
    archived_at = models.DateTimeField(_("archived at"), null=True, blank=True, editable=False)

    origin_panel = MultiFieldPanel(
        [
            FieldPanel("author_name"),
            FieldPanel("source_name"),
            FieldPanel("source_url"),
            FieldPanel("original_date"),
        ],
        heading=_("Author and source"),
    )
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("summary"),
    ]

    base_form_class: ClassVar[type[OriginForm]] = OriginForm
    permission_tester: ClassVar[type[PagePermissionTester]]

    class Meta:
        abstract = True

    def permissions_for_user(self, user: Any) -> PagePermissionTester:
        return self.permission_tester(user, self)
