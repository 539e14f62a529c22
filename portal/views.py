from __future__ import annotations

from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from editorial.querysets import withdrawal_at
from portal.languages import original
from portal.video import frame_origins
from tenants.models import BasePage


@require_safe
def serve(request: Any, path: str) -> HttpResponseBase:
    """A page of the portal whose host was asked for; nothing outside its own tree can be reached."""
    home = request.host_row.site.root_page.specific
    try:
        found = home.route(request, [part for part in path.split("/") if part])
    except Http404:
        return _withdrawn(request, home, path)
    if found is None:
        raise Http404
    page, args, kwargs = found
    response: Any = page.serve(request, *args, **kwargs)
    if origins := frame_origins(page):
        response.csp_extra = {"frame-src": " ".join(sorted(origins))}
    return cast(HttpResponseBase, response)


def _withdrawn(request: Any, home: BasePage, path: str) -> HttpResponse:
    """What readers are told of a text that stood here; 410, for it does not come back. Raises Http404."""
    withdrawal = withdrawal_at(home, path)
    if withdrawal is None:
        raise Http404
    return render(request, "portal/withdrawn.html", {"withdrawal": withdrawal}, status=410)


@require_safe
def no_translation(request: Any) -> HttpResponse:
    """Where the language switch leads from a page without a counterpart: it says so, and leads on (TN.7.1, NB.7.2)."""
    asked = request.GET.get("from", "").replace("\x00", "")
    context = {"original": original(request.host_row, asked), "page_title": _("No translation")}
    return render(request, "portal/no_translation.html", context)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """It has no metadata: what is not there has no address."""
    return render(request, "404.html", {"canonical_url": ""}, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """The page of last resort: static, so that it cannot fail again."""
    return render(None, "500.html", status=500)  # type: ignore[arg-type]
