from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from editorial.models import EditorialPage
from portal.blocks import BodyBlock
from portal.models.content import ContentPage, Fact, Listing, WithFiles
from portal.official_links import state_address
from portal.service_blocks import ProgressBlock
from portal.templatetags.amounts import money
from tenants.models import BasePage
from tenants.page_choosers import OwnPageChooserPanel

BUDGET = {"null": True, "validators": [MinValueValidator(0)]}
"""An amount of money in whole units of its currency."""


class Currency(models.TextChoices):
    VND = "VND", "VND"
    USD = "USD", "USD"
    EUR = "EUR", "EUR"
    JPY = "JPY", "JPY"
    KRW = "KRW", "KRW"


class ProjectStatus(models.IntegerChoices):
    """In the order in which lists show them (NB.7.1g)."""

    PREPARING = 1, _("in preparation")
    RUNNING = 2, _("under way")
    FINISHED = 3, _("finished")


class ProjectKind(models.TextChoices):
    PUBLIC = "public", _("public investment")
    ODA = "oda", _("ODA, foreign concessional loan")
    FOREIGN = "foreign", _("foreign investment")
    PRIVATE = "private", _("private investment")
    PPP = "ppp", _("public-private partnership")
    OTHER = "other", _("other kind of project")


class Funding(models.TextChoices):
    STATE = "state", _("state budget")
    ODA = "oda", _("ODA loan or grant")
    PRIVATE = "private", _("investor's own funds")
    CREDIT = "credit", _("credit")
    MIXED = "mixed", _("several sources")


def period(first: date | None, last: date | None) -> str:
    """Such as "01/2026 – 12/2028"; empty without a beginning."""
    if first is None:
        return ""
    return f"{first:%m/%Y} – {last:%m/%Y}" if last else f"{first:%m/%Y} –"


def ends_in_order(first: Any, last: Any, field: str = "ends_on") -> dict[str, Any]:
    """The error of an end that stands before its beginning, by field."""
    if first and last and last < first:
        return {field: _("This lies before the beginning.")}
    return {}


class ProjectPage(WithFiles, ContentPage):
    """A project that is prepared, runs or is finished, with all that NB.7.1g asks for (TN.4.6)."""

    kind = "project"
    home_sections = ("projects",)
    schema_type = "Project"
    template = "portal/kinds/project.html"
    listing = Listing(
        template="portal/listings/projects.html",
        order=("status", "-starts_on", "-pk"),
        defer=("body", "progress", "files", "aim"),
    )

    aim = models.TextField(_("aim"), max_length=2000)
    field = models.CharField(
        _("field"), max_length=120, help_text=_("For example: transport, irrigation. Write it alike.")
    )
    project_kind = models.CharField(_("kind of project"), max_length=20, choices=ProjectKind)
    status = models.PositiveSmallIntegerField(_("status"), choices=ProjectStatus, null=True)
    starts_on = models.DateField(_("from"), null=True)
    ends_on = models.DateField(_("until"), null=True)
    budget = models.BigIntegerField(_("budget"), **BUDGET)
    currency = models.CharField(_("currency"), max_length=3, choices=Currency, default=Currency.VND)
    funding = models.CharField(_("kind of funding"), max_length=20, choices=Funding)
    sponsor = models.CharField(_("sponsor or investor"), max_length=250)
    place = models.CharField(_("place"), max_length=250, blank=True)
    body = StreamField(BodyBlock(), verbose_name=_("text"), blank=True)
    progress = StreamField([("note", ProgressBlock())], verbose_name=_("progress"), blank=True)

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("summary"),
        MultiFieldPanel(
            [FieldPanel("aim"), FieldPanel("field"), FieldPanel("project_kind"), FieldPanel("place")],
            heading=_("The project"),
        ),
        MultiFieldPanel(
            [FieldPanel("status"), FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on")])],
            heading=_("Status and duration"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("budget"), FieldPanel("currency")]),
                FieldPanel("funding"),
                FieldPanel("sponsor"),
            ],
            heading=_("Money"),
        ),
        FieldPanel("body"),
        FieldPanel("progress"),
        WithFiles.files_panel,
        EditorialPage.origin_panel,
    ]
    search_fields = [
        *EditorialPage.search_fields,
        index.SearchField("aim"),
        index.SearchField("field"),
        index.SearchField("sponsor"),
        index.SearchField("place"),
        index.SearchField("body"),
    ]

    class Meta:
        verbose_name = _("project")
        verbose_name_plural = _("projects")

    def clean(self) -> None:
        super().clean()
        if errors := ends_in_order(self.starts_on, self.ends_on):
            raise ValidationError(errors)

    @property
    def duration(self) -> str:
        return period(self.starts_on, self.ends_on)

    @property
    def budget_text(self) -> str:
        return money(self.budget, self.currency)

    def facts(self) -> list[Fact]:
        return [
            Fact("aim", _("aim"), self.aim),
            Fact("field", _("field"), self.field),
            Fact("project_kind", _("kind of project"), capfirst(self.get_project_kind_display())),
            Fact("status", _("status"), capfirst(self.get_status_display() or "")),
            Fact("duration", _("duration"), self.duration),
            Fact("budget", _("budget"), self.budget_text),
            Fact("funding", _("kind of funding"), capfirst(self.get_funding_display())),
            Fact("sponsor", _("sponsor or investor"), self.sponsor),
            Fact("place", _("place"), self.place),
        ]

    def reader_context(self, request: HttpRequest) -> dict[str, Any]:
        """Newest note of progress first, and the tenders of the project that are published."""
        notes = sorted((row.value for row in self.progress), key=lambda note: note["on"], reverse=True)
        tenders = TenderPage.objects.live().filter(project=self, agency=self.agency_id).order_by("-closes_at")
        return {**super().reader_context(request), "progress": notes, "tenders": list(tenders)}


