from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from editorial.models import EditorialPage
from portal.blocks import BodyBlock
from portal.force import plain_number
from portal.models.content import ContentPage, Fact, Listing, WithFiles
from portal.models.documents import DraftForm, WithDocuments
from tenants.models import BasePage


class Act(models.TextChoices):
    """Acts of direction that TN.4.2, NB.7.1c and TN.16.1b name."""

    WRITTEN = "written", _("Directive in writing")
    CONCLUSION = "conclusion", _("Notice of a conclusion")
    TELEGRAM = "telegram", _("Official telegram")
    STATEMENT = "statement", _("Official statement")
    REPLY = "reply", _("Reply to a petition")


NUMBERED = frozenset({Act.WRITTEN, Act.CONCLUSION, Act.TELEGRAM})


class DirectivePage(WithDocuments, WithFiles, ContentPage):
    """What the agency and its leaders direct, state officially, or reply to petitions (NB.7.1c, TN.4.2, TN.16.1b)."""

    kind = "directive"
    home_sections = ("directives", "announcements")
    listing = Listing(
        template="portal/listings/directives.html",
        order=("-issued_on", "-pk"),
        defer=("body", "files", "documents"),
    )
    schema_type = "DigitalDocument"
    template = "portal/kinds/with_documents.html"
    base_form_class = DraftForm
    drafting = False

    act = models.CharField(_("kind of act"), max_length=10, choices=Act.choices)
    number = models.CharField(_("number and code"), max_length=60, blank=True)
    issued_on = models.DateField(_("issued or said on"), null=True)
    issued_by = models.CharField(_("who issued or said it"), max_length=200)
    issued_by_title = models.CharField(_("position"), max_length=200, blank=True)
    addressed_to = models.CharField(
        _("addressed to"), max_length=300, blank=True, help_text=_("Who carries it out, or whose petition is answered")
    )
    occasion = models.CharField(
        _("occasion"), max_length=300, blank=True, help_text=_("At which meeting or to whom it was said, or the matter")
    )
    due_on = models.DateField(
        _("to be carried out by"), null=True, blank=True, help_text=_("Empty where no time is set")
    )
    body = StreamField(BodyBlock(), verbose_name=_("text"), blank=True)

    content_panels: ClassVar[list[Any]] = [
        *BasePage.content_panels,
        FieldPanel("summary"),
        MultiFieldPanel([FieldPanel("act"), FieldPanel("number"), FieldPanel("issued_on")], heading=_("Kind of act")),
        MultiFieldPanel(
            [FieldPanel("issued_by"), FieldPanel("issued_by_title"), FieldPanel("occasion")], heading=_("By whom")
        ),
        MultiFieldPanel([FieldPanel("addressed_to"), FieldPanel("due_on")], heading=_("For whom")),
        FieldPanel("body"),
        WithDocuments.documents_panel,
        WithFiles.files_panel,
        EditorialPage.origin_panel,
    ]
    search_fields = [
        *EditorialPage.search_fields,
        index.SearchField("number"),
        index.SearchField("issued_by"),
        index.SearchField("body"),
    ]

    class Meta:
        verbose_name = _("directive or statement")
        verbose_name_plural = _("directives and statements")
        indexes = [models.Index(fields=["-issued_on"], name="directive_issued")]

    def clean(self) -> None:
        super().clean()
        self.number = plain_number(self.number)
        errors = {}
        if self.issued_on and self.due_on and self.due_on < self.issued_on:
            errors["due_on"] = gettext("This is before the day of issue. Check both dates.")
        if not self.drafting:
            errors |= self._missing()
        if errors:
            raise ValidationError(errors)

    def _missing(self) -> dict[str, str]:
        if self.act in NUMBERED and not self.number:
            return {"number": gettext("What is issued in writing has a number: give it as on the document.")}
        if self.act == Act.STATEMENT and not self.occasion:
            return {"occasion": gettext("Say on which occasion the statement was made.")}
        if not self.body and not self.files:
            return {"body": gettext("Paste the full text here, or attach the document as a file.")}
        return {}

    @property
    def is_statement(self) -> bool:
        return self.act == Act.STATEMENT

    def facts(self) -> list[Fact]:
        said = self.is_statement
        return [
            Fact("act", _("kind of act"), self.get_act_display()),
            Fact("number", _("number and code"), self.number),
            Fact("issued_on", _("said on") if said else _("issued on"), self.issued_on),
            Fact("issued_by", _("speaker") if said else _("issued by"), self.issued_by),
            Fact("issued_by_title", _("position"), self.issued_by_title),
            Fact("occasion", _("occasion"), self.occasion),
            Fact("addressed_to", _("addressed to"), self.addressed_to),
            Fact("due_on", _("to be carried out by"), self.due_on),
        ]

    def shown_date(self) -> date | None:
        return self.issued_on

    def origin_date(self) -> date | None:
        return self.issued_on

    def official_number(self) -> str:
        return self.number

    def reader_context(self, request: HttpRequest) -> dict[str, Any]:
        return {**super().reader_context(request), "documents": self.live_documents()}
