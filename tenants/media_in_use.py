"""What the board let the public see stays as it was decided, pictures and files included (VL.20.1b).

A decision stands for exactly the version of a text that is live. Its pictures and files lie beside it, so as long as a
live page shows one, its content and words are not exchanged and it is not deleted: by nobody, through no door. Another
version is another file, and comes with a version of the text that the board decides (docs/decisions/0027).
"""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import IntegerField, ProtectedError, QuerySet
from django.db.models.functions import Cast
from django.db.models.signals import pre_delete
from django.utils.translation import gettext as _
from wagtail.models import ReferenceIndex

from tenants.models import Agency, BasePage, PortalDocument, PortalImage
from tenants.providers import provided

AS_DECIDED = ("title", "file", "description", "alt_text")
"""What readers see of an image or a file. Tags, sharing and the point of focus are the agency's own affair."""
MOST_NAMED = 3


class StandsInPublic(ProtectedError):
    """An image or file that live content shows can't be deleted."""


def live_pages_with(item: Any) -> QuerySet[BasePage]:
    """The live pages of all agencies that refer to an image or a file."""
    references = ReferenceIndex.objects.filter(
        to_content_type=ContentType.objects.get_for_model(type(item)),
        to_object_id=str(item.pk),
        base_content_type=ContentType.objects.get_for_model(BasePage),
    ).annotate(page=Cast("object_id", IntegerField()))
    pages: QuerySet[BasePage] = BasePage.objects.live().filter(pk__in=references.values("page"))
    return pages


def kept_as_it_is(item: Any) -> str:
    """Why an image or a file can be neither exchanged nor deleted; empty when it can. At most two queries."""
    showing = Agency.objects.filter(pk__in=live_pages_with(item).values("agency")).values_list("name", flat=True)
    names = list(showing[: MOST_NAMED + 1])
    if len(names) > MOST_NAMED:
        names[MOST_NAMED:] = ["…"]
    if names:
        return _(
            "Published pages show it (%(agencies)s). It can't be exchanged or deleted while they do. For another"
            " version upload a new file, put it on the page and submit the page."
        ) % {"agencies": ", ".join(names)}
    return str(provided("image_in_public", item, default="")) if isinstance(item, PortalImage) else ""


def connect_signals() -> None:
    for model in (PortalImage, PortalDocument):
        pre_delete.connect(_keep, sender=model, dispatch_uid=f"keep-{model.__name__}")


def _keep(instance: Any, **_: Any) -> None:
    reason = kept_as_it_is(instance)
    if reason:
        raise StandsInPublic(reason, {instance})
