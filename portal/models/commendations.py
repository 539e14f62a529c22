from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from editorial.models import EditorialPage
from portal.blocks import BodyBlock
from portal.force import plain_number
from portal.models.content import ContentPage, Fact, Listing, WithFiles
from portal.models.documents import DraftForm, WithStandIn
from tenants.models import BasePage


class What(models.TextChoices):
    COMMENDATION = "commendation", _("Commendation")
    PENALTY = "penalty", _("Penalty")
    PERSONNEL = "personnel", _("New personnel")
    POLICY = "policy", _("New rules and benefits")


class Recipient(models.TextChoices):
    ORGANISATION = "organisation", _("Organisation")
    ENTERPRISE = "enterprise", _("Enterprise")
    GROUP = "group", _("Group of people")
    PERSON = "person", _("Private person")


class CommendationPage(WithStandIn, WithFiles, ContentPage):
    """A commendation, a penalty, new personnel, or new rules and benefits (NB.7.1c, TN.4.2).

    A private person's penalty is personal data: it is published only where a law says so, which is named.
    """

    kind = "commendation"
    home_sections = ("emulation", "directives", "announcements")
    stand_in = ("directives", "emulation")
    listing = Listing(
        template="portal/listings/commendations.html", order=("-decided_on", "-pk"), defer=("body", "files")
    )
    schema_type = "Report"
    template = "portal/content_page.html"
    base_form_class = DraftForm
    drafting = False

    what = models.CharField(_("what it is"), max_length=12, choices=What.choices)
    number = models.CharField(_("number of the decision"), max_length=60, blank=True)
    decided_on = models.DateField(_("decided on"), null=True)
    authority = models.CharField(_("deciding authority"), max_length=200)
    recipient = models.CharField(
        _("to whom"),
        max_length=300,
        help_text=_("Name and, for a person, title and unit. No address, date of birth, identity or phone number."),
    )
    recipient_is = models.CharField(_("who that is"), max_length=12, choices=Recipient.choices)
    measure = models.CharField(
        _("measure"), max_length=200, blank=True, help_text=_("Such as: certificate of merit, fine of 5,000,000 đồng")
    )
    reason = models.TextField(_("reason"), max_length=1000, blank=True)
    publication_ground = models.CharField(
        _("law that has it published"),
        max_length=300,
        blank=True,
        help_text=_("A private person's penalty may be published only where the law says so: name article and law."),
    )
    body = StreamField(BodyBlock(), verbose_name=_("text"), blank=True)

    content_panels: ClassVar[list[Any]] = [
        *BasePage.content_panels,
        FieldPanel("summary"),
        MultiFieldPanel(
            [FieldPanel("what"), FieldPanel("number"), FieldPanel("decided_on"), FieldPanel("authority")],
            heading=_("Decision"),
        ),
        MultiFieldPanel([FieldPanel("recipient_is"), FieldPanel("recipient")], heading=_("For whom")),
        MultiFieldPanel(
            [FieldPanel("measure"), FieldPanel("reason"), FieldPanel("publication_ground")], heading=_("What and why")
        ),
        FieldPanel("body"),
        WithFiles.files_panel,
        EditorialPage.origin_panel,
    ]
    search_fields = [
        *EditorialPage.search_fields,
        index.SearchField("number"),
        index.SearchField("recipient"),
        index.SearchField("reason"),
        index.SearchField("body"),
    ]

    class Meta:
        verbose_name = _("commendation, penalty or personnel")
        verbose_name_plural = _("commendations, penalties and personnel")
        indexes = [models.Index(fields=["-decided_on"], name="commendation_decided")]

    def clean(self) -> None:
        super().clean()
        self.number = plain_number(self.number)
        if self.drafting:
            return
        errors = {}
        if self.what == What.PENALTY and self.recipient_is == Recipient.PERSON and not self.publication_ground:
            errors["publication_ground"] = gettext(
                "A person's penalty is personal data. Name the law that has it published, or leave the person out."
            )
        if self.what in {What.COMMENDATION, What.PENALTY} and not self.reason:
            errors["reason"] = gettext("Say what it is for.")
        if errors:
            raise ValidationError(errors)

    def facts(self) -> list[Fact]:
        return [
            Fact("what", _("what it is"), self.get_what_display()),
            Fact("recipient", _("to whom"), self.recipient),
            Fact("measure", _("measure"), self.measure),
            Fact("reason", _("reason"), self.reason),
            Fact("authority", _("deciding authority"), self.authority),
            Fact("number", _("number of the decision"), self.number),
            Fact("decided_on", _("decided on"), self.decided_on),
            Fact("publication_ground", _("law that has it published"), self.publication_ground),
        ]

    def shown_date(self) -> date | None:
        return self.decided_on

    def origin_date(self) -> date | None:
        return self.decided_on

    def official_number(self) -> str:
        return self.number
