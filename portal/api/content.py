"""What the API finds in the catalogue, and how it is written: only what readers of that portal may read, now."""

from __future__ import annotations

from typing import Any, cast

from django.db.models import Q, QuerySet
from django.db.models.functions import Substr
from django.utils.translation import gettext as _

from portal.api.answers import Problem
from portal.api.asked import Asked
from portal.catalogue import listable_kinds, published
from portal.feeds import guid
from portal.find import results
from portal.find.query import parse
from portal.models import Entry, SectionPage
from portal.models.content import Download
from portal.structured import plain, written
from tenants.hosts import home_address, learn_homes, root_url
from tenants.models import Agency, BasePage


def in_reach(request: Any, *, province: bool) -> QuerySet[Entry]:
    """Live content of the portal that was asked, or of all portals of its province that answer; in its language."""
    entries = published().filter(kind__in=listable_kinds(), page__locale__language_code=request.language)
    entries = entries.exclude(page__first_published_at=None).select_related("image")
    if province:
        return entries.filter(page__agency__in=Agency.objects.of_province(request.agency).answering())
    return entries.filter(page__agency=request.agency)


def found(request: Any, asked: Asked) -> QuerySet[Entry]:
    """Everything that fits, newest first; with `updated_since` the longest unchanged first, so that one can go on."""
    entries = in_reach(request, province=asked.province).filter(_fits(asked))
    if asked.section:
        entries = _in_section(entries, request, asked)
    if asked.q:
        entries = entries.filter(page__in=_searched(request, asked))
    return _from(entries, asked)


def _searched(request: Any, asked: Asked) -> Any:
    """Keys of what the portal's search finds."""
    query = parse(asked.q)
    if not query:
        return Entry.objects.none().values("page")
    wanted = results.Asked(query, request.agency, request.language, province=asked.province)
    return results.found(wanted).values("entry")


def _fits(asked: Asked) -> Q:
    wanted = {
        "kind": asked.kind,
        "dated_on__year": asked.year,
        "dated_on__gte": asked.start,
        "dated_on__lte": asked.end,
        "page__last_published_at__gte": asked.updated_since,
    }
    return Q(**{name: value for name, value in wanted.items() if value})


def _in_section(entries: QuerySet[Entry], request: Any, asked: Asked) -> QuerySet[Entry]:
    """By the key that the regulation gives a section, or on one portal by its path too."""
    sections = SectionPage.objects.live().filter(came_from=None)
    if asked.province:
        keyed = sections.filter(key=asked.section, depth=BasePage.HOME_DEPTH + 1)
        section = Substr("page__path", 1, BasePage.SECTION_PATH)
        return entries.annotate(section=section).filter(section__in=keyed.values("path"))
    home = request.host_row.site.root_page
    here = Q(key=asked.section) | Q(url_path=f"{home.url_path}{asked.section}/")
    below = Q()
    for path in sections.descendant_of(home).filter(here).values_list("path", flat=True):
        below |= Q(page__path__startswith=path)
    if not below:
        raise Problem(400, _("There is no such section; see “sections”."), {"section": _("There is no such section.")})
    return entries.filter(below)


def order_of(asked: Asked) -> str:
    """The instant that a list goes by."""
    return "last_published_at" if asked.updated_since else "first_published_at"


def _from(entries: QuerySet[Entry], asked: Asked) -> QuerySet[Entry]:
    field, forward = f"page__{order_of(asked)}", bool(asked.updated_since)
    if asked.after is not None:
        moment, key = asked.after
        beyond = "gt" if forward else "lt"
        later = Q(**{f"{field}__{beyond}": moment}) | Q(**{field: moment, f"page_id__{beyond}": key})
        entries = entries.filter(later)
    sign = "" if forward else "-"
    return entries.order_by(f"{sign}{field}", f"{sign}page_id")


def rows(entries: list[Entry]) -> list[dict[str, Any]]:
    """As many texts as there are, in a fixed number of queries."""
    learn_homes({entry.page.home_path for entry in entries})
    parents = {entry.page.path[: -BasePage.steplen] for entry in entries}
    sections = {section.path: section for section in SectionPage.objects.filter(path__in=parents)}
    return [_row(entry, sections.get(entry.page.path[: -BasePage.steplen])) for entry in entries]


def _row(entry: Entry, section: SectionPage | None) -> dict[str, Any]:
    page = entry.page
    agency, root = cast(Agency, page.agency), _root(page)
    image = {"url": root + entry.image.file.url, "alt": entry.image_alt} if entry.image else None
    return {
        "id": page.pk,
        "uid": guid(page),
        "kind": entry.kind,
        "title": page.title,
        "summary": entry.summary,
        "number": entry.number,
        "date": written(entry.dated_on) or None,
        "published_at": written(page.first_published_at),
        "updated_at": written(page.last_published_at),
        "language": page.locale.language_code,
        "url": page.full_url,
        "api_url": f"{root}/api/v1/content/{page.pk}",
        "agency": {"id": agency.slug, "name": agency.name, "url": f"{root}/"},
        "section": {"key": section.key, "title": section.title, "url": section.full_url} if section else None,
        "image": image,
    }


def whole(entry: Entry) -> dict[str, Any]:
    """One text with what it states, its words and its files."""
    page = entry.page.specific
    root = _root(page)
    return rows([entry])[0] | {
        "facts": {
            fact.key: {
                "label": str(fact.label),
                "value": _value(fact.value),
                "url": _absolute(root, fact.url),
                "urls": [_absolute(root, url) for url in fact.urls],
            }
            for fact in page.told_facts()
        },
        "text": entry.text,
        "author": page.author_name,
        "source": {"name": page.source_name, "url": page.source_url},
        "files": [_file(root, one) for one in page.downloads()],
    }


def _value(value: Any) -> Any:
    return [plain(item) for item in value] if isinstance(value, (list, tuple)) else plain(value)


def _file(root: str, one: Download) -> dict[str, Any]:
    return {"title": one.title, "url": _absolute(root, one.url), "bytes": one.size}


def _absolute(root: str, url: str) -> str | None:
    return (f"{root}{url}" if url.startswith("/") else url) or None


def _root(page: BasePage) -> str:
    address = home_address(page.home_path)
    return address.root_url if address else root_url("")
