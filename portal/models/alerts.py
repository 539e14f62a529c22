from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tenants.models import Agency

SHOWN = 3


class Severity(models.IntegerChoices):
    """How urgent it is; the most urgent stands first."""

    NOTICE = 1, _("Notice")
    WARNING = 2, _("Warning")
    DANGER = 3, _("Danger to life or health")


class Reach(models.TextChoices):
    """On which portals; all but the first are the province's alone."""

    OWN = "own", _("The agency's own portal")
    ALL = "all", _("All portals of the province")
    CHOSEN = "chosen", _("The portals named below")


class AlertQuerySet(models.QuerySet):  # type: ignore[type-arg]
    def shown_on(self, agency: Agency, now: datetime) -> AlertQuerySet:
        """What a portal shows at an instant, the most urgent first; in one query."""
        own = Q(agency=agency)
        of_province = Q(agency=agency.root, reach=Reach.ALL) | Q(agency=agency.root, reach=Reach.CHOSEN, portals=agency)
        running = self.filter(lifted_at=None, starts_at__lte=now, ends_at__gt=now)
        found = running.filter((own & ~Q(reach=Reach.CHOSEN)) | of_province).distinct()
        return found.order_by("-severity", "-starts_at", "-pk")[:SHOWN]


class Alert(models.Model):
    """An emergency banner. It ends by itself; nobody has to think of taking it off. Changed by services only."""

    agency = models.ForeignKey("tenants.Agency", models.CASCADE, related_name="alerts", verbose_name=_("agency"))
    severity = models.PositiveSmallIntegerField(_("severity"), choices=Severity.choices)
    title = models.CharField(_("heading"), max_length=120)
    text = models.CharField(_("what to do"), max_length=500)
    title_en = models.CharField(_("heading in English"), max_length=120, blank=True)
    text_en = models.CharField(_("what to do, in English"), max_length=500, blank=True)
    url = models.CharField(_("address of more information"), max_length=300, blank=True)
    reach = models.CharField(_("where"), max_length=10, choices=Reach.choices, default=Reach.OWN)
    portals = models.ManyToManyField("tenants.Agency", related_name="+", blank=True, verbose_name=_("portals"))
    starts_at = models.DateTimeField(_("raised at"))
    ends_at = models.DateTimeField(_("ends at"))
    raised_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    lifted_at = models.DateTimeField(_("taken off at"), null=True, blank=True)
    lifted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    objects = AlertQuerySet.as_manager()

    class Meta:
        verbose_name = _("emergency banner")
        verbose_name_plural = _("emergency banners")
        ordering = ["-starts_at", "-pk"]
        indexes = [models.Index(fields=["agency", "ends_at"], name="alert_agency_ends")]
        constraints = [
            models.CheckConstraint(
                name="an_alert_ends_after_it_begins",
                condition=Q(ends_at__gt=models.F("starts_at")),
                violation_error_message=_("The end must lie in the future."),
            )
        ]

    def __str__(self) -> str:
        return self.title

    def running(self, now: datetime) -> bool:
        return self.lifted_at is None and self.starts_at <= now < self.ends_at
