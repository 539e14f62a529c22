from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from tenants.calendar import DayKind


class Scope(models.TextChoices):
    NATIONAL = "national", _("The whole country")
    PROVINCE = "province", _("One province")
    AGENCY = "agency", _("One agency")


KIND_LABELS = {
    DayKind.HOLIDAY: _("Day off"),
    DayKind.WORKDAY: _("Working day by swap"),
    DayKind.HALF_DAY: _("Half day (morning)"),
    DayKind.CLOSURE: _("Office closed"),
}


class OfficialDayRow(models.Model):
    """One official decision about one day. Append-only: a later decision on the same day and scope wins."""

    date = models.DateField(_("date"))
    kind = models.CharField(_("kind"), max_length=12, choices=[(k.value, v) for k, v in KIND_LABELS.items()])
    name = models.CharField(_("name"), max_length=120, blank=True)
    scope = models.CharField(_("scope"), max_length=10, choices=Scope.choices, default=Scope.NATIONAL)
    agency = models.ForeignKey("tenants.Agency", models.PROTECT, null=True, blank=True, verbose_name=_("agency"))
    decision = models.CharField(_("decision"), max_length=200)
    announced_on = models.DateField(_("announced on"), null=True, blank=True)
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False)

    class Meta:
        verbose_name = _("official day")
        verbose_name_plural = _("official days")
        ordering = ["-date", "-pk"]
        indexes = [models.Index(fields=["date", "scope"])]
        constraints = [
            models.CheckConstraint(
                name="official_day_agency_iff_scoped",
                condition=models.Q(scope="national", agency=None)
                | (~models.Q(scope="national") & models.Q(agency__isnull=False)),
                violation_error_message=_("Name the agency for a day of one province or agency, and only then."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.date:%d/%m/%Y}: {self.get_kind_display()}"


class CalendarYear(models.Model):
    """A year whose official days a province's office has confirmed.

    A deadline of its agencies in any other year says that it may move.
    """

    province = models.ForeignKey("tenants.Agency", models.PROTECT, related_name="+", verbose_name=_("province"))
    year = models.PositiveSmallIntegerField(_("year"))
    decision = models.CharField(_("decision"), max_length=200)
    confirmed_at = models.DateTimeField(auto_now_add=True)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False)

    class Meta:
        verbose_name = _("confirmed year")
        verbose_name_plural = _("confirmed years")
        ordering = ["-year"]
        constraints = [
            models.UniqueConstraint(
                fields=["province", "year"],
                name="calendar_year_once_a_province",
                violation_error_message=_("This year is confirmed already."),
            )
        ]

    def __str__(self) -> str:
        return str(self.year)
