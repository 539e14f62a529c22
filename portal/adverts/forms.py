"""What is proposed to the board."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy
from wagtail.images.widgets import AdminImageChooser

from portal.models.adverts import Advert


class AdvertForm(forms.ModelForm):  # type: ignore[type-arg]
    url = forms.URLField(
        label=gettext_lazy("Address"),
        help_text=gettext_lazy("Where the advert leads. The portal loads nothing from there."),
        max_length=300,
        assume_scheme="https",
    )

    class Meta:
        model = Advert
        fields = Advert.CONTENT
        widgets = {
            "text": forms.Textarea(attrs={"rows": 3}),
            "image": AdminImageChooser,
            "place": forms.RadioSelect,
            "starts_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "ends_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }
        help_texts = {
            "advertiser": gettext_lazy("Readers see the name beside the word “advertisement”."),
            "image": gettext_lazy("One of your own library, not a must. Its text alternative is read out."),
            "language": gettext_lazy("It stands on the pages of this language alone."),
        }

    def _post_clean(self) -> None:
        """The service checks the row."""

    def given(self) -> dict[str, Any]:
        return dict(self.cleaned_data)
