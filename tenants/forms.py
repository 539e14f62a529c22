from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from tenants.models import Agency, CalendarYear, OfficialDayRow
from tenants.models.days import Scope


class OfficialDayForm(forms.ModelForm):
    """A decision about one day. A province's office records days that hold for the province, a superuser for all."""

    class Meta:
        model = OfficialDayRow
        fields = ["date", "kind", "name", "scope", "decision", "announced_on"]
        widgets = {"date": AdminDateInput, "announced_on": AdminDateInput}

    def __init__(self, *args: Any, agency: Agency, actor: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        scopes = [Scope.PROVINCE, Scope.AGENCY] if agency.is_province else [Scope.AGENCY]
        if agency.is_province and actor.is_superuser:
            scopes.append(Scope.NATIONAL)
        self.fields["scope"].choices = [(scope.value, scope.label) for scope in scopes]  # type: ignore[attr-defined]
        self.fields["scope"].initial = scopes[0]

    def _post_clean(self) -> None:
        """The row's agency is the service's to set, so the model's own checks wait until then."""

    def clean_decision(self) -> str:
        decision: str = self.cleaned_data["decision"].strip()
        if len(decision) < 5:
            raise forms.ValidationError(_("Name the decision that announced the day: its number and who issued it."))
        return decision


class CalendarYearForm(forms.Form):
    """The province's office says that the year's official days are complete."""

    year = forms.IntegerField(label=_("year"), min_value=2000, max_value=2100)
    decision = forms.CharField(
        label=_("decision"), max_length=200, help_text=_("The announcement that settles the year's official days.")
    )

    def __init__(self, *args: Any, province: Agency, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.province = province

    def clean_year(self) -> int:
        year: int = self.cleaned_data["year"]
        if CalendarYear.objects.filter(province=self.province, year=year).exists():
            raise forms.ValidationError(_("This year is confirmed already."))
        return year
