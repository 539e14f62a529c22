from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from tenants.models import Agency, AgencyState, SuccessionKind
from tenants.succession.planning import SuccessionSpec

DAY, ISO = "%d/%m/%Y", "%Y-%m-%d"
"""Days as they are written in Vietnam, and as machines write them."""


def _boxes() -> forms.CheckboxSelectMultiple:
    """Boxes to tick, in a list of their own that scrolls."""
    return forms.CheckboxSelectMultiple(attrs={"class": "succession-choice"})


class SuccessionForm(forms.Form):
    """A decision that ends agencies of one province. What is wrong with it is said by the service, at the field."""

    kind = forms.ChoiceField(label=_("kind"), choices=SuccessionKind.choices)
    predecessors = forms.ModelMultipleChoiceField(Agency.objects.none(), label=_("agencies that end"), widget=_boxes())
    successors = forms.ModelMultipleChoiceField(Agency.objects.none(), label=_("successors"), widget=_boxes())
    heir = forms.ModelChoiceField(
        Agency.objects.none(),
        label=_("main successor"),
        required=False,
        help_text=_("Needed where there are several: gets the content, the archive and all that is not assigned."),
    )
    decision = forms.CharField(label=_("number of the decision"), max_length=200)
    decided_on = forms.DateField(
        label=_("date of the decision"), widget=AdminDateInput(format=DAY), input_formats=[DAY, ISO]
    )
    effective_on = forms.DateField(
        label=_("takes effect on"), widget=AdminDateInput(format=DAY), input_formats=[DAY, ISO]
    )

    def __init__(self, *args: Any, province: Agency, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members = Agency.objects.of_province(province).exclude(pk=province.pk).exclude(state=AgencyState.CLOSED)
        groups = by_kind(members)
        for name in ("predecessors", "successors", "heir"):
            field: Any = self.fields[name]
            field.queryset = members.select_related("province", "parent")
            field.choices = [("", "–"), *groups] if name == "heir" else groups
        for each in self.fields.values():
            each.label = capfirst(each.label)

    def spec(self) -> SuccessionSpec:
        data = self.cleaned_data
        return SuccessionSpec(
            kind=data["kind"],
            predecessors=list(data["predecessors"]),
            successors=list(data["successors"]),
            heir=data["heir"],
            decision=data["decision"],
            decided_on=data["decided_on"],
            effective_on=data["effective_on"],
        )


class ConfirmForm(forms.Form):
    """Nobody runs a succession by a slip of the hand."""

    confirm = forms.BooleanField(
        label=_("I have read the preview. The agencies named end with this; it cannot be undone."),
        error_messages={"required": _("Confirm that you have read the preview.")},
    )


def by_kind(agencies: Any) -> list[tuple[str, list[tuple[int, str]]]]:
    """Choices of agencies under the name of their kind."""
    groups: dict[str, list[tuple[int, str]]] = {}
    for agency in agencies:
        groups.setdefault(str(agency.get_kind_display()), []).append((agency.pk, agency.name))
    return list(groups.items())
