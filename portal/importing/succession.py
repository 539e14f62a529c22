"""Imports that the board of an agency that ends has not decided on: the successor's board decides (docs 0013)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.importing.transitions import State
from portal.models import ImportBatch, ImportedFile, ImportedPage, ImportProblem
from portal.models.imports import PageState
from tenants.models import Agency
from tenants.succession.heirs import Counts, Finding, Handover, Level, register_heir

EXAMPLES = 5
PARTS = (ImportedPage, ImportedFile, ImportProblem)


def open_batches(agency: Agency) -> QuerySet[ImportBatch]:
    return ImportBatch.objects.filter(agency=agency).exclude(state=State.CLOSED)


def preview(handover: Handover, *, now: datetime) -> Iterator[Finding]:
    batches = open_batches(handover.predecessor)
    yield Finding(_("Imports that the successor's board decides on"), batches.count())
    there = ImportedPage.objects.filter(agency=handover.heir).exclude(state=PageState.DISCARDED)
    twice = ImportedPage.objects.filter(batch__in=batches, key__in=there.values("key"))
    sources = set(twice.exclude(state=PageState.DISCARDED).values_list("batch__source", flat=True))
    same = open_batches(handover.heir).values_list("kind", "source")
    sources |= {source for kind, source in batches.values_list("kind", "source") if (kind, source) in set(same)}
    if sources:
        label = _("Imports of a source that the successor has brought in as well: decide on them first")
        yield Finding(label, len(sources), Level.BLOCKING, tuple(sorted(sources)[:EXAMPLES]))


def carry_over(handover: Handover, *, actor: Any, now: datetime) -> Counts:
    batches = list(open_batches(handover.predecessor).select_for_update().values_list("pk", flat=True))
    for model in PARTS:
        model.objects.filter(batch__in=batches).update(agency=handover.heir)
    return {"batches": ImportBatch.objects.filter(pk__in=batches).update(agency=handover.heir)}


def register() -> None:
    """Called when the app is ready."""
    counts = {"batches": gettext_lazy("imports")}
    label = gettext_lazy("Imports")
    register_heir("imports", 45, label=label, preview=preview, carry_over=carry_over, counts=counts)
