"""The work schedule of leaders, a page a week (NB.7.1c, TN.4.2)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from editorial.models import EditorialPage
from portal.models.content import ContentPage, Listing, WithFiles
from portal.schedule_blocks import EntriesBlock, ScheduleForm
from tenants.models import BasePage


class ScheduleWeekPage(WithFiles, ContentPage):
    """What the leaders do in one week, day by day."""

    kind = "schedule_week"
    home_sections = ("schedule",)
    schema_type = "WebPage"
    template = "portal/kinds/schedule_week.html"
    base_form_class = ScheduleForm
    listing = Listing(template="portal/listings/schedule_week.html", order=("-monday", "-pk"), defer=("entries",))

    monday = models.DateField(_("Monday of the week"), db_index=True)
    entries = StreamField(EntriesBlock(), verbose_name=_("entries"))

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("monday"),
        FieldPanel("entries"),
        MultiFieldPanel([FieldPanel("summary"), FieldPanel("files")], heading=_("Notes and files")),
        EditorialPage.origin_panel,
    ]
    search_fields = [*EditorialPage.search_fields, index.SearchField("entries")]

    class Meta:
        verbose_name = _("week of the work schedule")
        verbose_name_plural = _("weeks of the work schedule")

    def clean(self) -> None:
        super().clean()
        if self.monday and self.monday.weekday():
            nearest = self.monday - timedelta(days=self.monday.weekday())
            message = _("This is not a Monday. The Monday of that week is %(day)s.")
            raise ValidationError({"monday": message % {"day": nearest.strftime("%d/%m/%Y")}})

    @property
    def sunday(self) -> date:
        return self.monday + timedelta(days=6)

    def shown_date(self) -> date | None:
        return self.monday

    def days(self) -> list[dict[str, Any]]:
        """The days that have entries, each with its entries in the order of their times.

        What a draft has not placed yet (no day, no time) is left out.
        """
        rows: dict[date, list[Any]] = {}
        placed = [block.value for block in self.entries if block.value["day"] and block.value["start"]]
        for entry in sorted(placed, key=lambda one: (one["day"], one["start"])):
            rows.setdefault(entry["day"], []).append(entry)
        return [{"day": day, "entries": entries} for day, entries in rows.items()]

    def reader_context(self, request: HttpRequest) -> dict[str, Any]:
        from portal.schedules import week_context

        return {**super().reader_context(request), **week_context(self)}
