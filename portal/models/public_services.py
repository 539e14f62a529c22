from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from editorial.models import EditorialPage
from portal.models.content import ContentPage, Download, Fact, Listing, WithFiles, downloads_of
from portal.official_links import state_address
from portal.service_blocks import DossierPartBlock, FeeBlock, LegalBasisBlock, step_block
from portal.templatetags.amounts import money
from tenants.models import BasePage
from tenants.regulation import Regulation, get_regulation
from tenants.sorting import alphabetical


class Audience(models.TextChoices):
    """Who may use a service."""

    CITIZENS = "citizens", _("citizens")
    ENTERPRISES = "enterprises", _("enterprises and organisations")
    EVERYONE = "everyone", _("citizens, enterprises and organisations")
    STATE = "state", _("state bodies and officials")


class OnlineExtent(models.TextChoices):
    """How much of a procedure is done online, as Decree 42/2022/NĐ-CP counts it beside the levels of TN.2.6."""

    FULL = "full", _("fully online")
    PARTIAL = "partial", _("partly online")
    INFORMATION = "information", _("information only")


class TimeUnit(models.TextChoices):
    WORKING_HOURS = "working_hours", _("working hours")
    WORKING_DAYS = "working_days", _("working days")
    CALENDAR_DAYS = "calendar_days", _("calendar days")
    MONTHS = "months", _("months")


def level_text(regulation: Regulation, level: int | None) -> str:
    """What a person can do at a level, in the words of the province's regulation (TN.2.6)."""
    row = next((row for row in regulation.service_levels.values() if row.level == level), None)
    if row is None:
        return ""
    return row.text_en if (get_language() or "vi").startswith("en") else row.text_vi


def level_choices() -> list[tuple[int, str]]:
    """The levels that exist (TN.2.6), with the default's words: the form does not know the agency."""
    known = get_regulation("default")
    levels = sorted(row.level for row in known.service_levels.values())
    return [(level, f"{level}: {level_text(known, level)}") for level in levels]


