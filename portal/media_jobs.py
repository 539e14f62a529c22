"""What the worker is asked for at once: pictures after a publication, a new look or another image; words of a new file.

Where the queue is away, the sweeps make up for it: the record is the database.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models.signals import post_save
from wagtail.fields import StreamField

from editorial.signals import published
from portal.celery import LEAST_URGENT, make_pictures, read_documents
from portal.models import Advert
from portal.pictures import forget_pictures
from tenants.models import PortalDocument, PortalImage
from tenants.signals import image_changed, look_taken

MOST_NAMED = 500
"""A larger publication is left to a look at all that is live."""


def connect() -> None:
    """Called once by the composition root."""
    published.connect(ask_for_pages, dispatch_uid="pictures-published")
    look_taken.connect(ask_for_all, dispatch_uid="pictures-look")
    image_changed.connect(forget_pictures, dispatch_uid="pictures-forgotten")
    image_changed.connect(ask_for_all, dispatch_uid="pictures-image")
    post_save.connect(ask_for_all, sender=Advert, dispatch_uid="pictures-advert")
    post_save.connect(ask_for_words, sender=PortalDocument, dispatch_uid="words-of-documents")


def ask_for_pages(pages: Iterable[Any], **_: Any) -> None:
    """Ask for the pictures of pages that were taken live, once the publication is committed."""
    keys = [page.pk for page in pages if _can_show_images(type(page))]
    if keys:
        _ask(keys if len(keys) <= MOST_NAMED else None)


def ask_for_all(**_: Any) -> None:
    """Ask for whatever live pages and looks in use lack."""
    _ask(None)


def _ask(pages: Collection[int] | None) -> None:
    ask = partial(make_pictures.apply_async, (pages,), priority=LEAST_URGENT, retry=False)
    transaction.on_commit(ask, robust=True)


def ask_for_words(instance: PortalDocument, update_fields: Collection[str] | None = None, **_: Any) -> None:
    """A document that was saved as a whole may have a new file."""
    if update_fields is None or "file" in update_fields:
        ask = partial(read_documents.apply_async, ([instance.pk],), priority=LEAST_URGENT, retry=False)
        transaction.on_commit(ask, robust=True)


def _can_show_images(model: type[Any]) -> bool:
    fields = model._meta.get_fields()
    return any(isinstance(field, StreamField) or field.related_model is PortalImage for field in fields)
