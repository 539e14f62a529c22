"""The demo's pages of every kind but articles: legal documents, services, projects … (`[[item]]` of a demo file)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.db import models
from django.utils import timezone
from django.utils.text import slugify
from docx import Document
from wagtail.fields import StreamField

from editorial.models import DecisionKind
from editorial.services import publish_many
from portal.bulk_pages import add_children, index_pages
from portal.catalogue import kinds
from portal.demo.bodies import stream_body
from portal.demo.content import Item
from portal.demo.images import draw
from portal.models import ContentPage, HomePage, SectionPage
from security.models import User
from tenants.domains import plain
from tenants.models import Agency, BasePage, PortalDocument, PortalImage

REASON = "Dữ liệu minh hoạ"
IMAGE_SIZE = (1280, 800)


def build_items(agency: Agency, items: tuple[Item, ...], author: User, head: User, now: datetime) -> int:
    """All pages of other kinds of one portal, live as one accepted batch. Returns how many.

    Kinds are made in the order in which they first stand in the files, so that a page may name one of an earlier kind.
    """
    found = SectionPage.objects.filter(agency=agency, came_from=None).select_related("locale")
    sections = {(section.locale.language_code, section.key): section for section in found}
    groups: dict[tuple[str, str, str], list[Item]] = {}
    for item in items:
        groups.setdefault((item.kind, item.language, item.section), []).append(item)
    make = Maker(agency, author, now)
    for (kind, language, key), listed in groups.items():
        section = sections.get((language, key)) or _added(agency, key, language, head, now)
        sections[(language, key)] = section
        section.refresh_from_db()
        pages = [make.page(item, kinds()[kind], number) for number, item in enumerate(listed)]
        add_children(section, pages)
        publish_many(pages, kind=DecisionKind.IMPORT_ACCEPTED, actor=head, now=now, reason=REASON)
        index_pages(pages)
    return len(items)


def _added(agency: Agency, key: str, language: str, head: User, now: datetime) -> SectionPage:
    """A section that the regulation does not ask of this portal; its board adds it (NB.7.1n)."""
    home = HomePage.objects.get(agency=agency, came_from=None, locale__language_code=language)
    known = agency.regulation.sections[key]
    section = SectionPage(title=known.title_vi, slug=known.slug, key=key, live=False)
    add_children(home, [section])
    publish_many([section], kind=DecisionKind.IMPORT_ACCEPTED, actor=head, now=now, reason=REASON)
    index_pages([section])
    return section


@dataclass(frozen=True)
class Maker:
    """Makes the pages of one agency from what stands in the files."""

    agency: Agency
    author: User
    now: datetime

    def page(self, item: Item, model: type[ContentPage], number: int) -> ContentPage:
        page = model(title=item.title, summary=item.summary, live=False, owner=self.author)
        page.slug = f"{slugify(plain(item.title))[:70].rstrip('-')}-{number}".strip("-")
        page.first_published_at = self.now - timedelta(days=item.days_ago, hours=item.days_ago % 7)
        if item.body:
            page.body = stream_body(item.body)  # type: ignore[attr-defined]
        for name, value in item.fields.items():
            setattr(page, name, self.field(model, name, value))
        return page

    def field(self, model: type[ContentPage], name: str, value: Any) -> Any:
        try:
            field = model._meta.get_field(name)
        except FieldDoesNotExist as error:
            raise ValueError(f"{model.kind} has no field {name}") from error
        if name == "files":
            return [("file", self.file({"file": row["name"], **row})) for row in value]
        if isinstance(field, StreamField):
            return [(row["type"], self.value(row["value"])) for row in value]
        if isinstance(field, models.DateTimeField) and isinstance(value, datetime) and timezone.is_naive(value):
            return timezone.make_aware(value)
        return self.value(value)

    def value(self, value: Any) -> Any:
        """Tables at any depth: `{ days_ago = 3 }`, `{ days_ahead = 10, time = "09:00" }` are days and hours from today,
        `{ file, title, text }` is a file, `{ motif, seed, alt }` a picture, `{ page = "Title" }` a page."""
        if isinstance(value, list):
            return [self.value(one) for one in value]
        if not isinstance(value, dict):
            return value
        made = {
            "days_ago": self.day,
            "days_ahead": self.day,
            "file": self.file,
            "motif": self.picture,
            "page": self.named,
        }
        make = next((made[name] for name in value if name in made), None)
        return make(value) if make else {key: self.value(one) for key, one in value.items()}

    def day(self, row: dict[str, Any]) -> date:
        days = row.get("days_ahead", 0) - row.get("days_ago", 0)
        day = timezone.localdate(self.now) + timedelta(days=days)
        if "time" not in row:
            return day
        return timezone.make_aware(datetime.combine(day, time.fromisoformat(row["time"])))

    def named(self, row: dict[str, str]) -> BasePage:
        """The page of this portal with a title. Raises BasePage.DoesNotExist."""
        page: BasePage = BasePage.objects.get(agency=self.agency, title=row["page"]).specific
        return page

    def file(self, row: dict[str, str]) -> PortalDocument:
        """A file with a text of its own: DOCX, or the text as it stands (CSV, TXT)."""
        data = _docx(row["title"], row["text"]) if row["file"].endswith(".docx") else row["text"].encode()
        document = PortalDocument(title=row["title"], agency=self.agency, uploaded_by_user=self.author)
        document.collection = self.agency.collection
        document.file = ContentFile(data, name=row["file"])
        document.save()
        return document

    def picture(self, row: dict[str, Any]) -> PortalImage:
        data = BytesIO()
        draw(row["motif"], row["seed"], IMAGE_SIZE).save(data, "WEBP", quality=82)
        image = PortalImage(title=row["alt"], alt_text=row["alt"], agency=self.agency, uploaded_by_user=self.author)
        image.collection = self.agency.collection
        image.file = ImageFile(BytesIO(data.getvalue()), name=f"{row['motif']}-{row['seed']}.webp")
        image.save()
        return image


def _docx(title: str, text: str) -> bytes:
    document, data = Document(), BytesIO()
    document.add_heading(title)
    for line in text.strip().splitlines():
        document.add_paragraph(line)
    document.save(data)
    return data.getvalue()
