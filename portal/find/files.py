"""The files that pages offer for download, and what could be read of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import F
from wagtail.fields import RichTextField, StreamField

from tenants.models import DocumentText, PortalDocument


@dataclass(frozen=True)
class FileText:
    """A file's name for readers, its path on the page's own portal, and its words."""

    title: str
    path: str
    text: str


def documents_in(page: Any) -> list[int]:
    """Keys of the documents that this version of a page refers to, wherever in it; no query.

    Wagtail's index of references is not asked: it may be written after the version is live.
    """
    found: set[int] = set()
    for field in page._meta.get_fields():
        if isinstance(field, models.ForeignKey) and field.related_model is PortalDocument:
            found.add(field.value_from_object(page))
        elif isinstance(field, StreamField | RichTextField):
            references = field.extract_references(field.value_from_object(page))
            found |= {int(key) for model, key, *_where in references if model is PortalDocument}
    return sorted(key for key in found if key)


def texts_of(documents: Collection[int]) -> dict[int, str]:
    """By document: its words, as far as they were read from the file that it has now."""
    read = DocumentText.objects.filter(document__in=documents, file=F("document__file")).exclude(text="")
    return dict(read.values_list("document_id", "text"))


def files_of(documents: Iterable[int]) -> dict[int, FileText]:
    """By document: what a result says of the file in which it was found."""
    texts = texts_of(set(documents))
    known = PortalDocument.objects.filter(pk__in=texts) if texts else []
    return {document.pk: FileText(document.title, document.url, texts[document.pk]) for document in known}
