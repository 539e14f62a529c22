from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from tenants.models import Agency, AgencyState, SuccessionKind
from tenants.succession.planning import SuccessionSpec


class SuccessionForm(forms.Form):
    """A decision that ends agencies of one province. What is wrong with it is said by the service, at the field."""

    kind = forms.ChoiceField(label=_("kind"), choices=SuccessionKind.choices)
    predecessors = forms.ModelMultipleChoiceField(Agency.objects.none(), label=_("agencies that end"))
    successors = forms.ModelMultipleChoiceField(Agency.objects.none(), label=_("successors"))
    heir = forms.ModelChoiceField(
        Agency.objects.none(),
        label=_("main successor"),
        required=False,
        help_text=_("Needed where there are several: gets the content, the archive and all that is not assigned."),
    )
    decision = forms.CharField(label=_("number of the decision"), max_length=200)
    decided_on = forms.DateField(label=_("date of the decision"), widget=AdminDateInput)
    effective_on = forms.DateField(label=_("takes effect on"), widget=AdminDateInput)

    def __init__(self, *args: Any, province: Agency, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members = Agency.objects.of_province(province).exclude(pk=province.pk).exclude(state=AgencyState.CLOSED)
        for name in ("predecessors", "successors", "heir"):
            self.fields[name].queryset = members.select_related("province", "parent")  # type: ignore[attr-defined]

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
