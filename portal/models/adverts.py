from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal.official_links import encrypted_address

LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]


class Place(models.TextChoices):
    """Where an advert stands; both places lie outside the text and every list of texts (TB.8)."""

    FOOT = "foot", _("At the foot of the pages")
    FLOATING = "floating", _("Floating, until the reader closes it")


class AdvertState(models.TextChoices):
    PROPOSED = "proposed", _("Waiting for the board")
    APPROVED = "approved", _("Approved")
    ENDED = "ended", _("Ended or turned down")


SHOWN = {Place.FOOT: 3, Place.FLOATING: 1}
"""The most that a page shows in each place, the latest approved first."""


class AdvertQuerySet(models.QuerySet):  # type: ignore[type-arg]
    def not_over(self, today: date) -> AdvertQuerySet:
        """Approved, and not past their last day."""
        return self.filter(state=AdvertState.APPROVED, ends_on__gte=today)

    def running(self, today: date) -> AdvertQuerySet:
        return self.not_over(today).filter(starts_on__lte=today)


class Advert(models.Model):
    """An advert on one agency's portal. What was proposed never changes: the board approves exactly what readers see.

    Changed by services only.
    """

    agency = models.ForeignKey("tenants.Agency", models.CASCADE, related_name="adverts", verbose_name=_("agency"))
    advertiser = models.CharField(_("who advertises"), max_length=120)
    title = models.CharField(_("heading"), max_length=120)
    text = models.CharField(_("text"), max_length=300, blank=True)
    image = models.ForeignKey(
        "tenants.PortalImage", models.SET_NULL, null=True, blank=True, related_name="adverts", verbose_name=_("image")
    )
    url = models.URLField(_("address"), max_length=300, validators=[encrypted_address])
    place = models.CharField(_("where it stands"), max_length=10, choices=Place.choices, default=Place.FOOT)
    language = models.CharField(_("language"), max_length=5, choices=LANGUAGES, default="vi")
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    state = models.CharField(max_length=10, choices=AdvertState.choices, default=AdvertState.PROPOSED, editable=False)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    proposed_at = models.DateTimeField()
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    CONTENT = ("advertiser", "title", "text", "image", "url", "place", "language", "starts_on", "ends_on")
    objects = AdvertQuerySet.as_manager()

    class Meta:
        verbose_name = _("advert")
        verbose_name_plural = _("adverts")
        ordering = ["-proposed_at", "-pk"]
        indexes = [models.Index(fields=["agency", "ends_on"], name="advert_agency_ends")]
        constraints = [
            models.CheckConstraint(name="an_advert_ends_after_it_begins", condition=Q(ends_on__gte=F("starts_on"))),
            models.CheckConstraint(
                name="an_advert_runs_approved",
                condition=Q(approved_at__isnull=False) | ~Q(state=AdvertState.APPROVED),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def running(self, today: date) -> bool:
        return self.state == AdvertState.APPROVED and self.starts_on <= today <= self.ends_on
