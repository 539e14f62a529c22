"""The rule on live pages, as far as Python takes part: which tables it guards, and how a decided version goes live.

The rule itself stands in the database (migration 0002); docs/decisions/0003-live-pages.md says why.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import connection, connections, transaction
from wagtail.models import Revision

from editorial import signals
from editorial.models import Decision, DecisionKind, EditorialPage
from tenants.models import BasePage

GUARD = "editorial_type_content"


def guarded_models() -> list[type[EditorialPage]]:
    """Every page type whose content the rule holds."""
    return [model for model in apps.get_models() if issubclass(model, EditorialPage) and not model._meta.proxy]


def install_guards(using: str = "default", **_: Any) -> None:
    """Put the trigger on the table of every page type that lacks it; a new type is covered by the next `migrate`."""
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = %s", [GUARD])
        there = {row[0] for row in cursor.fetchall()}
        for model in guarded_models():
            table = model._meta.db_table
            cursor.execute("SELECT to_regclass(%s), to_regprocedure(%s)", [table, f"{GUARD}()"])
            if table not in there and None not in cursor.fetchone():
                cursor.execute(
                    f"CREATE CONSTRAINT TRIGGER {GUARD} AFTER INSERT OR UPDATE OR DELETE ON {table} "
                    f"DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION {GUARD}()"
                )


def record(
    page: Any,
    revision: Revision,
    kind: DecisionKind,
    *,
    actor: Any,
    now: datetime,
    reason: str = "",
    ground: str = "",
    clause: str = "",
) -> Decision:
    """Write down one decision on one version of a text."""
    return Decision.objects.create(
        agency_id=page.agency_id,
        page_id=page.pk,
        revision=revision,
        kind=kind,
        actor=actor,
        decided_at=now,
        reason=reason,
        ground=ground,
        clause=clause,
    )


@transaction.atomic
def publish_many(
    pages: Iterable[Any], *, kind: DecisionKind, actor: Any, now: datetime, reason: str = ""
) -> list[Decision]:
    """Take pages live as they stand, set-based: one version and one decision each, whatever their number.

    For content that no author submits one by one: sections set up with a portal, an import that the board accepted, a
    merger, demonstration data. The pages are saved, not live and specific. A `first_published_at` that is set stays.
    """
    rows = [page for page in pages if not page.live]
    agencies = dict(BasePage.objects.filter(pk__in=[page.pk for page in rows]).values_list("pk", "agency_id"))
    for page in rows:
        page.agency_id = agencies[page.pk]
        page.live, page.has_unpublished_changes, page.expired = True, False, False
        page.first_published_at = page.first_published_at or now
        page.last_published_at = page.latest_revision_created_at = page.first_published_at
        page.draft_title = page.title
    revisions = _versions(rows, actor)
    decisions = Decision.objects.bulk_create(
        Decision(
            agency_id=page.agency_id,
            page_id=page.pk,
            revision=revision,
            kind=kind,
            actor=actor,
            decided_at=now,
            reason=reason,
        )
        for page, revision in zip(rows, revisions, strict=True)
    )
    for page, revision in zip(rows, revisions, strict=True):
        page.live_revision = page.latest_revision = revision
    _save_live(rows)
    signals.published.send(Decision, pages=rows, now=now)
    return decisions


LIVE = """
UPDATE tenants_basepage AS page SET live = true, has_unpublished_changes = false, expired = false,
       first_published_at = told.at, last_published_at = told.at, latest_revision_created_at = told.at,
       draft_title = told.title, live_revision_id = told.revision, latest_revision_id = told.revision
FROM unnest(%s::bigint[], %s::timestamptz[], %s::text[], %s::bigint[]) AS told(id, at, title, revision)
WHERE page.id = told.id
"""


def _save_live(pages: Sequence[Any]) -> None:
    """One statement; Django's own bulk update takes most of the time of setting up a province."""
    columns = [[getattr(page, name) for page in pages] for name in ("pk", "first_published_at", "title")]
    with connection.cursor() as cursor:
        cursor.execute(LIVE, [*columns, [page.live_revision.pk for page in pages]])


def _versions(pages: Sequence[Any], actor: Any) -> list[Revision]:
    base = ContentType.objects.get_for_model(BasePage)
    versions: list[Revision] = Revision.objects.bulk_create(
        Revision(
            content_type=page.get_content_type(),
            base_content_type=base,
            object_id=str(page.pk),
            created_at=page.first_published_at,
            user=actor,
            object_str=str(page),
            content=page.serializable_data(),
        )
        for page in pages
    )
    return versions
