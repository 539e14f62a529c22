"""The demo's pages of every kind but articles: legal documents, services, projects … (`[[item]]` of a demo file)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.core.files.base import ContentFile
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
from portal.demo.links import linked, waves
from portal.models import ContentPage, SectionPage
from security.models import User
from tenants.domains import plain
from tenants.models import Agency, PortalDocument

REASON = "Dữ liệu minh hoạ"


def build_items(agency: Agency, items: tuple[Item, ...], author: User, head: User, now: datetime) -> int:
    """All pages of other kinds of one portal, live as one accepted batch. Returns how many."""
    found = SectionPage.objects.filter(agency=agency, came_from=None).select_related("locale")
    sections = {(section.locale.language_code, section.key): section for section in found}
    for wave in waves(items):
        groups: dict[tuple[Any, type[ContentPage]], list[ContentPage]] = {}
        for item in wave:
            model = kinds()[item.kind]
            section = sections[(item.language, item.section)]
            group = groups.setdefault((section, model), [])
            ready = replace(item, fields=linked(item.fields, agency))
            group.append(_page(ready, model, agency, author, now, len(group)))
        for (section, _model), pages in groups.items():
            section.refresh_from_db()
            add_children(section, pages)
            publish_many(pages, kind=DecisionKind.IMPORT_ACCEPTED, actor=head, now=now, reason=REASON)
            index_pages(pages)
    return len(items)


def _page(
    item: Item, model: type[ContentPage], agency: Agency, author: User, now: datetime, number: int
) -> ContentPage:
    page = model(title=item.title, summary=item.summary, live=False, owner=author)
    page.slug = f"{slugify(plain(item.title))[:70].rstrip('-')}-{number}".strip("-")
    page.first_published_at = now - timedelta(days=item.days_ago, hours=item.days_ago % 7)
    if item.body:
        page.body = stream_body(item.body)  # type: ignore[attr-defined]
    for name, value in item.fields.items():
        setattr(page, name, _value(model, name, value, agency, author, now))
    return page


def _value(model: type[ContentPage], name: str, value: Any, agency: Agency, author: User, now: datetime) -> Any:
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist as error:
        raise ValueError(f"{model.kind} has no field {name}") from error
    if name == "files":
        return [("file", _file(row, agency, author)) for row in value]
    if isinstance(field, StreamField):
        return [(row["type"], _dated(row["value"], now)) for row in value]
    if isinstance(field, models.DateTimeField) and isinstance(value, datetime) and timezone.is_naive(value):
        return timezone.make_aware(value)
    return _dated(value, now)


def _dated(value: Any, now: datetime) -> Any:
    """Tables such as `{ days_ago = 3 }` and `{ days_ahead = 10 }` are days before and after today, at any depth."""
    if isinstance(value, list):
        return [_dated(one, now) for one in value]
    if not isinstance(value, dict):
        return value
    if value.keys() == {"days_ago"}:
        return _day(now, -value["days_ago"])
    if value.keys() == {"days_ahead"}:
        return _day(now, value["days_ahead"])
    return {key: _dated(one, now) for key, one in value.items()}


def _day(now: datetime, days: int) -> date:
    return timezone.localdate(now) + timedelta(days=days)


def _file(row: dict[str, str], agency: Agency, author: User) -> PortalDocument:
    """A file with a text of its own: DOCX, or the text as it stands (CSV, TXT)."""
    data = _docx(row["title"], row["text"]) if row["name"].endswith(".docx") else row["text"].encode()
    document = PortalDocument(title=row["title"], agency=agency, collection=agency.collection, uploaded_by_user=author)
    document.file, document.file_size = ContentFile(data, name=row["name"]), len(data)
    document.save()
    return document


def _docx(title: str, text: str) -> bytes:
    document, data = Document(), BytesIO()
    document.add_heading(title)
    for line in text.strip().splitlines():
        document.add_paragraph(line)
    document.save(data)
    return data.getvalue()
