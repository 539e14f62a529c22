"""Wagtail's screens of images and documents without what they gather from the whole installation: tags."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any

from django.contrib import messages
from django.contrib.contenttypes.models import ContentType
from django.core.files import File
from django.db.models import Count
from django.forms import CheckboxSelectMultiple
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from taggit.models import Tag
from wagtail.admin.auth import require_admin_access
from wagtail.admin.filters import BaseMediaFilterSet, PopularTagsFilter
from wagtail.admin.ui.tables import BulkActionsCheckboxColumn
from wagtail.documents.views.documents import DeleteView as DocumentDeleteView
from wagtail.documents.views.documents import DocumentsFilterSet
from wagtail.documents.views.documents import IndexView as DocumentIndexView
from wagtail.images.views.chooser import ImageChooserViewSet, ImageChooseView
from wagtail.images.views.images import DeleteView as ImageDeleteView
from wagtail.images.views.images import ImagesFilterSet
from wagtail.images.views.images import IndexView as ImageIndexView
from wagtail.images.views.multiple import CreateFromUploadedImageView

from tenants.image_checks import clean_image
from tenants.media_in_use import why_kept
from tenants.models import PortalDocument, PortalImage

POPULAR = 10


def tags_of(agency: Any, *models: type[Any]) -> Any:
    """The tags on images and documents of one agency, the most used first."""
    items = Tag.objects.none()
    for model in models:
        content_type = ContentType.objects.get_for_model(model)
        own = model.objects.filter(agency=agency).values("pk")
        items |= Tag.objects.filter(
            taggit_taggeditem_items__content_type=content_type, taggit_taggeditem_items__object_id__in=own
        )
    return items.annotate(item_count=Count("taggit_taggeditem_items")).order_by("-item_count", "name")


class AgencyMediaFilterSet(BaseMediaFilterSet):
    """An agency has one collection, so there is no filter by collection; the tags are its own."""

    def __init__(
        self, data: Any = None, queryset: Any = None, *, request: Any, prefix: Any = None, is_searching: Any = None
    ) -> None:
        super(BaseMediaFilterSet, self).__init__(data, queryset, request=request, prefix=prefix)
        names = list(tags_of(request.agency, self._meta.model).values_list("name", flat=True)[:POPULAR])
        if names:
            self.filters["tag"] = PopularTagsFilter(
                label=_("Tag"),
                field_name="tags__name",
                choices=[(name, name) for name in names],
                widget=CheckboxSelectMultiple,
                use_subquery=is_searching,
            )


class AgencyImagesFilterSet(AgencyMediaFilterSet, ImagesFilterSet):
    class Meta(ImagesFilterSet.Meta):
        pass


class AgencyDocumentsFilterSet(AgencyMediaFilterSet, DocumentsFilterSet):
    class Meta(DocumentsFilterSet.Meta):
        pass


class WithoutBulkActions:
    """Bulk actions take any object of the installation by its key, so nobody has them."""

    @property
    def columns(self) -> list[Any]:
        columns: list[Any] = super().columns  # type: ignore[misc]
        return [column for column in columns if not isinstance(column, BulkActionsCheckboxColumn)]


class AgencyImageIndexView(WithoutBulkActions, ImageIndexView):
    filterset_class = AgencyImagesFilterSet


class AgencyDocumentIndexView(WithoutBulkActions, DocumentIndexView):
    filterset_class = AgencyDocumentsFilterSet


class AgencyImageChooseView(ImageChooseView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        popular = tags_of(self.request.agency, PortalImage)[:POPULAR]
        return {**super().get_context_data(**kwargs), "popular_tags": popular}


class AgencyImageChooserViewSet(ImageChooserViewSet):
    choose_view_class = AgencyImageChooseView


class ImageFromUploadView(CreateFromUploadedImageView):
    """An image of several whose description was not accepted at first: the file itself waited, as it was sent."""

    def save_object(self, form: Any) -> None:
        upload = self.upload.file
        with upload.open("rb") as sent:
            self.object.file = clean_image(File(sent, name=PurePosixPath(upload.name).name))
        self.object.uploaded_by_user = self.request.user
        self.object._set_image_file_metadata()
        form.save()


class KeptWhileShown:
    """Deleting what is shown, or about to be, is refused with the reason, and leads to where it is used."""

    object: Any
    usage_name: str

    def get(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._kept(request) or super().get(request, *args, **kwargs)  # type: ignore[misc, no-any-return]

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._kept(request) or super().post(request, *args, **kwargs)  # type: ignore[misc, no-any-return]

    def _kept(self, request: Any) -> HttpResponse | None:
        reason = why_kept(self.object)
        if not reason:
            return None
        messages.error(request, f"{self.object.title}: {reason}")
        return redirect(self.usage_name, self.object.pk)


class AgencyImageDeleteView(KeptWhileShown, ImageDeleteView):
    usage_name = "agency_image_usage"


class AgencyDocumentDeleteView(KeptWhileShown, DocumentDeleteView):
    usage_name = "agency_document_usage"


@require_safe
def tag_autocomplete(request: Any) -> HttpResponse:
    """Tags of the agency's own images and documents that begin with `term`."""
    term = request.GET.get("term", "").replace("\x00", "")
    tags = tags_of(request.agency, PortalImage, PortalDocument).filter(name__istartswith=term)
    return JsonResponse(list(tags.values_list("name", flat=True)[:POPULAR]) if term else [], safe=False)


def screen(view: Any) -> Any:
    """As Wagtail wraps its own: for people of the admin only, and never from a cache."""
    return never_cache(require_admin_access(view))


chooser = AgencyImageChooserViewSet("wagtailimages_chooser", model=PortalImage, url_prefix="images/chooser")
images = screen(AgencyImageIndexView.as_view())
image_from_upload = screen(ImageFromUploadView.as_view())
images_results = screen(AgencyImageIndexView.as_view(results_only=True))
documents = screen(AgencyDocumentIndexView.as_view())
documents_results = screen(AgencyDocumentIndexView.as_view(results_only=True))
image_delete = screen(AgencyImageDeleteView.as_view())
document_delete = screen(AgencyDocumentDeleteView.as_view())
choose_image = screen(chooser.choose_view)
tags = screen(tag_autocomplete)
