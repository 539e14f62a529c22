"""When pictures are asked for: after a publication, a new look, or an image that changed. The worker makes them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import partial
from typing import Any

from django.db import transaction
from wagtail.fields import StreamField

from editorial.signals import published
from portal.celery import LEAST_URGENT, make_pictures
from portal.pictures import forget_pictures
from tenants.models import PortalImage
from tenants.signals import image_changed, look_taken

MOST_NAMED = 500
"""A larger publication is left to a look at all that is live."""


def connect() -> None:
    """Called once by the composition root."""
    published.connect(ask_for_pages, dispatch_uid="pictures-published")
    look_taken.connect(ask_for_all, dispatch_uid="pictures-look")
    image_changed.connect(forget_pictures, dispatch_uid="pictures-forgotten")
    image_changed.connect(ask_for_all, dispatch_uid="pictures-image")


def ask_for_pages(pages: Iterable[Any], **_: Any) -> None:
    """Ask for the pictures of pages that were taken live, once the publication is committed."""
    keys = [page.pk for page in pages if _can_show_images(type(page))]
    if keys:
        _ask(keys if len(keys) <= MOST_NAMED else None)


def ask_for_all(**_: Any) -> None:
    """Ask for whatever live pages and looks in use lack."""
    _ask(None)


def _ask(pages: Collection[int] | None) -> None:
    """Where the queue is away, the sweep makes up for it: the record is the database."""
    ask = partial(make_pictures.apply_async, (pages,), priority=LEAST_URGENT, retry=False)
    transaction.on_commit(ask, robust=True)


def _can_show_images(model: type[Any]) -> bool:
    fields = model._meta.get_fields()
    return any(isinstance(field, StreamField) or field.related_model is PortalImage for field in fields)
