"""What the board decided stays as it was decided, pictures and files included (VL.20.1b).

A decision stands for exactly the version of a text that is live. Its pictures and files lie beside it, so the content
of a stored file never changes: another version is another file. What a live page shows, or a text that waits for the
board or for its hour, is not deleted, and the name under which readers see a file stays too (docs/decisions/0027).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import IntegerField, ProtectedError, QuerySet
from django.db.models.functions import Cast
from django.db.models.signals import pre_delete
from django.utils.translation import gettext as _
from wagtail.models import ReferenceIndex

from tenants.models import Agency, BasePage, PortalDocument, PortalImage
from tenants.providers import provided

MOST_NAMED = 3
_judged: ContextVar[bool] = ContextVar("judged", default=False)


class StillShown(ProtectedError):
    """What is shown, or about to be, can't be deleted; `args[0]` says to the user why."""


def live_pages_with(item: Any) -> QuerySet[BasePage]:
    """The live pages of all agencies that refer to an image or a file. A closed portal may be opened again."""
    references = references_to(type(item), [item.pk])
    pages: QuerySet[BasePage] = BasePage.objects.live().filter(pk__in=references.values("page"))
    return pages


def kept_among(model: type[Any], keys: Iterable[int]) -> set[int]:
    """Those images or files that can't be deleted; a fixed number of queries whatever their number."""
    wanted = set(keys)
    rows = references_to(model, wanted).filter(page__in=BasePage.objects.live().values("pk"))
    kept = {int(key) for key in rows.values_list("to_object_id", flat=True)}
    return kept | _waiting_among(model, wanted) | (_advertised_among(wanted) if model is PortalImage else set())


def why_kept(item: Any) -> str:
    """Why an image or a file can't be deleted; empty when it can."""
    return _shown(item) or _waiting(item) or _advertised(item)


def why_words_stay(item: Any) -> str:
    """Why the name of a file, or the text alternative of an image, can't change; empty when it can.

    Pages have text alternatives of their own; an advert and the banner of a look take that of the image.
    """
    if isinstance(item, PortalImage):
        return _advertised(item) or _banner(item)
    return _shown(item) or _waiting(item)


def delete_unkept(rows: QuerySet[Any]) -> None:
    """Delete those of some images or files that can be deleted, judged together."""
    keys = set(rows.values_list("pk", flat=True))
    with _judged_already():
        rows.filter(pk__in=keys - kept_among(rows.model, keys)).delete()


def connect_signals() -> None:
    for model in (PortalImage, PortalDocument):
        pre_delete.connect(_keep, sender=model, dispatch_uid=f"keep-{model.__name__}")


def _keep(instance: Any, **_kwargs: Any) -> None:
    reason = "" if _judged.get() else why_kept(instance)
    if reason:
        raise StillShown(reason, {instance})


@contextmanager
def _judged_already() -> Iterator[None]:
    token = _judged.set(True)
    try:
        yield
    finally:
        _judged.reset(token)


def references_to(model: type[Any], keys: Iterable[int]) -> QuerySet[ReferenceIndex]:
    """What pages refer to, as rows with the page's key as `page`."""
    return ReferenceIndex.objects.filter(
        to_content_type=ContentType.objects.get_for_model(model),
        to_object_id__in=[str(key) for key in keys],
        base_content_type=ContentType.objects.get_for_model(BasePage),
    ).annotate(page=Cast("object_id", IntegerField()))


def _shown(item: Any) -> str:
    """One's own pages one can change oneself; the people of other agencies have to be asked."""
    showing = Agency.objects.filter(pk__in=live_pages_with(item).values("agency")).order_by("sort_key", "pk")
    agencies = dict(showing.values_list("pk", "name"))
    if not agencies:
        return ""
    if item.agency_id in agencies:
        return _("A published page shows it. Take it off the page first, and submit the page.")
    names = list(agencies.values())
    shown = names if len(names) <= MOST_NAMED else [*names[:MOST_NAMED], "…"]
    return _("Published pages of others show it: %(agencies)s. Ask them to take it off first.") % {
        "agencies": ", ".join(shown)
    }


def _waiting(item: Any) -> str:
    if not _waiting_among(type(item), {item.pk}):
        return ""
    return _("A text that waits for the board, or for its hour, shows it. Wait until that is published or returned.")


def _waiting_among(model: type[Any], keys: set[int]) -> set[int]:
    submitted: set[int] = provided("media_waiting", model, keys, default=set())
    imported: set[int] = provided("media_imported", model, keys, default=set())
    return submitted | imported


def _advertised(item: Any) -> str:
    if not isinstance(item, PortalImage) or not _advertised_among({item.pk}):
        return ""
    return _("An advert shows it. Wait until the advert has ended, or end it.")


def _advertised_among(keys: set[int]) -> set[int]:
    found: set[int] = provided("images_advertised", keys, default=set())
    return found


def _banner(image: PortalImage) -> str:
    if not Agency.objects.filter(look__banner=image).exists():
        return ""
    return _("It is the banner of a portal. For other words an administrator puts another image into the look.")
