from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Duty(models.TextChoices):
    """What somebody is named for (TB.3.4, HY.3.4a, HY.3.4b, VL.26.3)."""

    CONTENT_OPERATOR = "content_operator", _("Content operator")
    TECHNICAL_OPERATOR = "technical_operator", _("Technical operator")
    LIAISON = "liaison", _("Technical liaison officer")


class Official(models.Model):
    """Somebody whom an agency has named for a duty on its portal, with or without an account. Changed by services only.

    Personal data: full name, telephone, e-mail. A row that has ended stays as the record of who it was.
    """

    agency = models.ForeignKey("tenants.Agency", models.CASCADE, related_name="officials", verbose_name=_("agency"))
    duty = models.CharField(_("duty"), max_length=20, choices=Duty.choices)
    full_name = models.CharField(_("full name"), max_length=120)
    position = models.CharField(_("position"), max_length=120, blank=True)
    unit = models.CharField(_("works at"), max_length=200)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"))
    named_at = models.DateTimeField(_("named at"))
    named_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    class Meta:
        verbose_name = _("official")
        verbose_name_plural = _("officials")
        ordering = ["duty", "full_name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "duty", "email"],
                condition=models.Q(ended_at=None),
                name="an_official_once_for_a_duty",
                violation_error_message=_("Somebody with this e-mail address is named for this duty already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.full_name} – {self.get_duty_display()}"
