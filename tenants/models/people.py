from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from tenants.roles import Role


class Membership(models.Model):
    """A person's role in one agency. Granted and withdrawn by `tenants.services`, which keeps the groups in step."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    agency = models.ForeignKey("tenants.Agency", models.CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    granted_at = models.DateTimeField()
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("role in an agency")
        verbose_name_plural = _("roles in agencies")
        constraints = [models.UniqueConstraint(fields=["user", "agency", "role"], name="one_membership_per_role")]

    def __str__(self) -> str:
        return f"{self.user} – {self.get_role_display()} – {self.agency}"
