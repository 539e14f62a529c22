"""What happens to an import: it is read text by text, and its agency's board accepts or discards what came (VL.30a).

Each takes the person and the present instant, runs in one transaction under a lock on the batch, and raises
`NotAllowed` with a message for the person when the state of the batch or the person does not allow it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import ReferenceIndex

from editorial.models import DecisionKind
from editorial.services import publish_many
from editorial.transitions import NotAllowed
from portal.importing.transitions import TABLE, Action, State, Transition
from portal.models import ArticlePage, ImportBatch, ImportedFile, ImportedPage
from portal.models.imports import PageState
from tenants.media_in_use import delete_unkept
from tenants.models import Agency, BasePage, PortalDocument, PortalImage
from tenants.old_addresses import remember_addresses
from tenants.permissions import user_can_review_for


@dataclass(frozen=True)
class Decided:
    """How many pages were decided on, and how many of the chosen ones were not: edited or decided meanwhile."""

    done: int
    left: int


@transaction.atomic
def begin(agency: Agency, *, kind: str, source: str, host: str, found: int, actor: Any, now: datetime) -> ImportBatch:
    """The open batch of a source, new or continued."""
    start = {"host": host, "found": found, "started_at": now}
    known = ImportBatch.objects.select_for_update().filter(agency=agency, kind=kind, source=source)
    batch = known.exclude(state=State.CLOSED).first()
    if batch is None:
        batch = ImportBatch.objects.create(agency=agency, kind=kind, source=source, **start)
    _step(batch, Action.CONTINUE)
    batch.found, batch.host = found, host
    batch.save(update_fields=["state", "found", "host"])
    return batch


@transaction.atomic
def end(batch: ImportBatch, *, actor: Any, now: datetime) -> ImportBatch:
    """The source was read to its end, or as far as was asked: the board has it now."""
    batch = _locked(batch)
    transition = _step(batch, Action.END)
    batch.read_at = now
    batch.save(update_fields=["state", "read_at"])
    data = {"source": batch.source, "pages": batch.pages.count(), "problems": batch.problems.count()}
    log(batch, transition.audit, user=actor, timestamp=now, data=data)
    _close_when_decided(batch, actor, now)
    return batch


@transaction.atomic
def accept_batch(batch: ImportBatch, *, actor: Any, now: datetime, pages: Iterable[int] | None = None) -> Decided:
    """Take the imported drafts live by one decision of the board; `pages`: keys of ImportedPage, or None for all.

    A draft that somebody has edited since it came is left: it goes to the board in the usual way.
    """
    batch, transition = _decidable(batch, Action.ACCEPT, actor)
    rows, asked = _chosen(batch, pages)
    whole = ArticlePage.objects.select_related("content_type").prefetch_related("wagtail_admin_comments")
    articles = whole.in_bulk([row.page_id for row in rows])
    reason = _("Brought in from %(source)s") % {"source": batch.source}
    publish_many(articles.values(), kind=DecisionKind.IMPORT_ACCEPTED, actor=actor, now=now, reason=reason)
    _decide(rows, PageState.ACCEPTED, actor, now)
    remember_addresses(batch.agency, {row.address: articles[row.page_id] for row in rows if row.address})
    remember_addresses(batch.agency, _file_addresses(batch))
    _record(batch, transition, len(rows), actor, now)
    return Decided(len(rows), asked - len(rows))


@transaction.atomic
def discard_batch(batch: ImportBatch, *, actor: Any, now: datetime, pages: Iterable[int] | None = None) -> Decided:
    """Throw imported drafts away, with the images and files that came for them alone; None for all that wait.

    What somebody has edited meanwhile stays as a draft of the agency. A whole batch that is discarded is closed.
    """
    batch, transition = _decidable(batch, Action.DISCARD, actor)
    rows, asked = _chosen(batch, pages)
    ArticlePage.objects.filter(pk__in=[row.page_id for row in rows]).delete()
    _decide(rows, PageState.DISCARDED, actor, now)
    _drop_unused_files(batch)
    _record(batch, transition, len(rows), actor, now, whole=pages is None)
    return Decided(len(rows), asked - len(rows))


def _locked(batch: ImportBatch) -> ImportBatch:
    rows = ImportBatch.objects.select_for_update(of=("self",)).select_related("agency__province")
    locked: ImportBatch = rows.get(pk=batch.pk)
    return locked


def _step(batch: ImportBatch, action: Action) -> Transition:
    """Moves a locked batch along the table. Raises NotAllowed for an action that its state does not know."""
    transition = TABLE.get((State(batch.state), action))
    if transition is None:
        raise NotAllowed(_("The import is no longer in a state that allows this."), state=True)
    batch.state = transition.state or batch.state
    return transition


def _decidable(batch: ImportBatch, action: Action, actor: Any) -> tuple[ImportBatch, Transition]:
    batch = _locked(batch)
    if not user_can_review_for(actor, batch.agency):
        raise NotAllowed(_("Only members of this agency's editorial board may decide."))
    return batch, _step(batch, action)


def _chosen(batch: ImportBatch, pages: Iterable[int] | None) -> tuple[list[ImportedPage], int]:
    """The waiting rows that were chosen, their pages locked, and how many were asked for."""
    waiting = batch.pages.waiting()
    keys = None if pages is None else set(pages)
    rows = list(waiting if keys is None else waiting.filter(pk__in=keys))
    locked = BasePage.objects.select_for_update(of=("self",)).filter(
        pk__in=[row.page_id for row in rows], live=False, latest_revision=None
    )
    still = set(locked.order_by("pk").values_list("pk", flat=True))
    rows = [row for row in rows if row.page_id in still]
    return rows, len(rows) if keys is None else len(keys)


def _decide(rows: list[ImportedPage], state: PageState, actor: Any, now: datetime) -> None:
    keys = [row.pk for row in rows]
    ImportedPage.objects.filter(pk__in=keys).update(state=state, decided_by=actor, decided_at=now)


def _record(
    batch: ImportBatch, transition: Transition, done: int, actor: Any, now: datetime, *, whole: bool = False
) -> None:
    log(batch, transition.audit, user=actor, timestamp=now, data={"source": batch.source, "pages": done})
    _close_when_decided(batch, actor, now, even_while_read=whole)


def _close_when_decided(batch: ImportBatch, actor: Any, now: datetime, *, even_while_read: bool = False) -> None:
    """A batch of which nothing waits any more is closed; one that is still being read only when all is discarded."""
    if (batch.state == State.READING and not even_while_read) or batch.pages.waiting().exists():
        return
    transition = _step(batch, Action.CLOSE)
    batch.closed_at = now
    batch.save(update_fields=["state", "closed_at"])
    log(batch, transition.audit, user=actor, timestamp=now, data={"source": batch.source})


def _file_addresses(batch: ImportBatch) -> dict[str, BasePage | str]:
    """Old address → new address of the batch's files; a portal shows only those that a live page refers to."""
    rows = ImportedFile.objects.filter(batch=batch).select_related("image", "document")
    found: dict[str, BasePage | str] = {}
    for row in rows:
        if row.document is not None:
            found[row.address] = row.document.url
        elif row.image is not None:
            found[row.address] = f"/media/{row.image.file.name}"
    return found


def _drop_unused_files(batch: ImportBatch) -> None:
    """Images and documents that came with the batch and that nothing refers to any more."""
    made = ImportedFile.objects.filter(batch=batch, made=True)
    for model, name in ((PortalImage, "image_id"), (PortalDocument, "document_id")):
        keys = {key for key in made.values_list(name, flat=True) if key is not None}
        used = ReferenceIndex.objects.filter(
            to_content_type=ContentType.objects.get_for_model(model), to_object_id__in=[str(key) for key in keys]
        )
        unused = keys - {int(key) for key in used.values_list("to_object_id", flat=True)}
        delete_unkept(model._base_manager.filter(pk__in=unused, agency=batch.agency))
