from __future__ import annotations

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from editorial.models import EditorialPage
from portal.blocks import BodyBlock
from portal.models.content import ContentPage, Fact, Listing, WithFiles
from portal.official_links import encrypted_address
from portal.service_blocks import FeeBlock, OpeningHoursBlock
from tenants.models import BasePage
from tenants.sorting import alphabetical


class SocialKind(models.IntegerChoices):
    """What TN.4.12 names, in the order in which lists show them."""

    TRANSPORT = 1, _("transport")
    HEALTH = 2, _("health")
    EDUCATION = 3, _("education")
    DAILY_LIFE = 4, _("daily life")
    OTHER = 5, _("other services")


class SocialServicePage(WithFiles, ContentPage):
    """A public-utility or social service: what it is, where, when, for whom and at what price (TN.4.12)."""

    kind = "social_service"
    home_sections = ("social_services",)
    schema_type = "Service"
    template = "portal/kinds/social_service.html"
    listing = Listing(
        template="portal/listings/social_services.html",
        order=("service_kind", alphabetical("title"), "pk"),
        defer=("body", "fees", "files"),
    )

    service_kind = models.PositiveSmallIntegerField(_("kind of service"), choices=SocialKind, null=True)
    provider = models.CharField(_("who provides it"), max_length=200)
    audience = models.CharField(_("for whom"), max_length=250, blank=True)
    address = models.CharField(_("address"), max_length=250)
    phone = models.CharField(_("phone"), max_length=60, blank=True)
    website = models.URLField(_("website"), blank=True, validators=[encrypted_address])
    opening_hours = StreamField([("row", OpeningHoursBlock())], verbose_name=_("opening hours"), blank=True)
    fees = StreamField([("fee", FeeBlock())], verbose_name=_("fees"), blank=True)
    body = StreamField(BodyBlock(), verbose_name=_("text"), blank=True)

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("summary"),
        MultiFieldPanel(
            [FieldPanel("service_kind"), FieldPanel("provider"), FieldPanel("audience")], heading=_("The service")
        ),
        MultiFieldPanel(
            [FieldPanel("address"), FieldRowPanel([FieldPanel("phone"), FieldPanel("website")])], heading=_("Where")
        ),
        FieldPanel("opening_hours"),
        FieldPanel("fees"),
        FieldPanel("body"),
        WithFiles.files_panel,
        EditorialPage.origin_panel,
    ]
    search_fields = [
        *EditorialPage.search_fields,
        index.SearchField("provider"),
        index.SearchField("address"),
        index.SearchField("body"),
    ]

    class Meta:
        verbose_name = _("social or utility service")
        verbose_name_plural = _("social and utility services")

    def facts(self) -> list[Fact]:
        return [
            Fact("service_kind", _("kind of service"), capfirst(self.get_service_kind_display() or "")),
            Fact("provider", _("who provides it"), self.provider),
            Fact("audience", _("for whom"), self.audience),
            Fact("address", _("address"), self.address),
            Fact("phone", _("phone"), self.phone, f"tel:{''.join(self.phone.split())}" if self.phone else ""),
        ]
