from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class PasswordHistory(models.Model):
    """A password that a person has had, as a hash: it may not come back before the regulation lets it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="password_history")
    password = models.CharField(_("hash"), max_length=128)
    set_at = models.DateTimeField(_("set at"))

    class Meta:
        verbose_name = _("earlier password")
        verbose_name_plural = _("earlier passwords")
        ordering = ["-set_at", "-pk"]
        indexes = [models.Index(fields=["user", "-set_at"])]

    def __str__(self) -> str:
        return f"{self.user} {self.set_at:%Y-%m-%d}"


class AdministratorLink(models.Model):
    """A link that makes the first administrator, once and for a short time. Only a digest of it is kept."""

    digest = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField(_("valid until"))
    used_at = models.DateTimeField(_("used at"), null=True, blank=True)

    class Meta:
        verbose_name = _("link for the first administrator")
        verbose_name_plural = _("links for the first administrator")

    def __str__(self) -> str:
        return f"{self.expires_at:%Y-%m-%d %H:%M}"
