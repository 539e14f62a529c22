"""Events: what takes place, when, where, and how to come (NB.7.1b, TN.4.5)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from editorial.models import EditorialPage
from portal.blocks import BodyBlock
from portal.models.content import ContentPage, Fact, Listing, WithFiles
from tenants.models import BasePage


class EventPage(WithFiles, ContentPage):
    """Something that takes place once, announced before and found afterwards."""

    kind = "event"
    home_sections = ("news",)
    leads = 0
    schema_type = "Event"
    template = "portal/kinds/event.html"
    listing = Listing(
        template="portal/listings/event.html", order=("-starts_at", "-pk"), defer=("body", "programme", "files")
    )

    starts_at = models.DateTimeField(_("begins at"), db_index=True)
    ends_at = models.DateTimeField(_("ends at"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=250)
    organiser = models.CharField(_("organiser"), max_length=250, blank=True)
    registration_url = models.URLField(_("address for registration"), blank=True)
    cancelled = models.BooleanField(
        _("cancelled"), default=False, help_text=_("Readers see that it is cancelled; their calendars too.")
    )
    image = models.ForeignKey(
        "tenants.PortalImage", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("image")
    )
    image_alt = models.CharField(_("text alternative of the image"), max_length=250, blank=True)
    body = StreamField(BodyBlock(), verbose_name=_("text"), blank=True)
    programme = StreamField(
        [
            (
                "item",
                blocks.StructBlock(
                    [
                        ("time", blocks.CharBlock(label=_("Time"), max_length=60)),
                        ("content", blocks.TextBlock(label=_("What takes place"), rows=2)),
                    ],
                    label=_("Item of the programme"),
                    icon="time",
                ),
            )
        ],
        verbose_name=_("programme"),
        blank=True,
    )

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("summary"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]),
                FieldPanel("place"),
                FieldPanel("organiser"),
                FieldPanel("registration_url"),
                FieldPanel("cancelled"),
            ],
            heading=_("When and where"),
        ),
        MultiFieldPanel([FieldPanel("image"), FieldPanel("image_alt")], heading=_("Image")),
        FieldPanel("body"),
        FieldPanel("programme"),
        WithFiles.files_panel,
        EditorialPage.origin_panel,
    ]
    search_fields = [*EditorialPage.search_fields, index.SearchField("body"), index.SearchField("place")]

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")

    def clean(self) -> None:
        super().clean()
        if self.starts_at and self.ends_at and self.ends_at <= self.starts_at:
            raise ValidationError({"ends_at": _("An event ends after it begins. Give a later time, or none.")})

    def facts(self) -> list[Fact]:
        return [
            Fact("state", _("state"), str(_("cancelled")) if self.cancelled else ""),
            Fact("starts_at", _("begins at"), self.starts_at),
            Fact("ends_at", _("ends at"), self.ends_at),
            Fact("place", _("place"), self.place),
            Fact("organiser", _("organiser"), self.organiser),
            Fact("registration", _("registration"), self.registration_url, self.registration_url),
        ]

    def schema_details(self) -> dict[str, Any]:
        state = "EventCancelled" if self.cancelled else "EventScheduled"
        return {
            "startDate": self.starts_at,
            "endDate": self.ends_at,
            "eventStatus": f"https://schema.org/{state}",
            "location": {"@type": "Place", "name": self.place, "address": self.place},
            "organizer": {"@type": "Organization", "name": self.organiser} if self.organiser else None,
        }

    def shown_date(self) -> date | None:
        return timezone.localdate(self.starts_at) if self.starts_at else None

    @classmethod
    def to_come(cls, now: datetime) -> Q:
        """Which events are not over; one without an end is over when its day is."""
        midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
        return Q(ends_at__gte=now) | Q(ends_at=None, starts_at__gte=midnight)

    @property
    def is_over(self) -> bool:
        now = timezone.now()
        if self.ends_at:
            return self.ends_at < now
        return timezone.localdate(self.starts_at) < timezone.localdate(now)
