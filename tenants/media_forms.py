"""Forms of images and documents, for every screen that uploads: pages of the library, several at once, choosers."""

from __future__ import annotations

import unicodedata
from typing import Any

from django.db import transaction
from wagtail.documents.fields import WagtailDocumentField
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from tenants.image_checks import clean_image
from tenants.media_checks import check_upload
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


class AgencyImageForm(OneSpelling, BaseImageForm):
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


class AgencyDocumentForm(OneSpelling, BaseDocumentForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            self.fields["file"] = _replaced(self.fields["file"], CheckedDocumentField)


def _replaced(field: Any, by: type[Any]) -> Any:
    """A checking field in the place of Wagtail's, with the same widget and label."""
    new = by(label=field.label, widget=field.widget, required=field.required, initial=field.initial)
    new.widget.is_required = field.required
    return new
