"""The choice of a report: which period, which agencies."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from reporting import labels
from reporting.periods import ReportingPeriod, choices, find, latest_owed, owed
from tenants.models import Agency, AgencyKind
from tenants.querysets import AgencyQuerySet

ALL, BY_KIND, CHOSEN = "all", "kind", "chosen"


class ReportForm(forms.Form):
    """What the reader asks for, by GET. Agencies can only be chosen among those that the reader may see."""

    period = forms.ChoiceField(
        label=_("Period"),
        error_messages={"invalid_choice": _("The report calendar has no such period. Choose one of the list.")},
    )
    scope = forms.ChoiceField(
        label=_("Agencies"),
        choices=[(ALL, _("All agencies")), (BY_KIND, _("By kind of agency")), (CHOSEN, _("Chosen agencies"))],
        widget=forms.RadioSelect,
        required=False,
    )
    kind = forms.MultipleChoiceField(
        label=_("Kinds of agency"), widget=forms.CheckboxSelectMultiple, choices=AgencyKind.choices, required=False
    )
    agency = forms.ModelMultipleChoiceField(
        label=_("Choose agencies"),
        queryset=Agency.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, data: Any, *, reporter: Agency, visible: AgencyQuerySet, today: dt.date) -> None:
        self.reporter = reporter
        self.visible = visible.order_by("sort_key", "pk")
        kinds = set(visible.order_by().values_list("kind", flat=True).distinct())
        self.is_single = not kinds - {reporter.kind} and visible.count() == 1
        latest = latest_owed(reporter.regulation, kinds | {reporter.kind}, today)
        values = data.copy()
        values.setdefault("period", latest.key)
        values.setdefault("scope", ALL)
        super().__init__(values)
        self.fields["period"].choices = _grouped(reporter, kinds, choices(reporter.regulation, today))  # type: ignore[attr-defined]
        self.fields["kind"].choices = [row for row in AgencyKind.choices if row[0] in kinds]  # type: ignore[attr-defined]
        self.fields["agency"].queryset = self.visible  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("scope") == BY_KIND and not data.get("kind") and "kind" not in self.errors:
            self.add_error("kind", _("Choose at least one kind of agency."))
        if data.get("scope") == CHOSEN and not data.get("agency") and "agency" not in self.errors:
            self.add_error("agency", _("Choose at least one agency."))
        return data

    @property
    def asks_for_strangers(self) -> bool:
        """Whether an agency was asked for that does not exist for the reader."""
        return any(error.code == "invalid_choice" for error in self.errors.as_data().get("agency", []))

    def chosen_period(self) -> ReportingPeriod:
        return find(self.reporter.regulation, self.cleaned_data["period"])

    def chosen_agencies(self) -> AgencyQuerySet:
        """The agencies to report on. The form must be valid."""
        scope = self.cleaned_data["scope"] or ALL
        if scope == BY_KIND:
            return self.visible.filter(kind__in=self.cleaned_data["kind"])
        if scope == CHOSEN:
            return self.visible.filter(pk__in=[agency.pk for agency in self.cleaned_data["agency"]])
        return self.visible


def _grouped(reporter: Agency, kinds: set[str], periods: list[ReportingPeriod]) -> list[Any]:
    """Periods for which somebody owes a report first, then those that are reported on request only."""
    due: list[tuple[str, str]] = []
    on_request: list[tuple[str, str]] = []
    for period in periods:
        somebody = any(owed(reporter.regulation, kind, period) for kind in kinds | {reporter.kind})
        label = f"{labels.period_label(period)} ({labels.period_dates(period)})"
        (due if somebody else on_request).append((period.key, label))
    groups = [(_("Periodic reports"), due), (_("On request"), on_request)]
    return [group for group in groups if group[1]]
