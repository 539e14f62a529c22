"""What the province's screens of agencies ask. What is wrong with an answer is said by the service, at the field."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from tenants.agency_lists import districts_of
from tenants.host_names import label_of
from tenants.models import Agency, AgencyKind, AgencyState, HostKind
from tenants.succession_forms import by_kind


class AgencyFilterForm(forms.Form):
    """Narrows the list. The choice of a district is there only where the regulation has districts."""

    q = forms.CharField(label=_("Name, host, unit code"), required=False, max_length=200)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    district = forms.ModelChoiceField(
        Agency.objects.none(), label=_("District"), required=False, empty_label=_("All districts")
    )
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("All states")), *AgencyState.choices])

    def __init__(self, *args: Any, province: Agency, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        regulation = province.regulation
        fields: Any = self.fields
        fields["q"].widget.input_type = "search"
        fields["kind"].choices = [("", _("All kinds")), *((kind, AgencyKind(kind).label) for kind in regulation.kinds)]
        if AgencyKind.DISTRICT in regulation.kinds:
            fields["district"].queryset = districts_of(province)
        else:
            del fields["district"]

    def clean_q(self) -> str:
        return " ".join(self.cleaned_data["q"].split())

    def wanted(self) -> dict[str, Any]:
        """What can be understood of the question; the rest is said at its field."""
        self.is_valid()
        return self.cleaned_data


class ActForm(forms.Form):
    """One action on an agency; `given` is what the service takes beside the agency, the actor and the time."""

    def __init__(self, *args: Any, agency: Agency, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agency = agency
        for each in self.fields.values():
            each.label = capfirst(each.label)

    @property
    def nothing_to_choose(self) -> bool:
        """Whether the form has a choice that offers nothing."""
        return False

    def given(self) -> dict[str, Any]:
        return self.cleaned_data

    def add_errors(self, error: ValidationError) -> None:
        """What the service found wrong, at the fields concerned."""
        for field, texts in error.message_dict.items():
            self.add_error(field if field in self.fields else None, texts)


class ReasonForm(ActForm):
    reason = forms.CharField(
        label=_("reason"),
        max_length=500,
        help_text=_("The decision and why. It stands in the agency's history."),
        error_messages={"required": _("Give the reason.")},
    )


class ResumeForm(ActForm):
    reason = forms.CharField(label=_("reason"), max_length=500, required=False)


class RenameForm(ReasonForm):
    name = forms.CharField(
        label=_("new name"), required=False, help_text=_("The old name stays in the history and on what was signed.")
    )
    field_order = ["name", "reason"]

    def __init__(self, *args: Any, agency: Agency, **kwargs: Any) -> None:
        super().__init__(*args, agency=agency, initial={"name": agency.name}, **kwargs)


class LabelForm(ActForm):
    label = forms.CharField(
        label=_("domain label"),
        required=False,
        help_text=_("The first part of the host name: a–z, 0–9 and hyphens. The old host name redirects to the new."),
    )

    def __init__(self, *args: Any, agency: Agency, **kwargs: Any) -> None:
        row = agency.hosts.filter(kind=HostKind.PORTAL, language="vi").first()
        label = label_of(row.hostname, agency.regulation) if row else ""
        super().__init__(*args, agency=agency, initial={"label": label}, **kwargs)


class ParentForm(ReasonForm):
    """Offers what the levels allow; whatever else of the province is sent gets the service's message."""

    parent = forms.ModelChoiceField(
        Agency.objects.none(), label=_("parent"), error_messages={"required": _("Name the parent.")}
    )
    field_order = ["parent", "reason"]

    def __init__(self, *args: Any, agency: Agency, **kwargs: Any) -> None:
        super().__init__(*args, agency=agency, **kwargs)
        levels = [kind for kind in AgencyKind.values if agency.regulation.may_stand_below(agency.kind, kind)]
        members = Agency.objects.of_province(agency.root).select_related("province")
        fitting = members.filter(kind__in=levels).exclude(pk__in={agency.pk, agency.parent_id})
        field: Any = self.fields["parent"]
        field.queryset = members
        field.choices = [("", "–"), *by_kind(fitting.exclude(state=AgencyState.CLOSED))]

    @property
    def nothing_to_choose(self) -> bool:
        field: Any = self.fields["parent"]
        return len(field.choices) == 1