class PublicServicePage(WithFiles, ContentPage):
    """An administrative procedure or public service with all that one needs to use it (TN.12.1, TN.12.2, NB.7.1l)."""

    kind = "public_service"
    home_sections = ("procedures", "public_services")
    leads = 2
    schema_type = "GovernmentService"
    template = "portal/kinds/public_service.html"
    listing = Listing(
        template="portal/listings/public_services.html",
        order=(alphabetical("field"), alphabetical("title"), "pk"),
        defer=("steps", "dossier", "fees", "legal_basis", "files", "requirements"),
        related=("agency__province",),
    )

    code = models.CharField(
        _("code in the national database"),
        max_length=40,
        blank=True,
        validators=[RegexValidator(r"^[0-9A-Z.\-]+$", _("Use digits, capital letters, points and hyphens."))],
        help_text=_("For example 1.004859"),
    )
    competent_agency = models.CharField(_("agency that decides"), max_length=200)
    receiving_agency = models.CharField(_("where the dossier is handed in"), max_length=250, blank=True)
    field = models.CharField(
        _("field"), max_length=120, help_text=_("For example: land, civil status. Write it alike.")
    )
    audience = models.CharField(
        pgettext_lazy("of a procedure", "for whom"), max_length=20, choices=Audience, default=Audience.EVERYONE
    )
    level = models.PositiveSmallIntegerField(_("level"), choices=level_choices, null=True)
    online = models.CharField(_("done online"), max_length=20, choices=OnlineExtent)
    service_url = models.URLField(
        _("address of the online service"),
        blank=True,
        validators=[state_address],
        help_text=_("On the national or the province's service portal."),
    )
    steps = StreamField([("step", step_block())], verbose_name=_("steps"))
    submission = models.CharField(
        _("how the dossier is handed in"), max_length=250, blank=True, help_text=_("In person, by post, online")
    )
    dossier = StreamField([("part", DossierPartBlock())], verbose_name=_("parts of the dossier"))
    dossier_sets = models.PositiveSmallIntegerField(
        _("number of dossiers"), default=1, validators=[MinValueValidator(1)]
    )
    time_amount = models.PositiveSmallIntegerField(_("time limit"), null=True, blank=True)
    time_unit = models.CharField(_("unit"), max_length=20, choices=TimeUnit, blank=True)
    time_note = models.CharField(
        _("on the time limit"), max_length=300, blank=True, help_text=_("From when it runs, when it is longer")
    )
    fees = StreamField([("fee", FeeBlock())], verbose_name=_("fees"), blank=True, help_text=_("None: it is free."))
    result = models.CharField(_("result"), max_length=300)
    requirements = models.TextField(_("requirements and conditions"), blank=True)
    legal_basis = StreamField([("basis", LegalBasisBlock())], verbose_name=_("legal basis"))

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("summary"),
        MultiFieldPanel(
            [
                FieldPanel("code"),
                FieldPanel("field"),
                FieldPanel("competent_agency"),
                FieldPanel("receiving_agency"),
                FieldPanel("audience"),
            ],
            heading=_("What it is and whose"),
        ),
        MultiFieldPanel(
            [FieldPanel("level"), FieldPanel("online"), FieldPanel("service_url")], heading=_("Online service")
        ),
        MultiFieldPanel([FieldPanel("steps"), FieldPanel("submission")], heading=_("How it is done")),
        MultiFieldPanel([FieldPanel("dossier"), FieldPanel("dossier_sets")], heading=_("Dossier")),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("time_amount"), FieldPanel("time_unit")]), FieldPanel("time_note")],
            heading=_("Time limit"),
        ),
        FieldPanel("fees"),
        MultiFieldPanel([FieldPanel("result"), FieldPanel("requirements")], heading=_("Result and conditions")),
        FieldPanel("legal_basis"),
        WithFiles.files_panel,
        EditorialPage.origin_panel,
    ]
    search_fields = [
        *EditorialPage.search_fields,
        index.SearchField("code"),
        index.SearchField("field"),
        index.SearchField("competent_agency"),
        index.SearchField("dossier"),
        index.SearchField("steps"),
        index.SearchField("requirements"),
    ]

    class Meta:
        verbose_name = _("public service")
        verbose_name_plural = _("public services")

    def clean(self) -> None:
        """A time is stated (TN.12.2); what is done online has an address, or people stand before a shut door."""
        super().clean()
        errors = {}
        if self.time_amount and not self.time_unit:
            errors["time_unit"] = _("Choose the unit of the time limit.")
        if not self.time_amount and not self.time_note:
            errors["time_amount"] = _("Give the time limit, or say below why there is none.")
        if self.online in (OnlineExtent.FULL, OnlineExtent.PARTIAL) and not self.service_url:
            errors["service_url"] = _(
                "Give the address where the service is used online, or choose “information only”."
            )
        if errors:
            raise ValidationError(errors)

    def official_number(self) -> str:
        return self.code

    @property
    def level_meaning(self) -> str:
        return level_text(self.agency.regulation, self.level)

    @property
    def time_limit(self) -> str:
        """Such as "15 working days"."""
        if not self.time_amount:
            return self.time_note
        return f"{number_format(self.time_amount)} {self.get_time_unit_display()}"

    @property
    def fee_total(self) -> str:
        """The fees in one line: free, one amount, or from the lowest to the highest."""
        amounts = sorted({row.value["amount"] for row in self.fees})
        if not amounts or amounts == [0]:
            return gettext("No fee")
        return " – ".join(dict.fromkeys(money(amount) for amount in (amounts[0], amounts[-1])))

    def downloads(self) -> list[Download]:
        """The forms to fill in for each part of the dossier, then the files beside the text."""
        forms = downloads_of(form for row in self.dossier for form in row.value["forms"])
        return list(dict.fromkeys([*forms, *super().downloads()]))

    def facts(self) -> list[Fact]:
        return [
            Fact("code", _("Code"), self.code),
            Fact("field", _("field"), self.field),
            Fact("competent_agency", _("agency that decides"), self.competent_agency),
            Fact("receiving_agency", _("where the dossier is handed in"), self.receiving_agency),
            Fact("audience", pgettext_lazy("of a procedure", "for whom"), capfirst(self.get_audience_display())),
            Fact("submission", _("how the dossier is handed in"), self.submission),
            Fact("dossier_sets", _("number of dossiers"), self.dossier_sets),
            Fact("time", _("time limit"), self.time_limit),
            Fact("time_note", _("on the time limit"), self.time_note if self.time_amount else ""),
            Fact("fee", _("fees"), self.fee_total),
            Fact("result", _("result"), self.result),
            Fact("level", _("level"), f"{self.level}: {self.level_meaning}" if self.level else ""),
            Fact("online", _("done online"), capfirst(self.get_online_display())),
        ]
