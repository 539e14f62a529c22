"""How often pages are read. None of these rows says anything of a reader."""

from __future__ import annotations

from django.db import models


class PageVisits(models.Model):
    """How often a page was read on a day in Vietnam. It goes where the page goes, and goes with the page."""

    page = models.ForeignKey("tenants.BasePage", models.CASCADE, related_name="visits")
    day = models.DateField()
    views = models.PositiveBigIntegerField()

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["page", "day"], name="one_row_a_page_and_day")]
        indexes = [models.Index(fields=["day"], name="page_visits_day")]

    def __str__(self) -> str:
        return f"{self.page_id} {self.day}: {self.views}"


class AgencyVisits(models.Model):
    """How often the pages of an agency's portal were read on a day; it stays when pages move or are deleted."""

    agency = models.ForeignKey("tenants.Agency", models.CASCADE, related_name="visits")
    day = models.DateField()
    views = models.PositiveBigIntegerField()

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["agency", "day"], name="one_row_an_agency_and_day")]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.day}: {self.views}"


class VisitBatch(models.Model):
    """A batch of Valkey's counts that stands in the tables above: it is never added twice."""

    key = models.CharField(max_length=100, primary_key=True)
    moved_at = models.DateTimeField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.key


class EdgeLogMark(models.Model):
    """How far nginx's log of visits was read: which file (its inode) and up to which byte."""

    path = models.CharField(max_length=500, primary_key=True)
    inode = models.BigIntegerField(default=0)
    offset = models.BigIntegerField(default=0)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.path}: {self.offset}"
