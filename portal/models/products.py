from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from editorial.models import EditorialPage
from portal.blocks import BodyBlock
from portal.models.content import ContentPage, Fact, Listing, WithFiles
from portal.official_links import encrypted_address
from portal.service_blocks import PictureBlock
from tenants.models import BasePage
from tenants.sorting import alphabetical

MOST_STARS = 5


class ProductPage(WithFiles, ContentPage):
    """Something that an enterprise makes or does (NB.7.1m, TN.4.11)."""

    kind = "product"
    home_sections = ("enterprises",)
    schema_type = "Product"
    template = "portal/kinds/product.html"
    listing = Listing(
        template="portal/listings/products.html",
        order=(alphabetical("title"), "pk"),
        defer=("body", "gallery", "files", "description"),
    )

    producer = models.CharField(_("enterprise or producer"), max_length=200)
    trade = models.CharField(
        _("trade"), max_length=120, help_text=_("For example: food, crafts, transport. Write it alike.")
    )
    description = models.TextField(_("description"), max_length=3000)
    price = models.CharField(
        _("price"), max_length=120, blank=True, help_text=_("As text, for example: from 120,000 đồng a box")
    )
    standards = models.CharField(_("standards met"), max_length=250, blank=True)
    ocop_stars = models.PositiveSmallIntegerField(
        _("OCOP stars"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_STARS)],
        help_text=_("Only as recognised by decision."),
    )
    image = models.ForeignKey(
        "tenants.PortalImage", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("image")
    )
    image_alt = models.CharField(_("text alternative of the image"), max_length=250, blank=True)
    gallery = StreamField([("picture", PictureBlock())], verbose_name=_("more pictures"), blank=True)
    body = StreamField(BodyBlock(), verbose_name=_("text"), blank=True)
    address = models.CharField(_("address"), max_length=250, blank=True)
    phone = models.CharField(_("phone"), max_length=60, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    order_url = models.URLField(_("where it can be ordered"), blank=True, validators=[encrypted_address])

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("summary"),
        MultiFieldPanel(
            [FieldPanel("producer"), FieldPanel("trade"), FieldPanel("description"), FieldPanel("price")],
            heading=_("Product or service"),
        ),
        MultiFieldPanel([FieldPanel("standards"), FieldPanel("ocop_stars")], heading=_("Quality")),
        MultiFieldPanel([FieldPanel("image"), FieldPanel("image_alt"), FieldPanel("gallery")], heading=_("Pictures")),
        FieldPanel("body"),
        MultiFieldPanel(
            [
                FieldPanel("address"),
                FieldRowPanel([FieldPanel("phone"), FieldPanel("email")]),
                FieldPanel("order_url"),
            ],
            heading=_("Contact"),
        ),
        WithFiles.files_panel,
        EditorialPage.origin_panel,
    ]
    search_fields = [
        *EditorialPage.search_fields,
        index.SearchField("producer"),
        index.SearchField("trade"),
        index.SearchField("description"),
        index.SearchField("body"),
    ]

    class Meta:
        verbose_name = _("product or service of an enterprise")
        verbose_name_plural = _("products and services of enterprises")

    @property
    def stars(self) -> range:
        return range(self.ocop_stars or 0)

    def facts(self) -> list[Fact]:
        stars = _("%(stars)d stars") % {"stars": self.ocop_stars} if self.ocop_stars else ""
        return [
            Fact("producer", _("enterprise or producer"), self.producer),
            Fact("trade", _("trade"), self.trade),
            Fact("price", _("price"), self.price),
            Fact("standards", _("standards met"), self.standards),
            Fact("ocop_stars", "OCOP", str(stars)),
            Fact("address", _("address"), self.address),
            Fact("phone", _("phone"), self.phone, f"tel:{''.join(self.phone.split())}" if self.phone else ""),
            Fact("email", _("e-mail"), self.email, f"mailto:{self.email}" if self.email else ""),
        ]
