from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.languages import original
from portal.search import MAX_QUERY, find_pages, present

PER_PAGE = 10


@require_safe
def serve(request: Any, path: str) -> HttpResponseBase:
    """A page of the portal whose host was asked for; nothing outside its own tree can be reached."""
    home = request.host_row.site.root_page.specific
    found = home.route(request, [part for part in path.split("/") if part])
    if found is None:
        raise Http404
    page, args, kwargs = found
    response: HttpResponseBase = page.serve(request, *args, **kwargs)
    return response


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
