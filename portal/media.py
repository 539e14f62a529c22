"""`/media/`: the one door to images and files. Nothing is served because it lies somewhere on disk."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.models import Advert
from tenants.media_in_use import live_pages_with
from tenants.models import Agency, PortalDocument, PortalImage, PortalRendition
from tenants.storage import deliver

PUBLIC_SECONDS = 86_400


@require_safe
def serve_public(request: Any, name: str) -> HttpResponseBase:
    """On a portal: only files that live content of this agency shows, or that are shared within the province."""
    item = _find(name)
    if item is None or not (_shown_by(item, request.agency) or _shared_with(item, request.agency)):
        raise Http404
    return deliver(name, f"public, max-age={PUBLIC_SECONDS}", request.headers.get("Range", ""))


@require_safe
def serve_private(request: Any, name: str) -> HttpResponseBase:
    """On the admin host: files of the agencies that one serves, or shared with them."""
    item = _find(name)
    if item is None or not request.user.is_authenticated:
        raise Http404
    served = Agency.objects.served_by(request.user).of_province(request.province)
    shared = _shared_with(item, request.province) and served.exists()
    if not (shared or served.filter(pk=item.agency_id).exists()):
        raise Http404
    return deliver(name, "private, no-cache", request.headers.get("Range", ""))


def _find(name: str) -> PortalImage | PortalDocument | None:
    """The image or document that a stored file belongs to."""
    if "\x00" in name:
        return None
    rendition = PortalRendition.objects.filter(file=name).select_related("image").first()
    if rendition:
        return rendition.image
    return PortalImage.objects.filter(file=name).first() or PortalDocument.objects.filter(file=name).first()


def _shown_by(item: PortalImage | PortalDocument, agency: Agency) -> bool:
    """Whether a live page of the agency, the look in use or an advert that runs refers to it.

    A draft's image or file is nobody's on a public host, nor is that of a look that was replaced.
    """
    if agency.look is not None and isinstance(item, PortalImage) and item.pk in agency.look.images:
        return True
    if live_pages_with(item).filter(agency=agency).exists():
        return True
    running = Advert.objects.running(timezone.localdate()).filter(agency=agency)
    return isinstance(item, PortalImage) and running.filter(image=item).exists()


def _shared_with(item: PortalImage | PortalDocument, agency: Agency) -> bool:
    return item.shared and item.agency is not None and item.agency.root == agency.root
