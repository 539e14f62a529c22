"""Where an image, a document or a page is used: in the agency one works in, and nowhere else."""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Q
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.functional import cached_property
from wagtail.admin.admin_url_finder import register_admin_url_finder
from wagtail.admin.views.pages.usage import UsageView as PageUsageView
from wagtail.documents.views.documents import UsageView as DocumentUsageView
from wagtail.images.views.images import UsageView as ImageUsageView
from wagtail.models import ReferenceIndex, get_default_page_content_type

from tenants.current import current_agency
from tenants.media_views import screen
from tenants.models import Agency, BasePage, Look
from tenants.permissions import user_can_administer_agency


class LookURLFinder:
    """The page of a version, for those who may see it: Wagtail names nothing that it finds no address for."""

    def __init__(self, user: Any) -> None:
        self.user = user

    @cached_property
    def agency(self) -> Agency | None:
        """The agency one works in, for its administrator."""
        agency = current_agency()
        return agency if agency is not None and user_can_administer_agency(self.user, agency) else None

    def get_edit_url(self, look: Look) -> str | None:
        if self.agency is None or look.agency_id != self.agency.pk:
            return None
        return reverse("tenants:look_version", args=[look.number])


register_admin_url_finder(Look, LookURLFinder)


class InOneAgency:
    """References from the agency's own pages and looks; Wagtail's view would name the kind and number of all others."""

    request: Any
    object: Any

    def get_queryset(self) -> Any:
        pages = BasePage.objects.filter(agency=self.request.agency).annotate(key=Cast("pk", CharField()))
        looks = Look.objects.filter(agency=self.request.agency).annotate(key=Cast("pk", CharField()))
        on_pages = Q(base_content_type=get_default_page_content_type(), object_id__in=pages.values("key"))
        in_looks = Q(base_content_type=ContentType.objects.get_for_model(Look), object_id__in=looks.values("key"))
        return ReferenceIndex.get_references_to(self.object).filter(on_pages | in_looks).group_by_source_object()


class AgencyImageUsageView(InOneAgency, ImageUsageView):
    pass


class AgencyDocumentUsageView(InOneAgency, DocumentUsageView):
    pass


class AgencyPageUsageView(InOneAgency, PageUsageView):
    pass


image_usage = screen(AgencyImageUsageView.as_view())
document_usage = screen(AgencyDocumentUsageView.as_view())
page_usage = screen(AgencyPageUsageView.as_view())
