from __future__ import annotations

import unicodedata
from typing import Any, ClassVar

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from portal.find.query import parse
from portal.find.results import matching

MAX_WORDS = 200


class Words(django_filters.CharFilter):
    """Free words: each must stand in one of the fields, whatever diacritics or capitals are typed."""

    def __init__(self, *fields: str, **kwargs: Any) -> None:
        super().__init__(widget=forms.TextInput(attrs={"type": "search", "maxlength": MAX_WORDS}), **kwargs)
        self.fields = fields

    def filter(self, queryset: Any, value: str) -> Any:
        from django.db.models import Q

        for word in unicodedata.normalize("NFC", (value or "").replace("\x00", ""))[:MAX_WORDS].split():
            anywhere = Q()
            for field in self.fields:
                anywhere |= Q(**{f"{field}__unaccent__icontains": word})
            queryset = queryset.filter(anywhere)
        return queryset


class FullText(django_filters.CharFilter):
    """Words that a page must have, in its title, number, summary, text or files: as the portal's search finds them."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.TextInput(attrs={"type": "search", "maxlength": MAX_WORDS}), **kwargs)

    def filter(self, queryset: Any, value: str) -> Any:
        query = parse(value or "")
        return queryset.filter(pk__in=matching(query).values("pk")) if query else queryset


class ListingFilter(django_filters.FilterSet):
    """Narrows one kind's list in one section. A value that no field takes is told at the field and narrows nothing."""

    first: ClassVar[tuple[str, ...]] = ()
    """Fields that stand open where there are many; the others fold away. Empty: all are open."""

    q = Words("title", "summary", label=_("Words in the title or summary"))

    def __init__(self, *args: Any, section: Any = None, **kwargs: Any) -> None:
        self.section = section
        super().__init__(*args, **kwargs)

    def open_fields(self) -> list[Any]:
        return [field for field in self.form if not self.first or field.name in self.first]

    def folded_fields(self) -> list[Any]:
        return [field for field in self.form if self.first and field.name not in self.first]

    def folded_used(self) -> bool:
        """Whether the reader has filled in one of the folded fields: then they stay open."""
        return any(self.data.get(field.name) for field in self.folded_fields())
