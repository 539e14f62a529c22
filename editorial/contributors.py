"""Who has written a text since its last live version. A contribution is a change of content, not a save (HY.8.2)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from wagtail.models import Revision

from editorial.models import APPROVING, Decision

BOOKKEEPING = frozenset(
    {
        "pk",
        "path",
        "depth",
        "numchild",
        "url_path",
        "translation_key",
        "locale",
        "alias_of",
        "draft_title",
        "live",
        "has_unpublished_changes",
        "live_revision",
        "latest_revision",
        "first_published_at",
        "last_published_at",
        "latest_revision_created_at",
        "owner",
        "locked",
        "locked_at",
        "locked_by",
        "expired",
        "go_live_at",
        "archived_at",
        "agency",
        "came_from",
        "content_type",
        "wagtail_admin_comments",
    }
)
"""What a version records besides its text: it changes with every save and says nothing about who wrote."""


def text_of(content: dict[str, Any]) -> str:
    """The part of a version's content that readers see, in one comparable form."""
    shown = {key: _plain(value) for key, value in content.items() if key not in BOOKKEEPING}
    return json.dumps(shown, sort_keys=True, ensure_ascii=False)


def _plain(value: Any) -> Any:
    """A stream field without the identifiers of its blocks."""
    if isinstance(value, str) and value[:1] == "[":
        try:
            return _plain(json.loads(value))
        except ValueError:
            return value
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items() if key != "id"}
    return value


def last_live(page: Any) -> Decision | None:
    """The decision by which the text last went live."""
    return Decision.objects.filter(page_id=page.pk, kind__in=APPROVING).select_related("revision").first()


def contributor_ids(page: Any, submitters: Iterable[int | None] = ()) -> set[int]:
    """Primary keys of all who changed the text since its last live version, and of those who submitted it."""
    decision = last_live(page)
    versions = Revision.objects.for_instance(page).order_by("pk")
    before = None
    if decision is not None:
        versions = versions.filter(pk__gt=decision.revision_id)
        before = text_of(decision.revision.content)
    found = {user for user in submitters if user}
    return found | set(_changers(versions.values_list("user_id", "content").iterator(), before))


def _changers(versions: Iterator[tuple[int | None, dict[str, Any]]], before: str | None) -> Iterator[int]:
    for user, content in versions:
        text = text_of(content)
        if text != before and user is not None:
            yield user
        before = text
