from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from editorial.models import EditorialPage
from portal.blocks import BodyBlock
from portal.models.content import ContentPage, Fact, Listing, WithFiles
from portal.models.projects import BUDGET, ends_in_order, period
from portal.templatetags.amounts import money
from tenants.models import BasePage


class ScienceKind(models.TextChoices):
    PROGRAMME = "programme", _("programme")
    TOPIC = "topic", _("topic of research")
    TRIAL = "trial", _("trial production")


class ScienceState(models.IntegerChoices):
    """In the order in which lists show them."""

    CALLED = 1, _("proposed, being selected")
    RUNNING = 2, _("being carried out")
    ACCEPTED = 3, _("finished and accepted")
    STOPPED = 4, _("stopped")


class ScienceProgrammePage(WithFiles, ContentPage):
    """A programme or topic of science and technology, with what came of it (HY.8.1).

    Its head stands here with name and office, which are public; nothing private of a person has a field.
    """

    kind = "science_programme"
    home_sections = ("science",)
    schema_type = "ResearchProject"
    template = "portal/content_page.html"
    listing = Listing(
        template="portal/listings/science.html", order=("state", "-starts_on", "-pk"), defer=("body", "result", "files")
    )

    science_kind = models.CharField(_("kind"), max_length=20, choices=ScienceKind)
    number = models.CharField(_("number"), max_length=60, blank=True)
    field = models.CharField(_("field"), max_length=120)
    organisation = models.CharField(_("leading organisation"), max_length=250)
    head = models.CharField(_("head of the project"), max_length=120, blank=True, help_text=_("Full name with title"))
    head_office = models.CharField(_("office of the head"), max_length=200, blank=True)
    starts_on = models.DateField(_("from"), null=True)
    ends_on = models.DateField(_("until"), null=True)
    budget = models.BigIntegerField(_("budget in đồng"), **(BUDGET | {"blank": True}))
    aim = models.TextField(_("aim"), max_length=2000)
    state = models.PositiveSmallIntegerField(_("state"), choices=ScienceState, null=True)
    result = models.TextField(_("result"), blank=True, help_text=_("What was found or made, and where it is used"))
    body = StreamField(BodyBlock(), verbose_name=_("text"), blank=True)

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("summary"),
        MultiFieldPanel(
            [FieldPanel("science_kind"), FieldPanel("number"), FieldPanel("field"), FieldPanel("aim")],
            heading=_("Programme or topic"),
        ),
        MultiFieldPanel(
            [FieldPanel("organisation"), FieldPanel("head"), FieldPanel("head_office")],
            heading=pgettext_lazy("of a science programme", "Who leads it"),
        ),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on")]), FieldPanel("budget")],
            heading=_("Time and money"),
        ),
        MultiFieldPanel([FieldPanel("state"), FieldPanel("result")], heading=_("State and result")),
        FieldPanel("body"),
        WithFiles.files_panel,
        EditorialPage.origin_panel,
    ]
    search_fields = [
        *EditorialPage.search_fields,
        index.SearchField("number"),
        index.SearchField("organisation"),
        index.SearchField("head"),
        index.SearchField("aim"),
        index.SearchField("result"),
        index.SearchField("body"),
    ]

    class Meta:
        verbose_name = _("science programme")
        verbose_name_plural = _("science programmes")

    def clean(self) -> None:
        """What was accepted has a result that people can read."""
        super().clean()
        errors = ends_in_order(self.starts_on, self.ends_on)
        if self.state == ScienceState.ACCEPTED and not self.result.strip():
            errors["result"] = _("Say what came of it: it is accepted.")
        if errors:
            raise ValidationError(errors)

    def official_number(self) -> str:
        return self.number

    @property
    def duration(self) -> str:
        return period(self.starts_on, self.ends_on)

    def facts(self) -> list[Fact]:
        return [
            Fact("science_kind", _("kind"), capfirst(self.get_science_kind_display())),
            Fact("number", _("number"), self.number),
            Fact("field", _("field"), self.field),
            Fact("organisation", _("leading organisation"), self.organisation),
            Fact("head", _("head of the project"), ", ".join(part for part in (self.head, self.head_office) if part)),
            Fact("duration", _("duration"), self.duration),
            Fact("budget", _("budget"), money(self.budget)),
            Fact("aim", _("aim"), self.aim),
            Fact("state", _("state"), capfirst(self.get_state_display() or "")),
            Fact("result", _("result"), self.result),
        ]
