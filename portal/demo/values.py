"""What demo files write as small tables: days and hours counted from today, pictures, files, pages of the portal.

| table                                  | becomes                                                    |
|----------------------------------------|------------------------------------------------------------|
| `{ days_ago = 3 }`, `{ days_ahead = 10 }` | a day before or after today                             |
| `{ days_ahead = 10, time = "08:00" }`  | that day at that hour                                      |
| `{ week = 0, day = 2 }`                | Tuesday of this week; week -1 is the last one              |
| `{ motif = "lotus", seed = 3 }`        | a drawn picture; `{ portrait = 1 }`, `{ map = 1 }` likewise |
| `{ file = "a.csv", title = "A", text = "…" }` | a file; `tones = [262, 330]` instead of a text: a sound |
| `{ page = "Title" }`                   | the page of this portal with that title                    |
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.utils import timezone

from portal.demo.media import document_bytes, picture_of
from security.models import User
from tenants.models import Agency, BasePage, PortalDocument, PortalImage

DAYS = ("days_ago", "days_ahead", "week")
PICTURES = ("motif", "portrait", "map")


@dataclass(frozen=True)
class Values:
    """Reads the values of one portal's pages."""

    agency: Agency
    author: User
    now: datetime

    def read(self, value: Any) -> Any:
        """The value with every small table replaced, at any depth."""
        if isinstance(value, list):
            return [self.read(one) for one in value]
        if not isinstance(value, dict):
            return value
        make = self._maker(value)
        return make(value) if make else {key: self.read(one) for key, one in value.items()}

    def words(self, text: str) -> str:
        """A text in which `{week 0}` becomes the days of this week, `{week -1}` those of the last."""
        return re.sub(r"\{week (-?\d+)\}", self._days_of_week, text)

    def _days_of_week(self, found: re.Match[str]) -> str:
        monday = self._day({"week": int(found[1])})
        return f"{monday:%d/%m}–{monday + timedelta(days=6):%d/%m/%Y}"

    def _maker(self, row: dict[str, Any]) -> Callable[[dict[str, Any]], Any] | None:
        if isinstance(row.get("file"), str):
            return self.file
        made = {**dict.fromkeys(DAYS, self._day), **dict.fromkeys(PICTURES, self._image), "page": self._page}
        return next((made[name] for name in row if name in made), None)

    def _day(self, row: dict[str, Any]) -> date | datetime:
        today = timezone.localdate(self.now)
        if "week" in row:
            day = today - timedelta(days=today.weekday()) + timedelta(weeks=row["week"], days=row.get("day", 1) - 1)
        else:
            day = today + timedelta(days=row.get("days_ahead", 0) - row.get("days_ago", 0))
        if "time" not in row:
            return day
        return timezone.make_aware(datetime.combine(day, time.fromisoformat(row["time"])))

    def _image(self, row: dict[str, Any]) -> PortalImage:
        name, data, size = picture_of(row)
        image: PortalImage = PortalImage.objects.create(
            title=row.get("title", name),
            alt_text=row.get("alt", ""),
            file=ImageFile(data, name=f"{name}.webp"),
            agency=self.agency,
            collection=self.agency.collection,
            uploaded_by_user=self.author,
            width=size[0],
            height=size[1],
        )
        return image

    def file(self, row: dict[str, Any]) -> PortalDocument:
        """A file with a text or a sound of its own."""
        owner = {"agency": self.agency, "collection": self.agency.collection, "uploaded_by_user": self.author}
        document = PortalDocument(title=row["title"], **owner)
        data = document_bytes(row)
        document.file, document.file_size = ContentFile(data, name=row["file"]), len(data)
        document.save()
        return document

    def _page(self, row: dict[str, str]) -> BasePage:
        """Raises BasePage.DoesNotExist: the portal has no such page."""
        page: BasePage = BasePage.objects.filter(agency=self.agency, title=row["page"]).earliest("pk").specific
        return page
