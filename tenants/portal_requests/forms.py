"""Forms of requests for portals. What is wrong with their content is said by the services, at the field."""

from __future__ import annotations

import re
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets import AdminDateInput

from tenants.models import Agency, AgencyKind, AgencyState, PortalRequest, RequestPurpose
from tenants.succession_forms import DAY, ISO

PHONE = re.compile(r"\+?[\d\s().-]{8,30}")
BODY = ("kind", "name", "wanted_label", "what_for")
PEOPLE = (
    "head_name",
    "admin_name",
    "admin_position",
    "admin_email",
    "admin_phone",
    "operator_name",
    "operator_email",
    "operator_phone",
    "liaison_name",
    "liaison_email",
    "liaison_phone",
)
DECISION = ("decision_number", "decided_on", "scan", "exception")


class RequestForm(forms.ModelForm):  # type: ignore[type-arg]
    """Everything that a request says of the body, its people and its decision; the two purposes add to it."""

    decided_on = forms.DateField(input_formats=[DAY, ISO])

    class Meta:
        model = PortalRequest
        fields: ClassVar[list[str]] = [*BODY, *PEOPLE, *DECISION]
        widgets: ClassVar[dict[str, Any]] = {"scan": forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"})}
        help_texts: ClassVar[dict[str, Any]] = {
            "name": gettext_lazy("In full, as in the decision."),
            "wanted_label": gettext_lazy(
                "First part of the address: a–z, 0–9, hyphens. Left empty, it follows the rule."
            ),
            "admin_email": gettext_lazy("The official address: the invitation to the new portal goes there."),
            "decision_number": gettext_lazy("Number, and who issued it."),
            "exception": gettext_lazy("An exception needs the consent that the regulation names."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["decided_on"].label = _("date of the decision")
        self.fields["scan"].help_text = _("PDF, JPEG or PNG, at most %(most)d MB.") % {"most": 10}
        self.fields["what_for"].widget.attrs["rows"] = 5
        if self.instance.pk:
            self.fields["scan"].required = False
            self.fields["scan"].help_text = _("Left empty, the scan that was sent stays.")
        elif self.is_bound and self.files:
            self.fields["scan"].help_text = _("Choose the file again: a browser does not keep it.")
        for field in self.fields.values():
            field.label = capfirst(field.label)

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        for name in ("admin_phone", "operator_phone", "liaison_phone"):
            if name in values and not PHONE.fullmatch(values[name]):
                self.add_error(name, _("This is not a telephone number."))
        return values

    def validate_unique(self) -> None:
        """Names are compared by the service, under a lock."""

    def validate_constraints(self) -> None:
        """As above."""

    def add_errors(self, error: ValidationError) -> None:
        """What the service found, at the fields that the form has."""
        for field, texts in error.message_dict.items():
            self.add_error(field if field in self.fields else None, texts)

    @property
    def groups(self) -> list[tuple[str, list[Any]]]:
        """The fields under their headings."""
        named = [
            (_("The body"), ("agency", "parent", *BODY)),
            (_("People responsible"), PEOPLE),
            (_("Decision"), DECISION),
        ]
        return [(title, [self[name] for name in names if name in self.fields]) for title, names in named]


def kinds_below(parent: Agency) -> list[tuple[str, Any]]:
    """Kinds of body that may stand directly below an agency."""
    may = parent.regulation.may_stand_below
    return [(kind.value, kind.label) for kind in AgencyKind if may(kind.value, parent.kind)]


class EstablishForm(RequestForm):
    """For a body below the agency one works in."""

    def __init__(self, *args: Any, agency: Agency, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"] = forms.ChoiceField(label=self.fields["kind"].label, choices=kinds_below(agency))
        self.fields["decided_on"].widget = AdminDateInput(format=DAY)


class UpgradeForm(RequestForm):
    """For the agency one works in, or one directly below it."""

    class Meta(RequestForm.Meta):
        fields: ClassVar[list[str]] = ["agency", "wanted_label", "what_for", *PEOPLE, *DECISION]

    def __init__(self, *args: Any, agency: Agency, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["agency"]
        own = Agency.objects.filter(pk=agency.pk) | Agency.objects.filter(parent=agency)
        provinces = own.filter(kind=AgencyKind.PROVINCE)
        choice.queryset = own.exclude(pk__in=provinces).exclude(state=AgencyState.CLOSED)
        choice.required = True
        self.fields["wanted_label"].help_text = _("Only for another address: a–z, 0–9, hyphens. Left empty, it stays.")
        self.fields["decided_on"].widget = AdminDateInput(format=DAY)


FORMS: dict[str, Any] = {RequestPurpose.ESTABLISH: EstablishForm, RequestPurpose.UPGRADE: UpgradeForm}


class ReasonForm(forms.Form):
    reason = forms.CharField(label=gettext_lazy("Reason"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000)


class LabelForm(forms.Form):
    label = forms.CharField(label=gettext_lazy("Domain label"), max_length=63)


class ConsentForm(forms.Form):
    number = forms.CharField(label=gettext_lazy("Number of the paper"), max_length=200)
    on = forms.DateField(label=gettext_lazy("Its date"), widget=AdminDateInput(format=DAY), input_formats=[DAY, ISO])
