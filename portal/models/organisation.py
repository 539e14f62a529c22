"""How an agency introduces itself: texts, its chart, its leaders (NB.7.1aa, NB.7.1ab, NB.7.1ac, TN.4.1, TN.4.8)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Case, Value, When
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from editorial.models import EditorialPage
from portal.blocks import BodyBlock
from portal.chart_blocks import UnitsBlock
from portal.charts import Drawing, Node, draw, tree
from portal.models.content import ContentPage, Fact, Listing, WithFiles
from tenants.models import BasePage

MANY = 60
"""A list that readers take in whole, such as a table of contents."""


class Standing:
    """What stands for long and is kept up to date: readers see when it was last changed, not a day of publication."""

    last_published_at: Any

    @property
    def date(self) -> None:
        return None

    @property
    def updated_on(self) -> date | None:
        return timezone.localdate(self.last_published_at) if self.last_published_at else None


class Aspect(models.TextChoices):
    """What a standing text tells of, in the order of a table of contents."""

    OVERVIEW = "overview", _("overview")
    FUNCTIONS = "functions", _("functions, duties and powers")
    STRUCTURE = "structure", _("administration and structure")
    NATURE = "nature", _("natural conditions")
    ECONOMY = "economy", _("economy and society")
    HISTORY = "history", _("history")
    CULTURE = "culture", _("culture and traditions")
    TOURISM = "tourism", _("tourism")
    INDUSTRY = "industry", _("industrial zones")
    CRAFTS = "crafts", _("craft villages")
    OTHER = "other", _("more about us")


class StandingTextPage(Standing, WithFiles, ContentPage):
    """A text that introduces the agency or its place: functions and powers, history, nature, economy, culture …"""

    kind = "standing_text"
    home_sections = ("introduction",)
    schema_type = "AboutPage"
    template = "portal/content_page.html"
    listing = Listing(
        template="portal/listings/standing_text.html",
        order=(
            Case(*(When(aspect=aspect, then=Value(at)) for at, aspect in enumerate(Aspect)), default=Value(99)),
            "path",
        ),
        per_page=MANY,
    )

    aspect = models.CharField(_("what it tells of"), max_length=20, choices=Aspect.choices, default=Aspect.OVERVIEW)
    body = StreamField(BodyBlock(), verbose_name=_("text"))

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("aspect", help_text=_("The table of contents of the introduction is ordered by this.")),
        FieldPanel("summary"),
        FieldPanel("body"),
        WithFiles.files_panel,
        EditorialPage.origin_panel,
    ]
    search_fields = [*EditorialPage.search_fields, index.SearchField("body")]

    class Meta:
        verbose_name = _("introduction text")
        verbose_name_plural = _("introduction texts")


class OrganisationChartPage(Standing, WithFiles, ContentPage):
    """The units of an agency and who stands above whom, as a drawing and as the same list in words."""

    kind = "organisation_chart"
    home_sections = ("introduction",)
    schema_type = "AboutPage"
    template = "portal/kinds/organisation_chart.html"
    listing = Listing(defer=("units", "body"), order=("path",))

    units = StreamField(UnitsBlock(), verbose_name=_("units"))
    body = StreamField(BodyBlock(), verbose_name=_("text below the chart"), blank=True)

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("summary"),
        FieldPanel("units"),
        FieldPanel("body"),
        WithFiles.files_panel,
        EditorialPage.origin_panel,
    ]
    search_fields = [*EditorialPage.search_fields, index.SearchField("units"), index.SearchField("body")]

    class Meta:
        verbose_name = _("organisation chart")
        verbose_name_plural = _("organisation charts")

    @cached_property
    def tops(self) -> list[Node]:
        """The units at the top, each with those below it."""
        return tree([block.value for block in self.units])

    def drawing(self) -> Drawing:
        return draw(self.tops)


class LeaderPage(Standing, ContentPage):
    """A leader of the agency: position, biography and duties, as the agency publishes them (NB.7.1aa, TN.4.8)."""

    kind = "leader"
    home_sections = ("leaders", "introduction")
    schema_type = "ProfilePage"
    template = "portal/kinds/leader.html"
    listing = Listing(
        template="portal/listings/leader.html", order=("rank", "path"), defer=("body", "biography"), per_page=MANY
    )

    position = models.CharField(_("position"), max_length=200)
    rank = models.PositiveSmallIntegerField(
        _("place in the order"),
        default=1,
        help_text=_("1 stands first: the head. Those with the same number stand in the order of the pages."),
    )
    image = models.ForeignKey(
        "tenants.PortalImage", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("portrait")
    )
    image_alt = models.CharField(_("text alternative of the portrait"), max_length=250, blank=True)
    took_office = models.DateField(_("in office since"), null=True, blank=True)
    born_year = models.PositiveSmallIntegerField(
        _("year of birth"), null=True, blank=True, validators=[MinValueValidator(1900), MaxValueValidator(2100)]
    )
    home_town = models.CharField(_("home town"), max_length=200, blank=True)
    phone = models.CharField(_("official telephone"), max_length=40, blank=True)
    email = models.EmailField(_("official e-mail"), blank=True)
    biography = StreamField(
        [
            (
                "period",
                blocks.StructBlock(
                    [
                        ("period", blocks.CharBlock(label=_("From – to"), max_length=60)),
                        ("position", blocks.TextBlock(label=_("Position and place of work"), rows=2)),
                    ],
                    label=_("Years"),
                    icon="history",
                ),
            )
        ],
        verbose_name=_("biography"),
    )
    body = StreamField(BodyBlock(), verbose_name=_("duties"))

    content_panels = [
        FieldPanel("title", heading=_("full name"), classname="title"),
        MultiFieldPanel([FieldPanel("position"), FieldPanel("rank"), FieldPanel("took_office")], heading=_("Position")),
        MultiFieldPanel([FieldPanel("image"), FieldPanel("image_alt")], heading=_("Portrait")),
        FieldPanel("body"),
        FieldPanel("biography"),
        MultiFieldPanel([FieldPanel("born_year"), FieldPanel("home_town")], heading=_("Origin")),
        MultiFieldPanel([FieldPanel("phone"), FieldPanel("email")], heading=_("Official contacts")),
        FieldPanel("summary"),
        EditorialPage.origin_panel,
    ]
    search_fields = [*EditorialPage.search_fields, index.SearchField("body"), index.SearchField("position")]

    class Meta:
        verbose_name = _("leader")
        verbose_name_plural = _("leaders")

    def facts(self) -> list[Fact]:
        return [
            Fact("position", _("position"), self.position),
            Fact("took_office", _("in office since"), self.took_office),
            Fact("born_year", _("year of birth"), str(self.born_year or "")),
            Fact("home_town", _("home town"), self.home_town),
            Fact("phone", _("official telephone"), self.phone, f"tel:{dialled(self.phone)}"),
            Fact("email", _("official e-mail"), self.email, f"mailto:{self.email}"),
        ]

    @property
    def portrait_words(self) -> str:
        """The portrait's text alternative: without one of its own it is the person's name and position."""
        return self.image_alt or f"{self.title}, {self.position}"

    def picture(self) -> tuple[Any, str]:
        return self.image, self.portrait_words[:250]

    def reader_context(self, request: HttpRequest) -> dict[str, Any]:
        from portal.queries import colleagues, content_context

        return {**content_context(self), "related": colleagues(self)}


def dialled(phone: str) -> str:
    """A telephone number as a link dials it."""
    return "".join(sign for sign in phone if sign.isdigit() or sign == "+")
