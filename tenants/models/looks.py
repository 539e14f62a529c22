from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from tenants.models.agency import Agency


class HomeBlock(models.TextChoices):
    """What a front page is made of, in the order that a new portal has."""

    LEAD = "lead", _("Lead story and latest news")
    TASKS = "tasks", _("What you can do here")
    ANNOUNCEMENTS = "announcements", _("Announcements")
    QUESTIONS = "questions", _("Questions answered")
    DOCUMENTS = "documents", _("New documents")
    SCHEDULE = "schedule", _("Work schedule and events")
    SECTIONS = "sections", _("News by section")
    PORTALS_NEWS = "portals_news", _("News from the portals below")
    PROVINCE_NEWS = "province_news", _("From the province")
    PROVINCE_DOCUMENTS = "province_documents", _("Documents of the province")
    SERVICES = "services", _("Public services")
    MEDIA = "media", _("Pictures, recordings and films")
    DIRECTORY = "directory", _("All sections")
    PORTALS = "portals", _("Portals in the province")
    LINKS = "links", _("Links")

    def fits(self, agency: Agency) -> bool:
        """Whether a portal can show it at all: a component has no portals to list, a province none above it."""
        return self not in (OF_COMPONENTS if agency.is_province else OF_PROVINCES)


OF_PROVINCES = frozenset({HomeBlock.PORTALS})
OF_COMPONENTS = frozenset({HomeBlock.PROVINCE_NEWS, HomeBlock.PROVINCE_DOCUMENTS})
HIDDEN_AT_FIRST = frozenset({HomeBlock.LINKS})
"""Links stand in the foot of every page, so a front page shows them only when somebody wants it."""


class Look(models.Model):
    """One version of how an agency's portal looks. Versions are added, never changed: a trigger refuses it.

    The one in use is the agency's `look`; while that is empty the portal looks as `default_look` says, and there is no
    row. `menu`: `{"language", "label", "page"}` for an own page (an empty label is the page's title), with `"url"`
    instead for an https address or a path of the portal itself. `links`: `{"language", "label", "url"}`. `layout`:
    `{"block", "shown"}` in order. Nothing of it is content: a look is taken back without touching a page (TB.10.3).
    """

    agency = models.ForeignKey("tenants.Agency", models.PROTECT, related_name="looks", editable=False)
    number = models.PositiveIntegerField(_("version"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    made_at = models.DateTimeField(_("when"))
    note = models.CharField(_("note"), max_length=200, blank=True)
    restored_from = models.PositiveIntegerField(null=True, blank=True)

    theme = models.CharField(_("colours"), max_length=40)
    logo = models.ForeignKey(
        "tenants.PortalImage", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("logo or emblem")
    )
    banner = models.ForeignKey(
        "tenants.PortalImage", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("banner")
    )
    menu = models.JSONField(_("menu"), default=list, blank=True)
    layout = models.JSONField(_("front page"), default=list, blank=True)
    links = models.JSONField(_("links"), default=list, blank=True)

    CONTENT = ("theme", "logo_id", "banner_id", "menu", "layout", "links")

    class Meta:
        verbose_name = _("look")
        verbose_name_plural = _("looks")
        ordering = ["agency", "-number"]
        constraints = [models.UniqueConstraint(fields=["agency", "number"], name="look_numbers_are_unique")]

    def __str__(self) -> str:
        return str(_("Look, version %(number)d") % {"number": self.number})

    @property
    def content(self) -> dict[str, Any]:
        """What is seen; two versions with the same content look the same."""
        values = {name: getattr(self, name) for name in self.CONTENT}
        return values | {"layout": [(str(block), shown) for block, shown in self.blocks]}

    @property
    def blocks(self) -> list[tuple[HomeBlock, bool]]:
        """Every block of the front page with whether it is shown; those that the version does not know come last."""
        rows = [row for row in self.layout if row["block"] in HomeBlock.values]
        known = [(HomeBlock(row["block"]), bool(row["shown"])) for row in rows]
        named = {block for block, _shown in known}
        return known + [(block, block not in HIDDEN_AT_FIRST) for block in HomeBlock if block not in named]

    @property
    def images(self) -> set[int]:
        """Keys of the images that it shows."""
        return {key for key in (self.logo_id, self.banner_id) if key is not None}

    @property
    def shown_blocks(self) -> list[HomeBlock]:
        return [block for block, shown in self.blocks if shown]

    def menu_in(self, language: str) -> list[dict[str, Any]]:
        return [entry for entry in self.menu if entry["language"] == language]

    def links_in(self, language: str) -> list[dict[str, Any]]:
        return [entry for entry in self.links if entry["language"] == language]
