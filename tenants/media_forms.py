"""Forms of images and documents, for every screen that uploads: pages of the library, several at once, choosers."""

from __future__ import annotations

import unicodedata
from typing import Any, cast

from django.db import transaction
from wagtail.documents.fields import WagtailDocumentField
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from tenants.image_checks import clean_image
from tenants.media_checks import check_upload
from tenants.media_in_use import AS_DECIDED, kept_as_it_is
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


class AsDecided:
    """What published pages show of an image or a file can't be changed here; the form says why.

    Those fields are closed, and the file can't be sent. A value that was sent all the same, because the page went live
    meanwhile, stays as it was typed with the reason as its error.
    """

    instance: Any
    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reason = kept_as_it_is(self.instance) if self.instance.pk else ""
        self.sent_all_the_same: list[str] = []
        for name in AS_DECIDED if self.reason else ():
            if name in self.fields:
                self._close(name)

    def _close(self, name: str) -> None:
        field, form = self.fields[name], cast(Any, self)
        if form.is_bound:
            sent = field.widget.value_from_datadict(form.data, form.files, form.add_prefix(name))
            if sent is not None and field.has_changed(form.get_initial_for_field(field, name), sent):
                self.sent_all_the_same.append(name)
                return
        if name == "file":
            del self.fields[name]
            return
        field.disabled = True
        if name == "title":
            form[name].help_text = self.reason

    def clean(self) -> Any:
        cleaned = super().clean()  # type: ignore[misc]
        for name in self.sent_all_the_same:
            cast(Any, self).add_error(name, self.reason)
        return cleaned


class AgencyImageForm(AsDecided, OneSpelling, BaseImageForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            self.fields["file"] = _replaced(self.fields["file"], CheckedImageField)

    @transaction.atomic
    def save(self, commit: bool = True) -> Any:
        """Pictures of another file, or around another point, are not those of this image any more."""
        known = self.instance.pk is not None
        image = super().save(commit=commit)
        changed = set(self.changed_data)
        if commit and known and ("file" in changed or changed & FOCUS):
            image.renditions.all().delete()
            image_changed.send(sender=PortalImage, image=image)
        return image


class AgencyDocumentForm(AsDecided, OneSpelling, BaseDocumentForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            self.fields["file"] = _replaced(self.fields["file"], CheckedDocumentField)


def _replaced(field: Any, by: type[Any]) -> Any:
    """A checking field in the place of Wagtail's, with the same widget and label."""
    new = by(label=field.label, widget=field.widget, required=field.required, initial=field.initial)
    new.widget.is_required = field.required
    return new
