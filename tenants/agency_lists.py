"""The agencies of a province as its office and its technical agency look for them, in a fixed number of queries."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, Subquery

from tenants.models import Agency, AgencyHost, AgencyKind, BasePage, HostKind, Membership
from tenants.querysets import AgencyQuerySet

TEXT_DEPTH = BasePage.HOME_DEPTH + 2
"""Texts lie below a section, which lies below the home page."""


def districts_of(province: Agency) -> AgencyQuerySet:
    """What communes may stand below; none where the regulation has no such level (HY.2.1)."""
    return Agency.objects.of_province(province).filter(kind=AgencyKind.DISTRICT)


def agencies_like(province: Agency, wanted: dict[str, Any]) -> AgencyQuerySet:
    """The province's agencies narrowed by `kind`, `district`, `state`, and by `q`, in the order of their names.

    `q`: a part of the name or the host name, diacritics or not, or the code of the administrative unit.
    """
    found = Agency.objects.of_province(province)
    exact = {"kind": wanted.get("kind"), "parent": wanted.get("district"), "state": wanted.get("state")}
    found = found.filter(**{name: value for name, value in exact.items() if value})
    if q := wanted.get("q"):
        hosts = AgencyHost.objects.filter(agency=OuterRef("pk"), hostname__icontains=q)
        names = Q(name__unaccent__icontains=q) | Q(short_name__unaccent__icontains=q)
        found = found.filter(names | Q(unit_code=q) | Exists(hosts))
    return found.order_by("sort_key", "pk")


def with_standing(agencies: AgencyQuerySet) -> AgencyQuerySet:
    """Adds what the list says of each: host name, people who serve it, and when it last published a text."""
    hosts = AgencyHost.objects.filter(agency=OuterRef("pk"), kind=HostKind.PORTAL, language="vi")
    people = Membership.objects.filter(agency=OuterRef("pk"), user__is_active=True).order_by().values("agency")
    texts = BasePage.objects.filter(agency=OuterRef("pk"), live=True, depth__gte=TEXT_DEPTH, came_from=None)
    newest = texts.exclude(first_published_at=None).order_by("-first_published_at")
    return agencies.select_related("parent").annotate(
        portal_host=Subquery(hosts.values("hostname")[:1]),
        host_waits=Subquery(hosts.values("provisional")[:1]),
        people=Subquery(people.annotate(number=Count("user", distinct=True)).values("number")),
        last_text_at=Subquery(newest.values("first_published_at")[:1]),
    )
