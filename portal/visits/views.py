"""Where pages tell that they were seen: by script with a beacon, without it with an image that nginx answers itself."""

from __future__ import annotations

from base64 import b64decode
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from portal.visits import store
from portal.visits.readers import is_counted
from tenants.calendar import ZONE
from tenants.models import BasePage

EMPTY_IMAGE = b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")


@require_POST
def beacon(request: Any, page: int) -> HttpResponse:
    """One visit, told by static/js/site.js. The answer is the same whether it counts or not, and sets no cookie."""
    _count(request, page)
    return _not_kept(HttpResponse(status=204))


@require_safe
def image(request: Any, page: int) -> HttpResponse:
    """The same without script, where no nginx stands before the program."""
    _count(request, page)
    return _not_kept(HttpResponse(EMPTY_IMAGE, content_type="image/gif"))


def _count(request: Any, page: int) -> None:
    if not is_counted(request):
        return
    if BasePage.objects.live().filter(pk=page, agency=request.agency).exists():
        store.count(timezone.now().astimezone(ZONE).date(), request.agency.pk, page)


def _not_kept(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "no-store"
    return response
