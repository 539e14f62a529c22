"""What a locality shows of itself: monuments, landscapes, festivals, craft villages, its map (NB.7.1ab, TN.4.1)."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from editorial.models import EditorialPage
from portal.blocks import BodyBlock, ImageWithCaptionBlock
from portal.models.content import ContentPage, Fact, Listing, WithFiles
from portal.models.organisation import Standing
from tenants.models import BasePage
from tenants.sorting import alphabetical


class PlaceKind(models.TextChoices):
    MONUMENT = "monument", _("monument")
    LANDSCAPE = "landscape", _("landscape")
    FESTIVAL = "festival", _("festival")
    CRAFT_VILLAGE = "craft_village", _("craft village")
    INDUSTRIAL_ZONE = "industrial_zone", _("industrial zone")
    MUSEUM = "museum", _("museum or memorial house")
    OTHER = "other", _("other place")


class Rank(models.TextChoices):
    """At which level a place is recognised."""

    NONE = "", _("not ranked")
    PROVINCIAL = "provincial", _("provincial")
    NATIONAL = "national", _("national")
    SPECIAL = "special_national", _("special national")
    WORLD = "world", _("world heritage")


class PlacePage(Standing, WithFiles, ContentPage):
    """A place or custom that people come to see."""

    kind = "place"
    home_sections = ("introduction",)
    schema_type = "TouristAttraction"
    template = "portal/kinds/place.html"
    listing = Listing(
        template="portal/listings/place.html", order=(alphabetical("title"), "pk"), defer=("body", "pictures")
    )

    place_kind = models.CharField(_("kind of place"), max_length=20, choices=PlaceKind.choices)
    rank = models.CharField(_("rank"), max_length=20, choices=Rank.choices, default=Rank.NONE, blank=True)
    ranked_by = models.CharField(_("recognised by decision"), max_length=200, blank=True)
    address = models.CharField(_("address"), max_length=250, blank=True)
    commune = models.CharField(_("commune or ward"), max_length=120, blank=True)
    season = models.CharField(_("opening hours or season"), max_length=200, blank=True)
    latitude = models.FloatField(
        _("latitude"), null=True, blank=True, validators=[MinValueValidator(-90), MaxValueValidator(90)]
    )
    longitude = models.FloatField(
        _("longitude"), null=True, blank=True, validators=[MinValueValidator(-180), MaxValueValidator(180)]
    )
    image = models.ForeignKey(
        "tenants.PortalImage", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("image")
    )
    image_alt = models.CharField(_("text alternative of the image"), max_length=250, blank=True)
    body = StreamField(BodyBlock(), verbose_name=_("description"))
    pictures = StreamField([("picture", ImageWithCaptionBlock())], verbose_name=_("more pictures"), blank=True)

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("summary"),
        MultiFieldPanel(
            [FieldPanel("place_kind"), FieldPanel("rank"), FieldPanel("ranked_by")], heading=_("Kind and rank")
        ),
        MultiFieldPanel(
            [
                FieldPanel("address"),
                FieldPanel("commune"),
                FieldPanel("season"),
                FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
            ],
            heading=_("Where and when"),
        ),
        MultiFieldPanel([FieldPanel("image"), FieldPanel("image_alt")], heading=_("Image")),
        FieldPanel("body"),
        FieldPanel("pictures"),
        WithFiles.files_panel,
        EditorialPage.origin_panel,
    ]
    search_fields = [*EditorialPage.search_fields, index.SearchField("body"), index.SearchField("address")]

    class Meta:
        verbose_name = _("place")
        verbose_name_plural = _("places")

    def clean(self) -> None:
        super().clean()
        if (self.latitude is None) != (self.longitude is None):
            missing = "latitude" if self.latitude is None else "longitude"
            raise ValidationError({missing: _("A place on the map needs latitude and longitude. Give both or none.")})

    def facts(self) -> list[Fact]:
        return [
            Fact("place_kind", _("kind of place"), capfirst(self.get_place_kind_display())),
            Fact("rank", _("rank"), capfirst(self.get_rank_display()) if self.rank else ""),
            Fact("ranked_by", _("recognised by decision"), self.ranked_by),
            Fact("address", _("address"), self.address),
            Fact("commune", _("commune or ward"), self.commune),
            Fact("season", _("opening hours or season"), self.season),
            Fact("coordinates", _("coordinates"), self.coordinates, f"geo:{self.coordinates}".replace(" ", "")),
        ]

    @property
    def coordinates(self) -> str:
        """Latitude and longitude as map programs read them."""
        if self.latitude is None or self.longitude is None:
            return ""
        return f"{_short(self.latitude)}, {_short(self.longitude)}"


class AreaBlock(blocks.StructBlock):
    name = blocks.CharBlock(label=_("Name"), max_length=160)
    area = blocks.FloatBlock(label=_("Area (km²)"), min_value=0, required=False)
    population = blocks.IntegerBlock(label=_("Population"), min_value=0, required=False)
    seat = blocks.CharBlock(label=_("Seat of the authority"), max_length=200, required=False)

    class Meta:
        icon = "site"
        label = _("Unit")


class AdministrativeMapPage(Standing, WithFiles, ContentPage):
    """The map of boundaries down to the commune, in words too, and the units as a table that can be searched."""

    kind = "administrative_map"
    home_sections = ("introduction",)
    schema_type = "Map"
    template = "portal/kinds/administrative_map.html"
    listing = Listing(order=("path",), defer=("body", "units"))

    image = models.ForeignKey("tenants.PortalImage", models.PROTECT, related_name="+", verbose_name=_("map"))
    image_alt = models.CharField(
        _("text alternative of the map"),
        max_length=250,
        help_text=_("In one sentence: what the map shows. The text below tells it in full."),
    )
    body = StreamField(
        BodyBlock(),
        verbose_name=_("the map in words"),
        help_text=_("For those who do not see the map: where the area lies, what borders on it, how it is divided."),
    )
    counted_on = models.DateField(_("figures as of"), null=True, blank=True)
    units = StreamField([("unit", AreaBlock())], verbose_name=_("administrative units"))

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("summary"),
        MultiFieldPanel([FieldPanel("image"), FieldPanel("image_alt")], heading=_("Map")),
        FieldPanel("body"),
        MultiFieldPanel([FieldPanel("counted_on"), FieldPanel("units")], heading=_("Administrative units")),
        WithFiles.files_panel,
        EditorialPage.origin_panel,
    ]
    search_fields = [*EditorialPage.search_fields, index.SearchField("body"), index.SearchField("units")]

    class Meta:
        verbose_name = _("administrative map")
        verbose_name_plural = _("administrative maps")

    def reader_context(self, request: HttpRequest) -> dict[str, Any]:
        from portal.administrative_units import units_context

        return {**super().reader_context(request), **units_context(self, request)}


def _short(number: float) -> str:
    return f"{number:.6f}".rstrip("0").rstrip(".")
