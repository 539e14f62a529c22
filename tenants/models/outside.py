from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class OutsideKey(models.TextChoices):
    """What a portal may take in from elsewhere; tenants/outside.py says from which host, and what it does there."""

    EMC = "emc", _("Measurement by the national system (EMC)")
    TRUST_LABEL = "trust_label", _("Network-trust label")


class OutsideService(models.Model):
    """One such service at one agency's portals, known by its code there. Changed by services only."""

    agency = models.ForeignKey("tenants.Agency", models.CASCADE, related_name="outside", verbose_name=_("agency"))
    key = models.CharField(_("service"), max_length=20, choices=OutsideKey.choices)
    code = models.CharField(_("code"), max_length=120)
    everywhere = models.BooleanField(_("for all portals of the province"), default=False)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    set_at = models.DateTimeField(_("set at"))

    class Meta:
        verbose_name = _("outside service")
        verbose_name_plural = _("outside services")
        ordering = ["agency", "key"]
        constraints = [models.UniqueConstraint(fields=["agency", "key"], name="an_outside_service_once")]

    def __str__(self) -> str:
        return f"{self.get_key_display()}: {self.code}"
