from __future__ import annotations

from typing import Any, cast
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from editorial.querysets import withdrawal_at
from portal.search import MAX_QUERY, find_pages, present
from portal.video import frame_origins
from tenants.hosts import root_url
from tenants.models import BasePage

PER_PAGE = 10


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
def search(request: Any) -> HttpResponse:
    """Search one portal or the whole province (NB.7.3a, VL.9.1); an empty query shows the form alone."""
    query = request.GET.get("q", "").replace("\x00", "").strip()[:MAX_QUERY]
    scope = "province" if request.GET.get("scope") == "province" else "agency"
    context: dict[str, Any] = {"query": query, "scope": scope, "total": 0}
    if query:
        paginator = Paginator(find_pages(query, request.agency, scope, request.language), PER_PAGE)
        results = paginator.get_page(request.GET.get("page"))
        results.object_list = present(list(results.object_list), query)
        context |= {
            "results": results,
            "total": paginator.count,
            "page_range": paginator.get_elided_page_range(results.number),
            "querystring": urlencode({"q": query, "scope": scope}),
        }
    return render(request, "portal/search.html", context)


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
