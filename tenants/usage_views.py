"""Where an image, a document or a page is used: in the agency one works in, and nowhere else."""

from __future__ import annotations

from typing import Any

from django.db.models import CharField
from django.db.models.functions import Cast
from wagtail.admin.views.pages.usage import UsageView as PageUsageView
from wagtail.documents.views.documents import UsageView as DocumentUsageView
from wagtail.images.views.images import UsageView as ImageUsageView
from wagtail.models import ReferenceIndex, get_default_page_content_type

from tenants.media_views import screen
from tenants.models import BasePage


class InOneAgency:
    """References from the agency's own pages; Wagtail's view would name the kind and number of all others."""

    request: Any
    object: Any

    def get_queryset(self) -> Any:
        pages = BasePage.objects.filter(agency=self.request.agency).annotate(key=Cast("pk", CharField()))
        references = ReferenceIndex.get_references_to(self.object)
        own = references.filter(base_content_type=get_default_page_content_type(), object_id__in=pages.values("key"))
        return own.group_by_source_object()


class AgencyImageUsageView(InOneAgency, ImageUsageView):
    pass


class AgencyDocumentUsageView(InOneAgency, DocumentUsageView):
    pass


class AgencyPageUsageView(InOneAgency, PageUsageView):
    pass


image_usage = screen(AgencyImageUsageView.as_view())
document_usage = screen(AgencyDocumentUsageView.as_view())
page_usage = screen(AgencyPageUsageView.as_view())
