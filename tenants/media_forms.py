"""Forms of images and documents, for every screen that uploads: pages of the library, several at once, choosers."""

from __future__ import annotations

import unicodedata
from typing import Any, cast

from django.db import transaction
from django.utils.html import format_html
from django.utils.translation import gettext as _
from wagtail.documents.fields import WagtailDocumentField
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from tenants.image_checks import clean_image
from tenants.media_checks import check_upload
from tenants.media_in_use import why_words_stay
from tenants.models import PortalImage
from tenants.signals import image_changed

FOCUS = frozenset({"focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height"})


class CheckedImageField(WagtailImageField):
    """What arrives is checked and drawn anew; Wagtail's own checks then see what is kept."""

    def to_python(self, data: Any) -> Any:
        return super().to_python(clean_image(data) if data else data)


class CheckedDocumentField(WagtailDocumentField):
    def to_python(self, data: Any) -> Any:
        file = super().to_python(data)
        if file is not None:
            check_upload(file)
        return file


class OneSpelling:
    """A title is kept as it is typed everywhere else: one sign for a letter with its accents (NFC)."""

    cleaned_data: dict[str, Any]

    def clean_title(self) -> str:
        return unicodedata.normalize("NFC", self.cleaned_data["title"])


class StaysAsDecided:
    """A stored file never changes, and its words not while readers see them; the form says why.

    `words`: the field that they see. It is closed then; another value that was sent all the same, because the page went
    live meanwhile, is an error that quotes what stays.
    """

    instance: Any
    fields: dict[str, Any]
    words: str

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reason = ""
        if self.instance.pk is None:
            return
        form: Any = self
        reason = why_words_stay(self.instance)
        if reason and self._sends(self.words):
            self.reason = reason
        elif reason:
            self.fields[self.words].disabled = True
            form[self.words].help_text = reason
        if self.fields.pop("file", None):
            form["title"].help_text = format_html(
                '{} <a href="{}">{}</a>. {}',
                form["title"].help_text,
                self.instance.file.url,
                self.instance.filename,
                _("The file itself stays: for another version upload a new file and put it on the page."),
            )

    def _sends(self, name: str) -> bool:
        """Whether another value than the one that stays was sent; a browser sends nothing of a closed field."""
        form, field = cast(Any, self), self.fields[name]
        sent = field.widget.value_from_datadict(form.data, form.files, form.add_prefix(name))
        return bool(form.is_bound and sent is not None and field.has_changed(getattr(self.instance, name), sent))

    def clean(self) -> Any:
        cleaned = super().clean()  # type: ignore[misc]
        if self.reason:
            stays = _("It stays: %(value)s") % {"value": getattr(self.instance, self.words)}
            cast(Any, self).add_error(self.words, f"{self.reason} {stays}")
        return cleaned


class AgencyImageForm(StaysAsDecided, OneSpelling, BaseImageForm):
    words = "alt_text"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            self.fields["file"] = _replaced(self.fields["file"], CheckedImageField)

    @transaction.atomic
    def save(self, commit: bool = True) -> Any:
        """Pictures around another point of focus are not those of this image any more."""
        known = self.instance.pk is not None
        image = super().save(commit=commit)
        if commit and known and FOCUS & set(self.changed_data):
            image.renditions.all().delete()
            image_changed.send(sender=PortalImage, image=image)
        return image


class AgencyDocumentForm(StaysAsDecided, OneSpelling, BaseDocumentForm):
    words = "title"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            self.fields["file"] = _replaced(self.fields["file"], CheckedDocumentField)


def _replaced(field: Any, by: type[Any]) -> Any:
    """A checking field in the place of Wagtail's, with the same widget and label."""
    new = by(label=field.label, widget=field.widget, required=field.required, initial=field.initial)
    new.widget.is_required = field.required
    return new
