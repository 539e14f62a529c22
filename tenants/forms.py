from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from tenants.models import Agency, CalendarYear, OfficialDayRow
from tenants.models.days import Scope


class OfficialDayForm(forms.ModelForm):
    """A decision about one day. Only a province's office records days that hold beyond its own agency."""

    class Meta:
        model = OfficialDayRow
        fields = ["date", "kind", "name", "scope", "decision", "announced_on"]
        widgets = {"date": AdminDateInput, "announced_on": AdminDateInput}

    def __init__(self, *args: Any, agency: Agency, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not agency.is_province:
            self.fields["scope"].choices = [(Scope.AGENCY.value, Scope.AGENCY.label)]  # type: ignore[attr-defined]
            self.fields["scope"].initial = Scope.AGENCY

    def _post_clean(self) -> None:
        """The row's agency is the service's to set, so the model's own checks wait until then."""

    def clean_decision(self) -> str:
        decision: str = self.cleaned_data["decision"].strip()
        if len(decision) < 5:
            raise forms.ValidationError(_("Name the decision that announced the day: its number and who issued it."))
        return decision


class CalendarYearForm(forms.Form):
    year = forms.IntegerField(label=_("year"), min_value=2000, max_value=2100)
    decision = forms.CharField(
        label=_("decision"), max_length=200, help_text=_("The announcement that settles the year's official days.")
    )

    def clean_year(self) -> int:
        year: int = self.cleaned_data["year"]
        if CalendarYear.objects.filter(year=year).exists():
            raise forms.ValidationError(_("This year is confirmed already."))
        return year
