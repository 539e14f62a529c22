from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from editorial.querysets import withdrawal_at
from tenants.hosts import root_url
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
    response: HttpResponseBase = page.serve(request, *args, **kwargs)
    return response


def _withdrawn(request: Any, home: BasePage, path: str) -> HttpResponse:
    """What readers are told of a text that stood here; 410, for it does not come back. Raises Http404."""
    withdrawal = withdrawal_at(home, path)
    if withdrawal is None:
        raise Http404
    return render(request, "portal/withdrawn.html", {"withdrawal": withdrawal}, status=410)


@require_safe
def sitemap(request: Any) -> HttpResponse:
    """Every live page of this portal."""
    home = request.host_row.site.root_page
    pages = BasePage.objects.descendant_of(home, inclusive=True).live().order_by("path")
    rows = pages.only("path", "depth", "url_path", "last_published_at").iterator(chunk_size=2000)
    return render(request, "portal/sitemap.xml", {"pages": rows}, content_type="application/xml")


@require_safe
def robots(request: Any) -> HttpResponse:
    address = f"{root_url(request.host_row.hostname)}/sitemap.xml"
    return HttpResponse(f"User-agent: *\nDisallow: /tim-kiem/\n\nSitemap: {address}\n", content_type="text/plain")


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """The page of last resort: static, so that it cannot fail again."""
    return render(None, "500.html", status=500)  # type: ignore[arg-type]
