"""The entries of a week's schedule and what makes them impossible; each fault is told at its field."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.stream_block import StreamBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError

from editorial.origin import OriginForm


class EntryBlock(blocks.StructBlock):
    day = blocks.DateBlock(label=_("Day"))
    start = blocks.TimeBlock(label=_("Start (hour and minute)"))
    end = blocks.TimeBlock(label=_("End (hour and minute)"), required=False)
    leaders = blocks.CharBlock(label=_("Leaders"), max_length=250)
    content = blocks.TextBlock(label=_("What for"), rows=2)
    place = blocks.CharBlock(label=_("Where"), max_length=250, required=False)
    chair = blocks.CharBlock(label=_("In the chair"), max_length=160, required=False)
    participants = blocks.TextBlock(label=_("Who takes part"), rows=2, required=False)
    note = blocks.CharBlock(label=_("Note"), max_length=250, required=False)
    cancelled = blocks.BooleanBlock(
        label=_("Cancelled"), required=False, help_text=_("Readers see that it is cancelled; their calendars too.")
    )

    class Meta:
        icon = "calendar"
        label = _("Entry")

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if cleaned["end"] and cleaned["end"] <= cleaned["start"]:
            message = gettext("An entry ends after it begins. Give a later time, or none.")
            raise StructBlockValidationError(block_errors={"end": ValidationError(message)})
        return cleaned


class EntriesBlock(blocks.StreamBlock):
    entry = EntryBlock()


def outside(monday: date, days: list[date | None]) -> list[int]:
    """Which of the days do not lie in the week that begins on the Monday. A draft may lack some."""
    return [at for at, day in enumerate(days) if day and not monday <= day < monday + timedelta(days=7)]


class ScheduleForm(OriginForm):
    """A section has one page a week, and an entry lies in its page's week."""

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean()
        monday, entries = data.get("monday"), data.get("entries")
        if monday is None:
            return data
        if entries is not None and (wrong := outside(monday, [block.value["day"] for block in entries])):
            message = gettext("This day is not in the week of %(day)s.") % {"day": monday.strftime("%d/%m/%Y")}
            error = StructBlockValidationError(block_errors={"day": ValidationError(message)})
            self.add_error("entries", StreamBlockValidationError(block_errors=dict.fromkeys(wrong, error)))
        if self._is_there(monday):
            self.add_error("monday", gettext("There is a page for this week already. Change that one."))
        return data

    def _is_there(self, monday: date) -> bool:
        if self.parent_page is None:
            return False
        pages = type(self.instance).objects.child_of(self.parent_page).filter(monday=monday)
        return bool(pages.exclude(pk=self.instance.pk).exists())
