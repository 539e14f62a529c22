"""Many rows of a model that inherits from another, which Django's `bulk_create` refuses: one insert for each table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import models, router


def bulk_create_children(rows: Sequence[models.Model]) -> None:
    """Inserts new rows of one model with one parent, set-based, and gives them their keys. No signals are sent."""
    if not rows:
        return
    model: Any = type(rows[0])
    ((parent, link),) = model._meta.parents.items()
    names = [field.attname for field in parent._meta.concrete_fields if not field.primary_key]
    made = parent._base_manager.bulk_create(
        parent(**{name: getattr(row, name) for name in names if name in row.__dict__}) for row in rows
    )
    for row, one in zip(rows, made, strict=True):
        setattr(row, link.attname, one.pk)
        setattr(row, parent._meta.pk.attname, one.pk)
        row._state.adding, row._state.db = False, one._state.db
    using = router.db_for_write(model)
    model._base_manager.all()._insert(rows, fields=model._meta.local_concrete_fields, using=using, raw=True)
