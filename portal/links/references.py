"""Links that rich text names by key: whether page or file is there is asked of the database, for all at once."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Case, Exists, OuterRef, QuerySet, Value, When

from portal.models.links import LinkKind, LinkProblem, LinkState, PageLink
from tenants.models import BasePage, PortalDocument

WORKS: dict[str, Any] = {
    "state": LinkState.WORKS,
    "problem": "",
    "detail": "",
    "failures": 0,
    "failed_on": None,
    "failing_since": None,
    "left_reason": "",
    "left_by": None,
    "left_at": None,
}
"""What is known of a link that works; that it was left as it was is over with that."""


def judge_references(links: QuerySet[PageLink], now: datetime) -> None:
    """Four statements, whatever the number of links. A page that is not live leads its readers nowhere."""
    pages = BasePage.objects.filter(pk=OuterRef("target"))
    documents = PortalDocument.objects.filter(pk=OuterRef("target"))
    hidden = Case(When(Exists(pages), then=Value(LinkProblem.NOT_LIVE)), default=Value(LinkProblem.DELETED))
    for kind, good, problem in (
        (LinkKind.PAGE, Exists(pages.filter(live=True)), hidden),
        (LinkKind.DOCUMENT, Exists(documents), Value(LinkProblem.DELETED)),
    ):
        of_kind = links.filter(kind=kind)
        of_kind.exclude(state=LinkState.WORKS).filter(good).update(**WORKS, checked_at=now)
        bad = of_kind.exclude(state=LinkState.BROKEN).exclude(good)
        bad.update(state=LinkState.BROKEN, problem=problem, failing_since=now, checked_at=now)
