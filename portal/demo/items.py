"""The demo's pages of every kind but articles: legal documents, services, projects … (`[[item]]` of a demo file)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils import timezone
from django.utils.text import slugify
from wagtail.fields import StreamField

from editorial.models import DecisionKind
from editorial.services import publish_many
from portal.bulk_pages import add_children, index_pages
from portal.catalogue import kinds
from portal.demo.bodies import stream_body
from portal.demo.content import Item
from portal.demo.links import waves
from portal.demo.values import Values
from portal.models import ContentPage, HomePage, SectionPage
from security.models import User
from tenants.domains import plain
from tenants.models import Agency

REASON = "Dữ liệu minh họa"


def build_items(agency: Agency, items: tuple[Item, ...], author: User, head: User, now: datetime) -> int:
    """All pages of other kinds of one portal, live as accepted batches. Returns how many.

    What names another page is made after it.
    """
    found = SectionPage.objects.filter(agency=agency, came_from=None).select_related("locale")
    sections = {(section.locale.language_code, section.key): section for section in found}
    values = Values(agency, author, now)
    for wave in waves(items):
        groups: dict[tuple[str, str, str], list[Item]] = {}
        for item in wave:
            groups.setdefault((item.kind, item.language, item.section), []).append(item)
        for (kind, language, key), listed in groups.items():
            section = sections.get((language, key)) or _added(agency, key, language, head, now)
            sections[(language, key)] = section
            section.refresh_from_db()
            pages = [_page(item, kinds()[kind], values, number) for number, item in enumerate(listed)]
            add_children(section, pages)
            _take_live(pages, head, now)
    return len(items)


def _take_live(pages: list[Any], head: User, now: datetime) -> None:
    publish_many(pages, kind=DecisionKind.IMPORT_ACCEPTED, actor=head, now=now, reason=REASON)
    index_pages(pages)


def _added(agency: Agency, key: str, language: str, head: User, now: datetime) -> SectionPage:
    """A section that the regulation does not ask of this portal; its board adds it (NB.7.1n)."""
    home = HomePage.objects.get(agency=agency, came_from=None, locale__language_code=language)
    known = agency.regulation.sections[key]
    section = SectionPage(title=known.title_vi, slug=known.slug, key=key, live=False)
    add_children(home, [section])
    _take_live([section], head, now)
    return section


def _page(item: Item, model: type[ContentPage], values: Values, number: int) -> ContentPage:
    page = model(title=values.words(item.title), summary=item.summary, live=False, owner=values.author)
    page.slug = f"{slugify(plain(page.title))[:70].rstrip('-')}-{number}".strip("-")
    page.first_published_at = values.now - timedelta(days=item.days_ago, hours=item.days_ago % 7)
    if item.body:
        page.body = stream_body(item.body)  # type: ignore[attr-defined]
    for name, value in item.fields.items():
        setattr(page, name, _value(model, name, value, values))
    return page


def _value(model: type[ContentPage], name: str, value: Any, values: Values) -> Any:
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist as error:
        raise ValueError(f"{model.kind} has no field {name}") from error
    if name == "files":
        return [("file", values.file({"file": row["name"], **row})) for row in value]
    if isinstance(field, StreamField):
        return [(row["type"], values.read(row["value"])) for row in value]
    if isinstance(field, models.DateTimeField) and isinstance(value, datetime) and timezone.is_naive(value):
        return timezone.make_aware(value)
    return values.read(value)
