from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class LinkKind(models.TextChoices):
    PAGE = "page", _("a page, by its key")
    DOCUMENT = "document", _("a file, by its key")
    OWN = "own", _("an address of one of our portals")
    OUTSIDE = "outside", _("an address elsewhere")


class LinkState(models.TextChoices):
    """UNCERTAIN: something answers, but not whether the link is good. FAILING: not for as many days as it takes yet."""

    UNKNOWN = "unknown", _("not checked yet")
    WORKS = "works", _("works")
    UNCERTAIN = "uncertain", _("cannot be judged")
    FAILING = "failing", _("did not work the last time")
    BROKEN = "broken", _("broken")


class LinkProblem(models.TextChoices):
    NOT_LIVE = "not_live", _("The page is not on the portal at present.")
    DELETED = "deleted", _("The page or file was deleted.")
    NOTHING = "nothing", _("The portal has nothing at this address.")
    GONE = "gone", _("The other site says that there is nothing at this address.")
    NO_HOST = "no_host", _("There is no site of this name any more.")
    REFUSED = "refused", _("The other site answers, but not to a machine, or not at present.")
    SILENT = "silent", _("The other site gave no proper answer.")
    NOT_ASKED = "not_asked", _("The address lies in an internal network or on an unusual port; it is not asked.")


class PageLinkQuerySet(models.QuerySet):  # type: ignore[type-arg]
    def of_readers(self) -> Any:
        """Those that readers meet today, on pages that somebody can correct."""
        return self.filter(page__live=True, page__came_from=None)

    def broken(self) -> Any:
        """What its owner is asked to correct."""
        return self.of_readers().filter(state=LinkState.BROKEN, left_at=None)


class CollectedPage(models.Model):
    """That the links of a page were collected, and from which version."""

    page = models.OneToOneField(settings.WAGTAIL_PAGE_MODEL, models.CASCADE, primary_key=True, related_name="collected")
    revision = models.ForeignKey("wagtailcore.Revision", models.SET_NULL, null=True, related_name="+")

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.page_id)


class PageLink(models.Model):
    """One address that a published page leads to, and what is known of it. Whose it is, is asked of the page.

    `address`: the full address, or `page:12`, `document:3` for what rich text names by its key (`target`). `place`:
    name of the page's field, or `look`. `failures`: on how many days in a row it failed; `failed_on`: the last of them.
    """

    page = models.ForeignKey(settings.WAGTAIL_PAGE_MODEL, models.CASCADE, related_name="found_links")
    kind = models.CharField(max_length=10, choices=LinkKind.choices)
    address = models.CharField(_("address"), max_length=1000)
    target = models.BigIntegerField(null=True)
    host = models.CharField(max_length=253, blank=True)
    place = models.CharField(max_length=60)
    words = models.CharField(max_length=200, blank=True)

    state = models.CharField(_("state"), max_length=10, choices=LinkState.choices, default=LinkState.UNKNOWN)
    problem = models.CharField(max_length=10, choices=LinkProblem.choices, blank=True)
    detail = models.CharField(max_length=80, blank=True)
    checked_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    failures = models.PositiveSmallIntegerField(default=0)
    failed_on = models.DateField(null=True)
    failing_since = models.DateTimeField(null=True)

    left_reason = models.CharField(_("why it is left"), max_length=300, blank=True)
    left_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    left_at = models.DateTimeField(null=True)

    objects = PageLinkQuerySet.as_manager()
    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()
        verbose_name = _("link of a page")
        verbose_name_plural = _("links of pages")
        constraints = [models.UniqueConstraint(fields=["page", "address"], name="page_links_once")]
        indexes = [
            models.Index(fields=["due_at"], name="page_link_due"),
            models.Index(fields=["address"], name="page_link_address"),
            models.Index(fields=["state", "page"], name="page_link_state"),
        ]

    def __str__(self) -> str:
        return self.address
