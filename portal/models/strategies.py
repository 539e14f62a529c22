from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.fields import StreamField
from wagtail.models import PageManager
from wagtail.query import PageQuerySet
from wagtail.search import index

from editorial.models import EditorialPage
from portal.blocks import BodyBlock, ImageWithCaptionBlock
from portal.force import Stage, plain_number, stage_on
from portal.models.content import ContentPage, Fact, Listing, WithFiles
from portal.models.documents import DraftForm, WithDocuments
from tenants.models import BasePage

YEARS = [MinValueValidator(1945), MaxValueValidator(2200)]


class Sort(models.TextChoices):
    STRATEGY = "strategy", _("Strategy")
    ORIENTATION = "orientation", _("Orientation")
    MASTER_PLAN = "master_plan", _("Master plan")
    PLAN = "plan", _("Development plan")


class StrategyQuerySet(PageQuerySet):
    def in_stage(self, stage: str, on: date) -> StrategyQuerySet:
        """Twin of `StrategyPage.stage_on`."""
        decided = Q(decided_on__lte=on)
        begun = Q(first_year=None) | Q(first_year__lte=on.year)
        unended = Q(last_year=None) | Q(last_year__gte=on.year)
        where = {
            Stage.DRAFT: Q(decided_on=None) | Q(decided_on__gt=on),
            Stage.APPROVED: decided & Q(first_year__gt=on.year),
            Stage.RUNNING: decided & begun & unended,
            Stage.ENDED: decided & begun & Q(last_year__lt=on.year),
        }
        return self.filter(where[Stage(stage)])


class StrategyPage(WithDocuments, WithFiles, ContentPage):
    """A strategy, an orientation, a master plan or a development plan (NB.7.1dd, TN.4.6)."""

    kind = "strategy"
    home_sections = ("strategies",)
    listing = Listing(
        template="portal/listings/strategies.html",
        order=("-first_year", "-decided_on", "-pk"),
        defer=("body", "files", "documents", "maps"),
    )
    schema_type = "Report"
    template = "portal/kinds/strategy.html"
    base_form_class = DraftForm
    drafting = False

    sort = models.CharField(_("what it is"), max_length=12, choices=Sort.choices)
    issuer = models.CharField(_("who decides it"), max_length=200)
    number = models.CharField(_("number of the decision"), max_length=60, blank=True)
    decided_on = models.DateField(_("decided on"), null=True, blank=True, help_text=_("Empty while it is in draft"))
    first_year = models.PositiveSmallIntegerField(_("from the year"), null=True, validators=YEARS)
    last_year = models.PositiveSmallIntegerField(_("to the year"), null=True, blank=True, validators=YEARS)
    area = models.CharField(_("field or area"), max_length=200, help_text=_("Such as: Transport, Phố Hiến urban area"))
    body = StreamField(BodyBlock(), verbose_name=_("text"), blank=True)
    maps = StreamField(
        [("image", ImageWithCaptionBlock()), ("file", DocumentChooserBlock(label=_("file")))],
        verbose_name=_("maps"),
        blank=True,
    )

    objects = PageManager.from_queryset(StrategyQuerySet)()

    content_panels: ClassVar[list[Any]] = [
        *BasePage.content_panels,
        FieldPanel("summary"),
        MultiFieldPanel([FieldPanel("sort"), FieldPanel("area")], heading=_("Subject matter")),
        MultiFieldPanel(
            [FieldPanel("first_year"), FieldPanel("last_year")], heading=pgettext_lazy("of a plan", "Years")
        ),
        MultiFieldPanel([FieldPanel("issuer"), FieldPanel("number"), FieldPanel("decided_on")], heading=_("Decision")),
        FieldPanel("body"),
        FieldPanel("maps"),
        WithDocuments.documents_panel,
        WithFiles.files_panel,
        EditorialPage.origin_panel,
    ]
    search_fields = [
        *EditorialPage.search_fields,
        index.SearchField("number"),
        index.SearchField("area"),
        index.SearchField("body"),
    ]

    class Meta:
        verbose_name = _("strategy or plan")
        verbose_name_plural = _("strategies and plans")

    def clean(self) -> None:
        super().clean()
        self.number = plain_number(self.number)
        errors = {}
        if self.first_year and self.last_year and self.last_year < self.first_year:
            errors["last_year"] = gettext("This is before the first year. Check both years.")
        if not self.drafting and self.decided_on and not self.number:
            errors["number"] = gettext("What has been decided has a number: give it as on the decision.")
        if not self.drafting and not self.body and not self.files:
            errors["body"] = gettext("Paste the full text here, or attach the document as a file.")
        if errors:
            raise ValidationError(errors)

    def facts(self) -> list[Fact]:
        return [
            Fact("sort", _("what it is"), self.get_sort_display()),
            Fact("area", _("field or area"), self.area),
            Fact("period", _("years"), self.period),
            Fact("issuer", _("who decides it"), self.issuer),
            Fact("number", _("number of the decision"), self.number),
            Fact("decided_on", _("decided on"), self.decided_on),
        ]

    @property
    def period(self) -> str:
        if self.first_year is None or self.last_year is None or self.first_year == self.last_year:
            return str(self.first_year or self.last_year or "")
        return f"{self.first_year}–{self.last_year}"

    def stage_on(self, day: date) -> Stage:
        return stage_on(day, decided=self.decided_on, first_year=self.first_year, last_year=self.last_year)

    @property
    def stage(self) -> Stage:
        """Its stage today."""
        return self.stage_on(timezone.localdate())

    def shown_date(self) -> date | None:
        return self.decided_on or super().shown_date()

    def origin_date(self) -> date | None:
        return self.decided_on

    def official_number(self) -> str:
        return self.number

    def reader_context(self, request: HttpRequest) -> dict[str, Any]:
        return {**super().reader_context(request), "documents": self.live_documents()}
