"""The form of a look. It needs no script: rows carry their place as a number, an empty row is none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.images.widgets import AdminImageChooser

from tenants.look_addresses import Addresses
from tenants.looks import LONGEST_ADDRESS, LONGEST_LABEL, MOST_ENTRIES
from tenants.models import Agency, HomeBlock, Look, PortalImage
from tenants.themes import THEMES, swatch

SPARE_ROWS = 3
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]


DRAWN_FROM = {
    HomeBlock.LEAD: gettext_lazy("The newest texts of your portal, first one with a picture."),
    HomeBlock.TASKS: gettext_lazy("To ask, to track a question, to search."),
    HomeBlock.ANNOUNCEMENTS: gettext_lazy("The newest of your section for announcements."),
    HomeBlock.QUESTIONS: gettext_lazy("The newest answers that your agency published."),
    HomeBlock.DOCUMENTS: gettext_lazy("Your legal documents, the last issued first."),
    HomeBlock.SCHEDULE: gettext_lazy("Your leaders' work schedule from today on, and your next events."),
    HomeBlock.SECTIONS: gettext_lazy("The newest of each section with news."),
    HomeBlock.PORTALS_NEWS: gettext_lazy(
        "The newest of the portals below yours, at most two of each. It follows every correction and withdrawal there."
    ),
    HomeBlock.PROVINCE_NEWS: gettext_lazy("The newest of your province's portal. It follows every change there."),
    HomeBlock.PROVINCE_DOCUMENTS: gettext_lazy("Legal documents of your province's portal, the last issued first."),
    HomeBlock.SERVICES: gettext_lazy("The public services that you published last."),
    HomeBlock.MEDIA: gettext_lazy("Your newest albums that have a cover."),
    HomeBlock.DIRECTORY: gettext_lazy("All your sections, those outside the menu too."),
    HomeBlock.PORTALS: gettext_lazy("A search among the portals of your province."),
    HomeBlock.LINKS: gettext_lazy("What you name below under “Links”."),
}
"""What each part of the front page draws from, for who decides whether to show it."""


class LookForm(forms.Form):
    """Colours, images, the order of the front page, and what is said about the change."""

    theme = forms.ChoiceField(label=gettext_lazy("Colours"), choices=list(THEMES.items()), widget=forms.RadioSelect)
    logo = forms.ModelChoiceField(
        label=gettext_lazy("Logo or emblem"),
        queryset=PortalImage.objects.all(),
        widget=AdminImageChooser,
        required=False,
        help_text=gettext_lazy("Stands in the header, at most 76 pixels high. Without one the common emblem is shown."),
    )
    banner = forms.ModelChoiceField(
        label=gettext_lazy("Banner"),
        queryset=PortalImage.objects.all(),
        widget=AdminImageChooser,
        required=False,
        help_text=gettext_lazy("On the front page, four times as wide as high; at best 1520 × 380 pixels."),
    )
    based_on = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)
    note = forms.CharField(
        label=gettext_lazy("What was changed, and why"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Stands in the list of versions."),
    )

    def __init__(self, *args: Any, agency: Agency, look: Look, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shown = [(block, on) for block, on in look.blocks if block.fits(agency)]
        for place, (block, on) in enumerate(shown, start=1):
            label = _("Place of “%(part)s”") % {"part": block.label}
            self.fields[f"{block}-ORDER"] = forms.IntegerField(label=label, initial=place, min_value=0, max_value=99)
            help_text = DRAWN_FROM[block]
            self.fields[f"{block}-shown"] = forms.BooleanField(
                label=_("Shown"), help_text=help_text, initial=on, required=False
            )
        self.blocks = [block for block, _on in shown]

    def parts(self) -> Iterator[tuple[HomeBlock, Any, Any]]:
        """Each part of the front page with its two fields."""
        for block in self.blocks:
            yield block, self[f"{block}-ORDER"], self[f"{block}-shown"]

    def swatches(self) -> Iterator[tuple[Any, dict[str, str]]]:
        """Each choice of colours with the colours themselves."""
        for radio in self["theme"]:
            yield radio, swatch(radio.data["value"])

    def layout(self) -> list[dict[str, Any]]:
        data = self.cleaned_data
        ordered = sorted(self.blocks, key=lambda block: data[f"{block}-ORDER"])
        return [{"block": str(block), "shown": data[f"{block}-shown"]} for block in ordered]


class EntryForm(forms.Form):
    """One entry of the menu or of the links: where it leads, and its name."""

    label = forms.CharField(label=gettext_lazy("Name"), max_length=LONGEST_LABEL, required=False)
    address = forms.CharField(label=gettext_lazy("Address"), max_length=LONGEST_ADDRESS, required=False)
    language = forms.ChoiceField(label=gettext_lazy("On the portal in"), choices=LANGUAGES, required=False)

    def __init__(self, *args: Any, languages: frozenset[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if len(languages) < 2:
            del self.fields["language"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("label") and "address" in data and not data["address"]:
            self.add_error("address", _("Give the address that it leads to, or empty the row."))
        return data


class EntryFormSet(forms.BaseFormSet):  # type: ignore[type-arg]
    """The rows of the menu or of the links."""

    addresses: Addresses
    with_pages = True

    def get_ordering_widget(self) -> Any:
        return forms.NumberInput(attrs={"min": 0, "max": 99})

    def clean(self) -> None:
        """Read all addresses at once; what is wrong with one is said in its row."""
        rows = [form for form in self.forms if form.is_valid() and self._counts(form)]
        asked = [(form.cleaned_data.get("language") or "vi", form.cleaned_data["address"]) for form in rows]
        self.read: list[tuple[Any, dict[str, Any]]] = []
        for form, target in zip(rows, self.addresses.read(asked), strict=True):
            if isinstance(target, ValidationError):
                form.add_error("address", target)
            elif "page" in target and not self.with_pages:
                form.add_error("address", _("Links lead out of the portal. Its own pages belong into the menu."))
            elif "page" not in target and not form.cleaned_data["label"]:
                form.add_error("label", _("An entry that leads to no page of your portal needs a name."))
            else:
                place = form.cleaned_data.get("ORDER")
                entry = target | {"label": form.cleaned_data["label"]}
                self.read.append((place if place is not None else len(self.forms) + 1, entry))

    @staticmethod
    def _counts(form: EntryForm) -> bool:
        return bool(form.cleaned_data.get("address")) and not form.cleaned_data.get("DELETE")

    def entries(self) -> list[dict[str, Any]]:
        return [entry for _place, entry in sorted(self.read, key=lambda pair: pair[0])]


class LinkFormSet(EntryFormSet):
    with_pages = False


def _rows(base: type[EntryFormSet]) -> Any:
    most = {"max_num": MOST_ENTRIES, "absolute_max": MOST_ENTRIES + SPARE_ROWS, "validate_max": True}
    marks = {"can_order": True, "can_delete": True, "can_delete_extra": False}
    return forms.formset_factory(EntryForm, formset=base, extra=SPARE_ROWS, **most, **marks)


MenuRows, LinkRows = _rows(EntryFormSet), _rows(LinkFormSet)


class LookForms:
    """The form with its two lists of rows, filled from the look in use or from what was sent."""

    def __init__(self, agency: Agency, look: Look, data: Mapping[str, Any] | None = None) -> None:
        self.agency, addresses = agency, Addresses(agency)
        more = {"languages": frozenset(addresses.homes)}
        first = {"theme": look.theme, "logo": look.logo, "banner": look.banner, "based_on": look.number}
        self.form = LookForm(data, initial=first, agency=agency, look=look)
        # A row that was sent counts as it is: with an initial value beside it an unchanged row would count as empty.
        menu, links = ([] if data is not None else addresses.write(entries) for entries in (look.menu, look.links))
        self.menu = MenuRows(data, prefix="menu", initial=menu, form_kwargs=more)
        self.links = LinkRows(data, prefix="links", initial=links, form_kwargs=more)
        self.menu.addresses = self.links.addresses = addresses

    def is_valid(self) -> bool:
        return all([self.form.is_valid(), self.menu.is_valid(), self.links.is_valid()])

    @cached_property
    def look(self) -> Look:
        """What was sent, as a look that nobody uses yet."""
        data = self.form.cleaned_data
        return Look(
            agency=self.agency,
            theme=data["theme"],
            logo=data["logo"],
            banner=data["banner"],
            menu=self.menu.entries(),
            links=self.links.entries(),
            layout=self.form.layout(),
        )

    def refuse(self, error: ValidationError) -> None:
        """Say beside the fields what the service found wrong."""
        errors = error.message_dict if hasattr(error, "error_dict") else {"__all__": error.messages}
        for field, texts in errors.items():
            known = field if field in self.form.fields else None
            self.form.add_error(known, [ValidationError(text) for text in texts])


class ImportLookForm(forms.Form):
    """It stands beside the other form, so its fields have identifiers of their own."""

    file = forms.FileField(
        label=gettext_lazy("File of a look"), help_text=gettext_lazy("A ZIP file that was exported here.")
    )
    note = forms.CharField(label=gettext_lazy("Why"), max_length=200, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="import-%s", **kwargs)


class RestoreLookForm(forms.Form):
    note = forms.CharField(label=gettext_lazy("Why"), max_length=200, required=False)
