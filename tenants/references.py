"""What a page refers to (images, files, pages) belongs to its own agency, or is shared with it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import NON_FIELD_ERRORS, FieldDoesNotExist, ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _
from wagtail.models import ReferenceIndex

LONGEST_KEY = 18
"""Digits of a key. A longer number, which somebody may have sent in a link, is the key of nothing."""


def check_references(page: Any, exclude: Any = ()) -> None:
    """Raises ValidationError, by field, when a page refers to something of another agency that is not shared with it.

    Foreign keys, StreamField blocks, links in rich text and child objects are all asked; one query for each kind of
    object that the page refers to. An error of a field in `exclude` is reported for the page as a whole.
    """
    own_fields = {field.name for field in page._meta.concrete_fields} - set(exclude or ())
    errors: dict[str, list[str]] = defaultdict(list)
    for model, places in _references(page).items():
        for key in _foreign(model, places.keys(), page.agency):
            errors[places[key] if places[key] in own_fields else NON_FIELD_ERRORS].append(_message(model))
    if errors:
        raise ValidationError({field: sorted(set(messages)) for field, messages in errors.items()})


def foreign_references(page: Any) -> list[str]:
    """`field: kind key` for everything of other agencies, not shared, that a page refers to."""
    return [
        f"{places[key]}: {model._meta.model_name} {key}"
        for model, places in _references(page).items()
        for key in _foreign(model, places.keys(), page.agency)
    ]


def refers_to(page: Any, model: type[Any], keys: set[int]) -> set[int]:
    """Those objects of a model that a page refers to: in fields, blocks, rich text and child objects."""
    named = _references(page).get(model, {})
    return {key for key in keys if str(key) in named}


def _references(page: Any) -> dict[type[Any], dict[str, str]]:
    """Model → key → the field where it stands, for every model whose rows belong to an agency."""
    found: dict[type[Any], dict[str, str]] = defaultdict(dict)
    for content_type_id, key, model_path, _content_path in _extracted(page):
        model = ContentType.objects.get_for_id(content_type_id).model_class()
        if model is not None and _belongs_to_agencies(model):
            found[model].setdefault(str(key), model_path.split(".")[0])
    return found


def _extracted(page: Any) -> Iterator[tuple[int, str, str, str]]:
    if ReferenceIndex.model_is_indexable(type(page)):
        yield from ReferenceIndex._extract_references_from_object(page)


def _belongs_to_agencies(model: type[Any]) -> bool:
    try:
        field = model._meta.get_field("agency")
    except FieldDoesNotExist:
        return False
    return bool(field.is_relation and field.many_to_one)


def _foreign(model: type[Any], keys: Any, agency: Any) -> set[str]:
    """Those of the keys that the agency may not refer to. A key of nothing shows nothing, so it is left alone."""
    allowed = Q(agency=agency)
    if any(field.name == "shared" for field in model._meta.concrete_fields):
        allowed |= Q(shared=True) & (Q(agency=agency.root) | Q(agency__province=agency.root))
    rows = model._base_manager.filter(pk__in=[key for key in keys if key.isdecimal() and len(key) <= LONGEST_KEY])
    return {str(pk) for pk in rows.exclude(allowed).values_list("pk", flat=True)}


def _message(model: type[Any]) -> str:
    return _("This refers to something of another agency that is not shared with yours (%(kind)s). Choose another.") % {
        "kind": model._meta.verbose_name
    }
