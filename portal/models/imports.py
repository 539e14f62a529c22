from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.importing.transitions import STATE_LABELS, State


class SourceKind(models.TextChoices):
    WORDPRESS = "wordpress", _("WordPress export")
    FEED = "feed", _("RSS or Atom feed")
    SITEMAP = "sitemap", _("Pages of a sitemap")
    CSV = "csv", _("CSV table")


class BatchQuerySet(models.QuerySet):  # type: ignore[type-arg]
    def with_counts(self) -> BatchQuerySet:
        """Each with `pages_total`, `pages_waiting`, `pages_accepted`, `pages_discarded` and `problems_total`."""
        pages = ImportedPage.objects.filter(batch=models.OuterRef("pk"))
        problems = ImportProblem.objects.filter(batch=models.OuterRef("pk"))
        return self.annotate(
            pages_total=_count(pages),
            pages_waiting=_count(pages.waiting()),
            pages_accepted=_count(pages.filter(state=PageState.ACCEPTED)),
            pages_discarded=_count(pages.filter(state=PageState.DISCARDED)),
            problems_total=_count(problems),
        )


def _count(rows: Any) -> Any:
    counted = rows.order_by().values("batch").annotate(number=models.Count("pk")).values("number")
    return models.functions.Coalesce(models.Subquery(counted, output_field=models.IntegerField()), 0)


class ImportBatch(models.Model):
    """What one source of an existing site brought into an agency's portal, for its board to decide on (VL.30a)."""

    agency = models.ForeignKey("tenants.Agency", models.PROTECT, related_name="+", verbose_name=_("agency"))
    kind = models.CharField(_("kind"), max_length=12, choices=SourceKind.choices)
    source = models.CharField(_("source"), max_length=500)
    host = models.CharField(_("host of the former site"), max_length=260, blank=True)
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=[(s.value, label) for s, label in STATE_LABELS.items()],
        default=State.READING.value,
    )
    found = models.PositiveIntegerField(_("texts in the source"), default=0)
    started_at = models.DateTimeField(_("begun at"))
    read_at = models.DateTimeField(_("read at"), null=True, blank=True)
    closed_at = models.DateTimeField(_("decided at"), null=True, blank=True)

    objects = BatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["agency", "-id"], name="import_batch_agency")]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "kind", "source"],
                condition=~models.Q(state="closed"),
                name="one_open_import_of_a_source",
            )
        ]

    def __str__(self) -> str:
        return self.source


class PageState(models.TextChoices):
    DRAFT = "draft", _("Waiting for the board")
    ACCEPTED = "accepted", _("Accepted")
    DISCARDED = "discarded", _("Discarded")


class ImportedPageQuerySet(models.QuerySet):  # type: ignore[type-arg]
    def waiting(self) -> ImportedPageQuerySet:
        """Drafts that are as they were brought in. One that somebody edits goes to the board in the usual way."""
        return self.filter(state=PageState.DRAFT, page__live=False, page__latest_revision=None)


class ImportedPage(models.Model):
    """One text of a source, known by the source's own key for it, and the page that it became."""

    agency = models.ForeignKey("tenants.Agency", models.PROTECT, related_name="+")
    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="pages")
    key = models.CharField(_("key in the source"), max_length=500)
    address = models.CharField(_("old address"), max_length=500, blank=True)
    title = models.CharField(_("title"), max_length=255)
    state = models.CharField(_("state"), max_length=10, choices=PageState.choices, default=PageState.DRAFT)
    page = models.ForeignKey(settings.WAGTAIL_PAGE_MODEL, models.SET_NULL, null=True, related_name="+")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)

    wagtail_reference_index_ignore = True
    objects = ImportedPageQuerySet.as_manager()

    class Meta:
        verbose_name = _("imported text")
        verbose_name_plural = _("imported texts")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "key"], name="imported_once_a_batch"),
            models.UniqueConstraint(
                fields=["agency", "key"], condition=~models.Q(state="discarded"), name="imported_once_an_agency"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ImportedFile(models.Model):
    """An image or attachment of the former site and what it became; `made`: it came with this batch."""

    agency = models.ForeignKey("tenants.Agency", models.PROTECT, related_name="+")
    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="files")
    address = models.CharField(_("old address"), max_length=500)
    image = models.ForeignKey("tenants.PortalImage", models.SET_NULL, null=True, related_name="+")
    document = models.ForeignKey("tenants.PortalDocument", models.SET_NULL, null=True, related_name="+")
    made = models.BooleanField(default=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("imported file")
        verbose_name_plural = _("imported files")
        ordering = ["pk"]
        indexes = [models.Index(fields=["batch", "address"], name="import_file_address")]

    def __str__(self) -> str:
        return self.address


class ProblemKind(models.TextChoices):
    """What could not be read, or not as it was."""

    NOT_ANSWERED = "not_answered", _("the address did not answer")
    NOT_ALLOWED = "not_allowed", _("the address is not one that may be fetched")
    TOO_LARGE = "too_large", _("larger than may be read")
    NO_TEXT = "no_text", _("there is no text to read")
    NO_TITLE = "no_title", _("there is no title")
    BAD_FILE = "bad_file", _("the file is not what its name says, or of a kind that is not taken")
    NOT_SAVED = "not_saved", _("the page could not be kept")
    DATE = "date", _("the date could not be read; the text has none")
    SHORTENED = "shortened", _("too long: it was shortened")
    TABLE = "table", _("a table became lines of text")
    EMBEDDED = "embedded", _("embedded content was left out")
    NO_SECTION = "no_section", _("no section has this name; the text lies in the default one")


class ImportProblem(models.Model):
    """A row of the report of what could not be read."""

    agency = models.ForeignKey("tenants.Agency", models.PROTECT, related_name="+")
    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="problems")
    key = models.CharField(_("key in the source"), max_length=500)
    title = models.CharField(_("title"), max_length=255, blank=True)
    kind = models.CharField(_("problem"), max_length=14, choices=ProblemKind.choices)
    detail = models.CharField(_("detail"), max_length=2000, blank=True)

    class Meta:
        verbose_name = _("problem of an import")
        verbose_name_plural = _("problems of imports")
        ordering = ["pk"]
        indexes = [models.Index(fields=["batch", "key"], name="import_problem_key")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.detail}"
