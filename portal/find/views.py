"""The page of results."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.catalogue import kinds
from portal.find import answers, facets, results, suggestions
from portal.find.query import MAX_QUERY, parse
from portal.find.results import Asked
from security.limits import count_one, over_limit

PER_PAGE = 10
YEARS = range(1900, 2200)


SUGGESTIONS = "120/m"
"""Of one address on one portal: generous, for many share one address. Beyond it the list stays empty."""


@require_safe
def search(request: Any) -> HttpResponse:
    """Search one portal or the whole province (NB.7.3a, NB.7.4, VL.9.1); without words the form alone."""
    typed = request.GET.get("q", "")
    asked = _asked(request)
    context = {
        "query": asked.query.typed,
        "scope": "province" if asked.province else "agency",
        "total": 0,
        "cut": len(typed) > MAX_QUERY,
        "no_words": bool(typed.strip()) and not asked.query,
    }
    if asked.query:
        context |= (_answers if asked.answers else _found)(asked, request.GET)
    return render(request, "portal/search.html", context)


@require_safe
def suggest(request: Any) -> JsonResponse:
    """Titles for what is being typed. Holds nothing of the reader: caches may keep it for a minute."""
    province = request.GET.get("scope") == "province"
    used_up = over_limit(request, "suggest", SUGGESTIONS)
    if not used_up:
        count_one(request, "suggest", SUGGESTIONS)
    typed = "" if used_up else request.GET.get("q", "")
    rows = suggestions.suggest(typed, request.agency, request.language, province=province)
    response = JsonResponse({"rows": [asdict(row) for row in rows]})
    response["Cache-Control"] = "no-store" if used_up else "public, max-age=60"
    response["X-Robots-Tag"] = "noindex"
    return response


def _asked(request: Any) -> Asked:
    """What cannot be narrowed by narrows nothing."""
    given: QueryDict = request.GET
    kind, year = given.get("kind", ""), given.get("year", "")
    province = given.get("scope") == "province"
    return Asked(
        query=parse(given.get("q", "")),
        portal=request.agency,
        language=request.language,
        province=province,
        kind=kind if kind in kinds() else "",
        body=given.get("agency", "").replace("\x00", "")[:80] if province else "",
        year=int(year) if year.isascii() and year.isdecimal() and len(year) == 4 and int(year) in YEARS else 0,
        newest=given.get("sort") == "date",
        answers=given.get("in") == facets.ANSWERS,
    )


def _answers(asked: Asked, given: QueryDict) -> dict[str, Any]:
    """Answered questions, the best first; nothing but words and portals narrows them."""
    asked = replace(asked, kind="", body="", year=0, newest=False)
    page = Paginator(answers.found(asked), PER_PAGE).get_page(given.get("page"))
    with results.by_index():
        texts = results.found(asked).count()
    return {
        "results": answers.rows(list(page.object_list), asked.query),
        "tabs": _tabs(asked, texts, page.paginator.count),
        "page_obj": page,
        "page_range": page.paginator.get_elided_page_range(page.number),
        "querystring": facets.Address(asked).query(),
        "total": page.paginator.count,
        "reachable": page.paginator.count,
    }


def _tabs(asked: Asked, texts: int, questions: int) -> list[dict[str, Any]]:
    """Texts or answered questions, where there are questions at all."""
    if not questions and not asked.answers:
        return []
    address = facets.Address(asked)
    to_questions = address(kind="", agency="", year="", sort="", **{"in": facets.ANSWERS})
    return [
        {
            "label": _("Texts and documents"),
            "number": texts,
            "url": address(**{"in": ""}),
            "current": not asked.answers,
        },
        {"label": _("Answered questions"), "number": questions, "url": to_questions, "current": asked.answers},
    ]


def _found(asked: Asked, given: QueryDict) -> dict[str, Any]:
    all_of_them = given.get("all") == "agency"
    with results.by_index():
        cells = results.cube(asked)
    first = results.count(cells, asked, None)
    agencies = facets.bodies(asked, first.bodies, all_of_them=all_of_them) if asked.province else []
    body = next((agency.pk for agency in agencies if agency.slug == asked.body), None)
    asked = replace(asked, body=asked.body if body else "")
    counts = results.count(cells, asked, body)
    reachable = results.reachable(asked, counts.total)
    page = Paginator(range(reachable), PER_PAGE).get_page(given.get("page"))
    keys: list[int] = []
    if counts.total:
        with results.by_index():
            there = results.ordered(results.narrowed(asked, body), asked, counts.total, timezone.localdate())
            keys = list(there.values_list("pk", flat=True)[page.start_index() - 1 : page.end_index()])
    meant = suggestions.did_you_mean(asked) if first.total < suggestions.LITTLE else ""
    made = facets.facets(asked, counts, agencies, all_of_them=all_of_them)
    address = facets.Address(asked)
    return {
        "results": results.rows(keys, asked.query),
        "page_obj": page,
        "page_range": page.paginator.get_elided_page_range(page.number),
        "querystring": address.query(),
        "total": counts.total,
        "tabs": _tabs(asked, counts.total, answers.number(asked)),
        "reachable": reachable,
        "meant": meant,
        "facets": made,
        "chips": facets.chips(asked, made),
        "meant_url": address(q=meant, kind="", agency="", year=""),
        "without_url": address(kind="", agency="", year=""),
        "newest": asked.newest,
        "relevance_url": address(sort=""),
        "date_url": address(sort="date"),
    }
