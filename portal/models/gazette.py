from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.search import index

from editorial.models import EditorialPage
from portal.models.content import ContentPage, Fact, Listing, WithFiles
from portal.models.documents import DraftForm, WithDocuments, WithStandIn
from tenants.models import BasePage


class GazetteIssuePage(WithStandIn, WithDocuments, WithFiles, ContentPage):
    """An issue of the official gazette, with the legal documents that it carries (VL.3.6a, TN.3.2h)."""

    kind = "gazette_issue"
    home_sections = ("gazette", "legal_documents")
    stand_in = ("legal_documents", "gazette")
    listing = Listing(template="portal/listings/gazette_issues.html", order=("-issued_on", "-pk"), defer=("files",))
    schema_type = "PublicationIssue"
    template = "portal/kinds/gazette_issue.html"
    base_form_class = DraftForm
    drafting = False

    number = models.CharField(_("number of the issue"), max_length=60, help_text=_("Such as 15, or 15 + 16"))
    issued_on = models.DateField(_("date of the issue"), null=True)

    content_panels: ClassVar[list[Any]] = [
        *BasePage.content_panels,
        FieldPanel("summary"),
        MultiFieldPanel([FieldPanel("number"), FieldPanel("issued_on")], heading=_("Issue of the gazette")),
        WithDocuments.documents_panel,
        WithFiles.files_panel,
        EditorialPage.origin_panel,
    ]
    search_fields = [*EditorialPage.search_fields, index.SearchField("number")]

    class Meta:
        verbose_name = _("gazette issue")
        verbose_name_plural = _("gazette issues")
        indexes = [GinIndex(fields=["documents"], opclasses=["jsonb_path_ops"], name="gazette_issue_documents")]

    def facts(self) -> list[Fact]:
        return [
            Fact("number", _("number of the issue"), self.number),
            Fact("issued_on", _("date of the issue"), self.issued_on),
        ]

    def shown_date(self) -> date | None:
        return self.issued_on

    def origin_date(self) -> date | None:
        return self.issued_on

    def official_number(self) -> str:
        return self.number

    def how_many(self) -> int:
        """Documents that it names, without a query."""
        return len(self.documents.raw_data)

    def reader_context(self, request: HttpRequest) -> dict[str, Any]:
        return {**super().reader_context(request), "documents": self.live_documents()}
