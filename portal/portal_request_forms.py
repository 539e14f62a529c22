"""The public form by which a body without a portal asks for one (TB.9.3, TN.1.3)."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from security.human import HumanForm
from tenants.models import Agency, AgencyKind, AgencyState, PortalRequest
from tenants.portal_requests.forms import RequestForm

ISO = "%Y-%m-%d"


def parents_in(province: Agency) -> Any:
    """The province, and its agencies of the kinds below which others may stand."""
    levels = province.regulation.levels.values()
    kinds = {kind for level in levels for kind in level.parents}
    return Agency.objects.of_province(province).filter(kind__in=kinds).exclude(state=AgencyState.CLOSED)


class CorrectForm(RequestForm):
    """What was sent by the public form, to be corrected by whoever holds the link."""

    class Meta(RequestForm.Meta):
        fields: ClassVar[list[str]] = ["parent", *RequestForm.Meta.fields]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        province = self.instance.province
        levels = province.regulation.levels
        kinds = [kind for kind in AgencyKind if kind in levels and kind != AgencyKind.PROVINCE]
        label = self.fields["kind"].label
        self.fields["kind"] = forms.ChoiceField(label=label, choices=[(kind.value, kind.label) for kind in kinds])
        parent: Any = self.fields["parent"]
        parent.queryset, parent.empty_label = parents_in(province).order_by("sort_key"), None
        if parent.queryset.count() == 1:
            del self.fields["parent"]
            self.instance.parent = province
        self.fields["decided_on"].widget = forms.DateInput(attrs={"type": "date"}, format=ISO)


class PublicRequestForm(HumanForm, CorrectForm):  # type: ignore[misc]
    """The same with the applicant, consent and the proof that a person sends it."""

    consent = forms.BooleanField(
        label=gettext_lazy("I agree that these particulars are used to handle the request. They are not published."),
        error_messages={"required": gettext_lazy("Without your consent the request cannot be handled.")},
    )

    class Meta(CorrectForm.Meta):
        fields: ClassVar[list[str]] = [*CorrectForm.Meta.fields, "applicant_name", "applicant_email"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sum"].help_text = _("Write the answer in digits.")
        for name, purpose in (("applicant_name", "name"), ("applicant_email", "email")):
            self.fields[name].required = True
            self.fields[name].label = capfirst(self.fields[name].label)
            self.fields[name].widget.attrs["autocomplete"] = purpose
        self.fields["applicant_email"].help_text = _("The link by which you follow the request goes there.")

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        self.check_empty()
        self.prove(
            missing=_("Answer this, so that we know that a person sends the request."),
            used=_("This has been sent already. Load the page anew to send another request."),
        )
        return values

    @property
    def groups(self) -> list[tuple[str, list[Any]]]:
        return [*super().groups, (_("Who files the request"), [self["applicant_name"], self["applicant_email"]])]


def new_draft(province: Agency) -> PortalRequest:
    return PortalRequest(purpose="establish", province=province)
