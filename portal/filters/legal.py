"""What readers narrow the lists of documents, directives, decisions, guidance and plans by."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.filters.base import FullText, Words
from portal.filters.values import Known, KnownValues
from portal.force import Force, Stage, plain_number
from portal.models.commendations import What
from portal.models.directives import Act
from portal.models.legal import Form
from portal.models.strategies import Sort

MAX_NUMBER = 60


class Number(django_filters.CharFilter):
    """A document's number as people type it: capitals, spaces, kinds of dashes and diacritics do not matter."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"type": "search", "maxlength": MAX_NUMBER, "autocomplete": "off"})
        super().__init__("number", label=kwargs.pop("label", _("Number and code")), widget=widget, **kwargs)

    def filter(self, queryset: Any, value: str) -> Any:
        number = plain_number((value or "")[:MAX_NUMBER])
        return queryset.filter(number__unaccent__icontains=number) if number else queryset


class Day(django_filters.DateFilter):
    """A day, from which or up to which one looks."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}), **kwargs)


class LegalDocumentFilter(KnownValues):
    """The own search of legal documents, by each of their fields (NB.7.1e)."""

    first = ("q", "number", "form")

    q = FullText(label=_("Words in the abstract or full text"))
    number = Number()
    form = django_filters.ChoiceFilter(choices=Form.choices, label=_("Form of document"), empty_label=_("All"))
    issuer = Known("issuer", label=_("Issuer"))
    field = Known("field", label=_("Sector"))
    year = Known("issued_on__year", label=_("Year of issue"))
    state = django_filters.ChoiceFilter(
        choices=Force.choices, label=_("Validity"), empty_label=_("All"), method="filter_state"
    )
    since = Day(field_name="issued_on", lookup_expr="gte", label=_("Issued from"))
    until = Day(field_name="issued_on", lookup_expr="lte", label=_("Issued to"))
    begins_since = Day(field_name="begins_on", lookup_expr="gte", label=_("Takes effect from"))
    begins_until = Day(field_name="begins_on", lookup_expr="lte", label=_("Takes effect to"))
    signatory = Words("signatory", "signatory_title", label=_("Signed by (name or position)"))

    def filter_state(self, queryset: Any, _name: str, value: str) -> Any:
        return queryset.in_state(value, timezone.localdate())


class GazetteFilter(KnownValues):
    number = Number(label=_("Number of the issue"))
    year = Known("issued_on__year", label=_("Year"))


class DirectiveFilter(KnownValues):
    q = Words("title", "summary", "number", "issued_by", label=_("Words in the title or summary"))
    number = Number()
    act = django_filters.ChoiceFilter(choices=Act.choices, label=_("Kind of act"), empty_label=_("All"))
    year = Known("issued_on__year", label=_("Year"))


class CommendationFilter(KnownValues):
    q = Words("title", "summary", "recipient", "reason", label=_("Name, or words in title or reason"))
    number = Number(label=_("Number of the decision"))
    what = django_filters.ChoiceFilter(choices=What.choices, label=_("What it is"), empty_label=_("All"))
    year = Known("decided_on__year", label=_("Year"))


class GuidanceFilter(KnownValues):
    q = FullText(label=_("Words in the title or text"))
    field = Known("field", label=_("Field of law"))


class StrategyFilter(KnownValues):
    q = Words("title", "summary", "number", label=_("Words in the title or summary"))
    sort = django_filters.ChoiceFilter(choices=Sort.choices, label=_("What it is"), empty_label=_("All"))
    area = Known("area", label=_("Field or area"))
    stage = django_filters.ChoiceFilter(
        choices=Stage.choices, label=_("State"), empty_label=_("All"), method="filter_stage"
    )

    def filter_stage(self, queryset: Any, _name: str, value: str) -> Any:
        return queryset.in_stage(value, timezone.localdate())