class Selection(models.TextChoices):
    """Forms of selecting a contractor."""

    OPEN = "open", _("open bidding")
    LIMITED = "limited", _("limited bidding")
    DIRECT = "direct", _("direct appointment")
    QUOTATION = "quotation", _("competitive quotation")
    PURCHASE = "purchase", _("direct purchase")
    SELF = "self", _("own performance")
    ORDER = "order", _("order of a task")
    SPECIAL = "special", _("special case")


class TenderState(models.TextChoices):
    UPCOMING = "upcoming", _("not open yet")
    OPEN = "open", _("open for bids")
    EVALUATION = "evaluation", _("closed, being evaluated")
    AWARDED = "awarded", _("awarded")
    CANCELLED = "cancelled", _("cancelled")


class TenderPage(WithFiles, ContentPage):
    """One package of a tender or public purchase; what state it is in follows from its times (TN.4.6)."""

    kind = "tender"
    home_sections = ("projects",)
    schema_type = "WebPage"
    template = "portal/kinds/tender.html"
    listing = Listing(
        template="portal/listings/tenders.html",
        order=("-closes_at", "-pk"),
        defer=("body", "files"),
    )

    number = models.CharField(_("number of the invitation"), max_length=60, blank=True)
    project = models.ForeignKey(
        "portal.ProjectPage", models.SET_NULL, null=True, blank=True, related_name="tenders", verbose_name=_("project")
    )
    procuring_entity = models.CharField(_("procuring entity"), max_length=250)
    selection = models.CharField(_("form of selection"), max_length=20, choices=Selection)
    estimated_price = models.BigIntegerField(_("estimated price in đồng"), **BUDGET)
    opens_at = models.DateTimeField(_("bids are taken from"), null=True)
    closes_at = models.DateTimeField(_("bids are taken until"), null=True)
    network_url = models.URLField(
        _("on the national tender network"),
        blank=True,
        validators=[state_address],
        help_text=_("The address of this invitation there."),
    )
    winner = models.CharField(_("winner"), max_length=250, blank=True)
    winning_price = models.BigIntegerField(_("winning price in đồng"), **(BUDGET | {"blank": True}))
    awarded_on = models.DateField(_("awarded on"), null=True, blank=True)
    cancelled = models.CharField(
        _("cancelled because"), max_length=300, blank=True, help_text=_("Empty: it is not cancelled.")
    )
    body = StreamField(BodyBlock(), verbose_name=_("text"), blank=True)

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("summary"),
        MultiFieldPanel(
            [
                FieldPanel("number"),
                OwnPageChooserPanel("project", "portal.ProjectPage"),
                FieldPanel("procuring_entity"),
                FieldPanel("selection"),
                FieldPanel("estimated_price"),
            ],
            heading=_("The package"),
        ),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("opens_at"), FieldPanel("closes_at")]), FieldPanel("network_url")],
            heading=_("Bids"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("winner"),
                FieldRowPanel([FieldPanel("winning_price"), FieldPanel("awarded_on")]),
                FieldPanel("cancelled"),
            ],
            heading=_("Outcome"),
        ),
        FieldPanel("body"),
        WithFiles.files_panel,
        EditorialPage.origin_panel,
    ]
    search_fields = [
        *EditorialPage.search_fields,
        index.SearchField("number"),
        index.SearchField("procuring_entity"),
        index.SearchField("winner"),
        index.SearchField("body"),
    ]

    class Meta:
        verbose_name = _("tender or public purchase")
        verbose_name_plural = _("tenders and public purchases")

    def clean(self) -> None:
        super().clean()
        errors: dict[str, Any] = ends_in_order(self.opens_at, self.closes_at, "closes_at")
        if self.winner and self.winning_price is None:
            errors["winning_price"] = _("Give the price at which the package was awarded.")
        if not self.winner and (self.winning_price is not None or self.awarded_on):
            errors["winner"] = _("Say who won, or leave price and date of the award empty.")
        if self.awarded_on and self.closes_at and self.awarded_on < timezone.localdate(self.closes_at):
            errors["awarded_on"] = _("A package is awarded after bids have closed.")
        if errors:
            raise ValidationError(errors)

    def official_number(self) -> str:
        return self.number

    def state_at(self, now: datetime) -> TenderState:
        if self.cancelled:
            return TenderState.CANCELLED
        if self.winner:
            return TenderState.AWARDED
        if self.opens_at and now < self.opens_at:
            return TenderState.UPCOMING
        if self.closes_at and now < self.closes_at:
            return TenderState.OPEN
        return TenderState.EVALUATION

    @property
    def state(self) -> TenderState:
        return self.state_at(timezone.now())

    def facts(self) -> list[Fact]:
        return [
            Fact("number", _("number of the invitation"), self.number),
            Fact("procuring_entity", _("procuring entity"), self.procuring_entity),
            Fact("selection", _("form of selection"), capfirst(self.get_selection_display())),
            Fact("estimated_price", _("estimated price"), money(self.estimated_price)),
            Fact("opens_at", _("bids are taken from"), self.opens_at),
            Fact("closes_at", _("bids are taken until"), self.closes_at),
            Fact("winner", _("winner"), self.winner),
            Fact("winning_price", _("winning price"), money(self.winning_price)),
            Fact("awarded_on", _("awarded on"), self.awarded_on),
            Fact("cancelled", _("cancelled because"), self.cancelled),
        ]

    def reader_context(self, request: HttpRequest) -> dict[str, Any]:
        """The project is named while it is published."""
        project = self.project if self.project_id else None
        return {**super().reader_context(request), "project": project if project and project.live else None}
