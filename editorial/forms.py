from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from editorial.transitions import Action
from tenants.current import current_agency
from tenants.models import Agency


def ground_choices(agency: Agency | None) -> list[tuple[str, str]]:
    """Grounds of the agency's regulation, each with the place where it stands (VL.20.3, TN.5.1, HY.7)."""
    if agency is None:
        return []
    english = (get_language() or "vi").startswith("en")
    return [
        (
            key,
            " – ".join(part for part in (ground.text_en if english else ground.text_vi, ground.cite_vi) if part),
        )
        for key, ground in agency.regulation.refusal_grounds.items()
    ]


class NoteForm(forms.Form):
    """Approve: a note is welcome, not required."""

    note = forms.CharField(label=_("Note"), required=False, widget=forms.Textarea(attrs={"rows": 4}))


class ReasonForm(forms.Form):
    """Urgent publication, taking off, archiving, returning: never without a reason."""

    note = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 4}))


class RefusalForm(forms.Form):
    """Refuse: one of the regulation's grounds and a note for the author, in one step."""

    ground = forms.ChoiceField(label=_("Ground in the regulation"), widget=forms.RadioSelect)
    note = forms.CharField(label=_("Note for the author"), required=False, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *args: Any, agency: Agency | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ground"].choices = ground_choices(agency or current_agency())  # type: ignore[attr-defined]


FORMS: dict[str, type[forms.Form]] = {
    Action.APPROVE: NoteForm,
    Action.REFUSE: RefusalForm,
    Action.RETURN: ReasonForm,
    Action.PUBLISH_URGENTLY: ReasonForm,
    Action.UNPUBLISH: ReasonForm,
    Action.ARCHIVE: ReasonForm,
}
