"""What stands together once a text or a quotation names its source: author, source, date (VL.15.1d, VL.15.2b)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils.translation import gettext
from wagtail.admin.forms import WagtailAdminPageForm


def origin_gaps(author: str, name: str, url: str, day: date | None) -> Iterator[tuple[str, str]]:
    """(`author`, `name` or `day`, what is missing and what to do). A date alone is no quotation."""
    if url and not name:
        yield "name", gettext("Name the source whose address you give: readers see the name.")
    if not (name or url):
        return
    if not author:
        yield (
            "author",
            gettext("Name the author of the original; if nobody signed it, the body that published it."),
        )
    if not day:
        yield "day", gettext("Give the day on which the original first appeared at its source.")


class OriginForm(WagtailAdminPageForm):
    """Refuses a submission whose origin is told in part. A draft may lack it, and what is published stays valid."""

    FIELDS = {"author": "author_name", "name": "source_name", "url": "source_url", "day": "original_date"}

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean()
        given = {part: data.get(field) for part, field in self.FIELDS.items()}
        whole = all(field in self.fields and field not in self.errors for field in self.FIELDS.values())
        if whole and not self.is_deferred_validation:
            for part, text in origin_gaps(**given):
                self.add_error(self.FIELDS[part], text)
        return data
