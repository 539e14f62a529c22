"""The contents of an album with the sizes of its pictures, in a fixed number of queries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import prefetch_related_objects

from portal.pictures import pictures_for

if TYPE_CHECKING:
    from portal.models import AlbumPage

SHOWN = ("card", "article")


def album_context(page: AlbumPage) -> dict[str, Any]:
    items = list(page.items)
    images = [block.value["image"] for block in items if block.block_type == "photo" and block.value["image"]]
    prefetch_related_objects(images, pictures_for("renditions", *SHOWN))
    return {"album": [{"type": block.block_type, "id": block.id, "value": block.value} for block in items]}
