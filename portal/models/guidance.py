from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from editorial.models import EditorialPage
from portal.blocks import RICH_TEXT_FEATURES, BodyBlock
from portal.models.content import ContentPage, Fact, Listing, WithFiles
from portal.models.documents import DraftForm, WithDocuments
from tenants.models import BasePage


class QuestionBlock(blocks.StructBlock):
    question = blocks.CharBlock(label=_("question"), max_length=300)
    answer = blocks.RichTextBlock(label=_("answer"), features=RICH_TEXT_FEATURES)

    class Meta:
        icon = "help"
        label = _("question and answer")


class GuidancePage(WithDocuments, WithFiles, ContentPage):
    """Guidance on how law and policy are carried out in the agency's field (NB.7.1d, TN.4.3)."""

    kind = "guidance"
    home_sections = ("guidance", "procedures")
    listing = Listing(
        template="portal/listings/guidance.html",
        order=("-first_published_at", "-pk"),
        defer=("body", "files", "documents", "questions"),
    )
    schema_type = "Guide"
    template = "portal/kinds/guidance.html"
    base_form_class = DraftForm
    drafting = False

    field = models.CharField(_("field of law"), max_length=120, help_text=_("Such as: Land, Labour, Civil status"))
    audience = models.CharField(
        _("for whom"), max_length=200, help_text=_("Such as: Households that build, Young parents, Small enterprises")
    )
    reviewed_on = models.DateField(
        _("checked against the law on"), null=True, blank=True, help_text=_("The last day on which it was still right")
    )
    body = StreamField(BodyBlock(), verbose_name=_("text"), blank=True)
    questions = StreamField([("question", QuestionBlock())], verbose_name=_("questions and answers"), blank=True)

    content_panels: ClassVar[list[Any]] = [
        *BasePage.content_panels,
        FieldPanel("summary"),
        MultiFieldPanel(
            [FieldPanel("field"), FieldPanel("audience"), FieldPanel("reviewed_on")], heading=_("Subject matter")
        ),
        FieldPanel("body"),
        FieldPanel("questions"),
        WithDocuments.documents_panel,
        WithFiles.files_panel,
        EditorialPage.origin_panel,
    ]
    search_fields = [
        *EditorialPage.search_fields,
        index.SearchField("field"),
        index.SearchField("audience"),
        index.SearchField("body"),
        index.SearchField("questions"),
    ]

    class Meta:
        verbose_name = _("guidance on law")
        verbose_name_plural = _("guidance on law")
        indexes = [GinIndex(fields=["documents"], opclasses=["jsonb_path_ops"], name="guidance_documents")]

    def clean(self) -> None:
        super().clean()
        if not self.drafting and not self.body and not self.questions:
            raise ValidationError({"body": gettext("Write the guidance here, or as questions and answers below.")})

    def facts(self) -> list[Fact]:
        return [
            Fact("field", _("field of law"), self.field),
            Fact("audience", _("for whom"), self.audience),
            Fact("reviewed_on", _("checked against the law on"), self.reviewed_on),
        ]

    def reader_context(self, request: HttpRequest) -> dict[str, Any]:
        return {**super().reader_context(request), "documents": self.live_documents()}
