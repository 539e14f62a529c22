from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tenants.models import Agency, Duty, Official
from tenants.officials import card_fields, units_for


class CardForm(forms.ModelForm):
    """What an agency decides and keeps up to date about its portal."""

    class Meta:
        model = Agency
        fields = ["managing_unit", "operating_unit", "head_name", "address", "phone", "fax", "email"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in set(self.fields) - set(card_fields(self.instance)):
            del self.fields[name]


class OfficialForm(forms.ModelForm):
    """Somebody who is named for a duty; a technical operator may be a supplier's."""

    unit = forms.ChoiceField(label=_("Works at"), required=False)
    supplier = forms.CharField(
        label=_("Supplier"),
        max_length=200,
        required=False,
        help_text=_("Only for a technician of a supplier of the system or its infrastructure: the supplier's name."),
    )
    field_order = ["full_name", "position", "unit", "supplier", "phone", "email"]

    class Meta:
        model = Official
        fields = ["full_name", "position", "unit", "phone", "email"]

    def __init__(self, *args: Any, agency: Agency, duty: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["phone"].required = True
        if duty != Duty.TECHNICAL_OPERATOR:
            del self.fields["unit"], self.fields["supplier"]
            return
        own = units_for(agency, duty)
        self.fields["unit"].choices = [*((name, name) for name in own), ("", _("a supplier"))]  # type: ignore[attr-defined]
        if not self.instance.pk:
            self.initial["unit"] = own[0] if own else ""
        elif self.instance.unit not in own:
            self.initial |= {"unit": "", "supplier": self.instance.unit}

    def _post_clean(self) -> None:
        """The service checks the row under its lock."""

    def details(self) -> dict[str, str]:
        """What the service takes."""
        data = dict(self.cleaned_data)
        supplier = data.pop("supplier", "")
        if "unit" in data:
            data["unit"] = data["unit"] or supplier
        return data

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "supplier" in self.fields and bool(data.get("unit")) == bool(data.get("supplier", "").strip()):
            text = _("Choose where the person works, or “a supplier” and name it; not both.")
            self.add_error("supplier", text)
        return data
