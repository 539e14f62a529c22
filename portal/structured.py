"""schema.org descriptions of public pages, as JSON-LD: an inert data block, which no policy has to allow."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.core.serializers.json import DjangoJSONEncoder
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

if TYPE_CHECKING:
    from portal.metadata import Subject
    from portal.models.content import Fact

WORKS = frozenset(
    {"Article", "NewsArticle", "Report", "Legislation", "Dataset", "CreativeWork", "ImageGallery", "MediaGallery"}
    | {"VideoObject", "AudioObject", "ScholarlyArticle", "DigitalDocument", "GovernmentPermit", "WebPage"}
)
"""Types that are works: they have an author, dates and a publisher. Of anything else only its page has."""
UNSAFE = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}


def as_script(data: dict[str, Any]) -> SafeString:
    """JSON that cannot end its script element, whatever the texts in it."""
    text = json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False)
    return mark_safe(text.translate(UNSAFE))  # noqa: S308  (what HTML would read is escaped)


def graph(subject: Subject) -> dict[str, Any]:
    """The page, the portal and the agency, and what the page is about."""
    return {"@context": "https://schema.org", "@graph": [_without_empty(node) for node in _nodes(subject)]}


def _nodes(subject: Subject) -> Iterator[dict[str, Any]]:
    yield _agency(subject)
    yield _site(subject)
    if subject.is_front:
        return
    yield _page(subject)
    if subject.trail:
        yield _breadcrumb(subject)
    if subject.is_content:
        yield _main(subject)


def _ref(subject: Subject, name: str) -> dict[str, str]:
    return {"@id": f"{subject.root}/#{name}"}


def _agency(subject: Subject) -> dict[str, Any]:
    """In full on the front page; elsewhere who publishes."""
    agency = subject.agency
    node = {
        "@type": "GovernmentOrganization",
        **_ref(subject, "agency"),
        "name": agency.name,
        "url": f"{subject.root}/",
    }
    if not subject.is_front:
        return node
    parent = agency.province
    address = {"@type": "PostalAddress", "streetAddress": agency.address, "addressCountry": "VN"}
    return node | {
        "alternateName": agency.short_name,
        "address": address if agency.address else None,
        "telephone": agency.phone,
        "faxNumber": agency.fax,
        "email": agency.email,
        "areaServed": {"@type": "AdministrativeArea", "name": agency.root.name},
        "parentOrganization": {"@type": "GovernmentOrganization", "name": parent.name} if parent else None,
    }


def _site(subject: Subject) -> dict[str, Any]:
    search = reverse("portal:search", urlconf="portal.urls")
    node = {
        "@type": "WebSite",
        **_ref(subject, "site"),
        "url": f"{subject.root}/",
        "name": subject.site_name,
        "inLanguage": subject.language,
        "publisher": _ref(subject, "agency"),
    }
    if not subject.is_front:
        return node
    target = {"@type": "EntryPoint", "urlTemplate": f"{subject.root}{search}?q={{search_term_string}}"}
    action = {"@type": "SearchAction", "target": target, "query-input": "required name=search_term_string"}
    return node | {"description": subject.description, "image": subject.picture.url, "potentialAction": action}


def _page(subject: Subject) -> dict[str, Any]:
    page = subject.page
    kind = page.schema_type if page is not None and not subject.is_content else "WebPage"
    node = {
        "@type": kind,
        "@id": subject.canonical,
        "url": subject.canonical,
        "name": subject.title,
        "description": subject.description,
        "inLanguage": subject.language,
        "isPartOf": _ref(subject, "site"),
        "publisher": _ref(subject, "agency"),
        "breadcrumb": {"@id": f"{subject.canonical}#breadcrumb"} if subject.trail else None,
    }
    if page is None or not subject.is_content:
        return node
    return node | {
        "datePublished": written(page.first_published_at),
        "dateModified": written(page.last_published_at),
        "primaryImageOfPage": {"@type": "ImageObject", "url": subject.picture.url},
        "mainEntity": {"@id": f"{subject.canonical}#main"},
        "about": [_fact(fact) for fact in page.told_facts()],
    }


def _main(subject: Subject) -> dict[str, Any]:
    page = subject.page
    assert page is not None
    node = {
        "@type": page.schema_type,
        "@id": f"{subject.canonical}#main",
        "name": subject.title,
        "description": subject.description,
        "url": subject.canonical,
        "identifier": page.official_number(),
        "image": subject.picture.url,
        "mainEntityOfPage": {"@id": subject.canonical},
        **{name: _detail(value) for name, value in page.schema_details().items()},
    }
    if page.schema_type not in WORKS:
        return node
    author = {"@type": "Person", "name": page.author_name} if page.author_name else _ref(subject, "agency")
    return node | {
        "headline": page.title,
        "author": author,
        "publisher": _ref(subject, "agency"),
        "datePublished": written(page.first_published_at),
        "dateModified": written(page.last_published_at),
        "inLanguage": subject.language,
        "articleSection": page.section_title,
        "isBasedOn": page.source_url,
    }


def _detail(value: Any) -> Any:
    return written(value) if isinstance(value, (datetime, date)) else value


def _breadcrumb(subject: Subject) -> dict[str, Any]:
    items = [
        {"@type": "ListItem", "position": number, "name": title, "item": _absolute(subject, url)}
        for number, (title, url) in enumerate(subject.trail, 1)
    ]
    return {"@type": "BreadcrumbList", "@id": f"{subject.canonical}#breadcrumb", "itemListElement": items}


def _absolute(subject: Subject, url: str) -> str:
    if not url:
        return subject.canonical
    return f"{subject.root}{url}" if url.startswith("/") else url


def _fact(fact: Fact) -> dict[str, Any]:
    value = fact.value
    if isinstance(value, (list, tuple)):
        value = [plain(item) for item in value]
    return {
        "@type": "PropertyValue",
        "propertyID": fact.key,
        "name": str(fact.label),
        "value": plain(value) if not isinstance(value, list) else value,
    }


def plain(value: Any) -> Any:
    """A value that JSON knows."""
    if isinstance(value, (datetime, date)):
        return written(value)
    return value if isinstance(value, (bool, int, float)) else str(value)


def written(moment: datetime | date | None) -> str:
    """A day or an instant (to the second) in official time, as ISO 8601 writes it; nothing for none."""
    if moment is None:
        return ""
    if isinstance(moment, datetime):
        return timezone.localtime(moment).isoformat(timespec="seconds")
    return moment.isoformat()


def _without_empty(node: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in node.items() if value not in (None, "", [])}
