"""Pictures and files of imported drafts that wait for the board: it accepts them as they came (VL.20.1b, VL.30a)."""

from __future__ import annotations

from typing import Any

from portal.models import ImportedPage
from tenants.media_in_use import references_to


def media_imported(model: type[Any], keys: set[int]) -> set[int]:
    """Those images or files that a waiting draft refers to; such a draft was never edited, so the index knows it."""
    rows = references_to(model, keys).filter(page__in=ImportedPage.objects.waiting().values("page"))
    return {int(key) for key in rows.values_list("to_object_id", flat=True)}
