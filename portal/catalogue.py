"""The catalogue of what is published: one entry a page, for lists, search, feeds and the API across portals."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db.models import F, Q, QuerySet

from editorial import signals
from portal.find import files, index
from portal.models import ContentPage, Entry
from tenants.models import BasePage
from tenants.signals import document_read

BATCH = 200
FIELDS = ("revision", "kind", "dated_on", "origin_on", "number", "summary", "image", "image_alt", "text")


def connect() -> None:
    """Called once by the composition root."""
    signals.published.connect(on_published, dispatch_uid="catalogue")
    document_read.connect(index.write_readers_of, dispatch_uid="catalogue-files")


def on_published(pages: Iterable[Any], **_kwargs: Any) -> None:
    enter(page for page in pages if isinstance(page, ContentPage))


def kinds() -> dict[str, type[ContentPage]]:
    """Every type of page that readers see, by its kind."""
    models = [model for model in apps.get_models() if issubclass(model, ContentPage)]
    return {model.kind: model for model in models}


def listable_kinds() -> dict[str, type[ContentPage]]:
    """Those that are content: no sections and no front pages."""
    return {kind: model for kind, model in kinds().items() if model.listable}


def enter(pages: Iterable[ContentPage]) -> None:
    """Write the entries of pages as they are now for readers, and what they are found by, set-based."""
    written = list(pages)
    rows = [_entry(page) for page in written]
    Entry.objects.bulk_create(
        rows, batch_size=BATCH, update_conflicts=True, unique_fields=["page"], update_fields=list(FIELDS)
    )
    index.write({page.pk: files.documents_in(page) for page in written})


def _entry(page: ContentPage) -> Entry:
    image, alt = page.picture()
    return Entry(
        page_id=page.pk,
        revision_id=page.live_revision_id,
        kind=page.kind,
        dated_on=page.shown_date(),
        origin_on=page.origin_date(),
        number=page.official_number(),
        summary=page.summary,
        image=image,
        image_alt=alt,
        text=page.full_text(),
    )


def outdated() -> Any:
    """Live pages whose entry is missing, cannot be found or was written from another version."""
    missing = Q(entry=None) | Q(entry__found_by=None) | ~Q(entry__revision=F("live_revision")) | Q(entry__revision=None)
    return BasePage.objects.live().filter(depth__gte=BasePage.HOME_DEPTH).filter(missing).exclude(live_revision=None)


def repair(now: datetime) -> int:
    """Write what is missing, a batch at a time. Returns how many; each run may be the first since long."""
    done, last = 0, 0
    while pages := list(outdated().filter(pk__gt=last).order_by("pk").specific()[:BATCH]):
        enter(page for page in pages if isinstance(page, ContentPage))
        done, last = done + len(pages), pages[-1].pk
    return done


def published(pages: QuerySet[BasePage] | None = None) -> QuerySet[Entry]:
    """Entries of live pages, of the portals' own (not of ended agencies' archives), with page and agency at hand."""
    entries = Entry.objects.filter(page__live=True, page__came_from=None)
    if pages is not None:
        entries = entries.filter(page__in=pages)
    return entries.select_related("page__agency", "page__locale").defer("text")
