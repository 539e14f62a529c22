from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from editorial.models import Notice
from editorial.transitions import Action
from tenants.current import current_agency
from tenants.models import Agency, BasePage
from tenants.old_addresses import normal_path


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


class WithdrawalForm(ReasonForm):
    """Taking off: the reason for the record, and what readers find at the address from now on."""

    notice = forms.ChoiceField(
        label=_("What readers find at its address"),
        choices=[("", _("Nothing: the page is not found")), *Notice.choices],
        widget=forms.RadioSelect,
        required=False,
    )
    text = forms.CharField(
        label=_("What readers are told"),
        help_text=_("What was wrong, what holds now. It stands on the portal."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=500,
        required=False,
    )
    replaced_by = forms.CharField(
        label=_("Address of the page that replaces it"),
        help_text=_("As it stands in the browser, such as /van-ban/quyet-dinh-12/."),
        max_length=500,
        required=False,
    )

    def clean_replaced_by(self) -> BasePage | None:
        """The live page of one's own portal that has the address."""
        address, agency = self.cleaned_data["replaced_by"], current_agency()
        if not address or agency is None:
            return None
        path = normal_path(address).partition("?")[0]
        pages = BasePage.objects.live().filter(agency=agency, depth__gte=BasePage.HOME_DEPTH)
        alike = pages.filter(slug=path.rpartition("/")[2])
        found = next((page for page in alike if _path_of(page) == path), None)
        if found is None:
            raise ValidationError(_("There is no page of your portal at this address. Copy it from the browser."))
        return found

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        says_what = data.get("replaced_by") or data.get("text") or "replaced_by" in self.errors
        if data.get("notice") == Notice.REPLACED and not says_what:
            self.add_error("replaced_by", _("Name the page that replaces it, or say what does."))
        return data


def _path_of(page: BasePage) -> str:
    """The page's path on its portal, without the last slash."""
    parts = page.get_url_parts()
    return parts[2].rstrip("/") if parts and parts[2] else ""


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
    Action.UNPUBLISH: WithdrawalForm,
    Action.ARCHIVE: ReasonForm,
}


def form_of(action: str, page: BasePage) -> type[forms.Form] | None:
    """The form of an action on a text; None for one that asks nothing. What takes a live text off asks for a notice."""
    if action == Action.ARCHIVE and page.live:
        return WithdrawalForm
    return FORMS.get(action)
