"""The contents of an album with the sizes of its pictures, in a fixed number of queries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Prefetch, prefetch_related_objects

from portal.pictures import specs_of
from tenants.models import PortalRendition

if TYPE_CHECKING:
    from portal.models import AlbumPage

SHOWN = ("card", "article")


def album_context(page: AlbumPage) -> dict[str, Any]:
    items = list(page.items)
    images = [block.value["image"] for block in items if block.block_type == "photo" and block.value["image"]]
    wanted = PortalRendition.objects.filter(filter_spec__in=specs_of(SHOWN))
    prefetch_related_objects(images, Prefetch("renditions", queryset=wanted, to_attr="prefetched_renditions"))
    return {"album": [{"type": block.block_type, "id": block.id, "value": block.value} for block in items]}
