"""Reads a source text by text into a batch of drafts. Each text is kept for itself, so a broken run is continued."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import connection, transaction
from django.db.utils import IntegrityError

from portal.importing import services
from portal.importing.fetch import Fetcher
from portal.importing.files import LONGEST_ADDRESS, FileStore
from portal.importing.keeper import TextKeeper, place
from portal.importing.opening import Opened
from portal.importing.pages import Drafted, Sections, draft, place_below
from portal.importing.source import Entry, Reader, SourceError, Unreadable
from portal.importing.transitions import State
from portal.models import ImportBatch, ImportedPage, ImportProblem
from portal.models.imports import PageState
from tenants.models import Agency
from tenants.old_addresses import remember_addresses

Problem = tuple[str, str, str, str]
"""Key of the text, its title, kind of the problem, detail."""


@dataclass
class Outcome:
    """What one run did: `new` texts were to be read, `known` had come before.

    `pages`: section and title of each text that was brought in or, in a rehearsal, would be.
    """

    found: int
    known: int = 0
    new: int = 0
    files: int = 0
    pages: list[tuple[str, str]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    batch: ImportBatch | None = None


@dataclass
class Run:
    """One run of one source into one agency. Without `actor` it is the operator's, on the command line."""

    agency: Agency
    opened: Opened
    sections: Sections
    now: datetime
    actor: Any = None
    limit: int = 10_000
    known_keys: set[str] = field(default_factory=set)
    known_places: set[str] = field(default_factory=set)
    moved: set[str] = field(default_factory=set)

    @property
    def reader(self) -> Reader:
        return self.opened.reader

    @property
    def fetcher(self) -> Fetcher | None:
        return self.opened.fetcher

    def rehearse(self, progress: Any) -> Outcome:
        """Reads everything and writes nothing; images and files are counted, not fetched."""
        outcome, store = self._start(), FileStore(self.agency, self.fetcher, None)
        for entry in progress(self._new(), outcome.new):
            drafted, problems = self._read(entry, store)
            self._note(outcome, entry, drafted, problems)
        return outcome

    def bring_in(self, progress: Any) -> Outcome:
        """Keeps each text as a draft. Ended by a signal, it leaves what it has, for the next run and for the board."""
        with only_run(self.agency, self.reader):
            outcome = self._start()
            if not outcome.new:
                return outcome
            batch = outcome.batch = services.begin(
                self.agency,
                kind=self.reader.kind,
                source=self.reader.name,
                host=self.fetcher.name if self.fetcher else self.reader.host,
                found=len(self.reader),
                actor=self.actor,
                now=self.now,
            )
            try:
                self._all(batch, outcome, progress)
            finally:
                batch.refresh_from_db()
                if batch.state == State.READING:
                    outcome.batch = services.end(batch, actor=self.actor, now=self.now)
        return outcome

    def _all(self, batch: ImportBatch, outcome: Outcome, progress: Any) -> None:
        store = FileStore(self.agency, self.fetcher, batch)
        for entry in progress(self._new(), outcome.new):
            drafted, problems = self._read(entry, store)
            if drafted is not None:
                drafted, problems = self._keep(batch, entry, drafted, problems)
            else:
                _write_problems(batch, entry, problems)
            self._note(outcome, entry, drafted, problems)

    def _start(self) -> Outcome:
        rows = ImportedPage.objects.filter(agency=self.agency).exclude(
            state=PageState.DISCARDED, batch__state=State.CLOSED
        )
        for key, address in rows.values_list("key", "address").iterator():
            self.known_keys.add(key)
            if address:
                self.known_places.add(place(address))
        self.moved = {place(address) for address in self.reader.addresses if address}
        unknown = sum(1 for _entry in self._unknown())
        return Outcome(len(self.reader), known=len(self.reader) - unknown, new=min(unknown, self.limit))

    def _new(self) -> Iterator[Entry]:
        """What no earlier run has brought in, as far as the limit."""
        return islice(self._unknown(), self.limit)

    def _unknown(self) -> Iterator[Entry]:
        for entry in self.reader.entries():
            if entry.key not in self.known_keys and not (entry.address and place(entry.address) in self.known_places):
                yield entry

    def _read(self, entry: Entry, store: FileStore) -> tuple[Drafted | None, list[tuple[str, str]]]:
        keeper = TextKeeper(store, self.moved)
        try:
            return draft(entry.load(), entry, self.sections, keeper, self.now), keeper.problems
        except Unreadable as error:
            return None, [*keeper.problems, (error.kind, str(error))]

    def _keep(
        self, batch: ImportBatch, entry: Entry, drafted: Drafted, problems: list[tuple[str, str]]
    ) -> tuple[Drafted | None, list[tuple[str, str]]]:
        """One text with its row, its old address and its part of the report, or only the report."""
        address = entry.address if len(entry.address) <= LONGEST_ADDRESS else ""
        try:
            with transaction.atomic():
                _still_open(batch)
                page = place_below(drafted.section, drafted.page)
                batch.pages.create(
                    agency=self.agency, key=entry.key, address=address, title=page.title, page_id=page.pk
                )
                remember_addresses(self.agency, {address: page} if address else {}, replace=False)
                _write_problems(batch, entry, problems)
            return drafted, problems
        except (Unreadable, IntegrityError) as error:
            kind = error.kind if isinstance(error, Unreadable) else "not_saved"
            problems = [*problems, (kind, str(error).splitlines()[0] if str(error) else "")]
            _write_problems(batch, entry, problems)
            return None, problems

    def _note(self, outcome: Outcome, entry: Entry, drafted: Drafted | None, problems: list[tuple[str, str]]) -> None:
        title = drafted.page.title if drafted is not None else entry.title
        if drafted is not None:
            outcome.pages.append((drafted.section.title, title))
            outcome.files += drafted.files
        outcome.problems += [(entry.address or entry.key, title, kind, detail) for kind, detail in problems]


def _still_open(batch: ImportBatch) -> None:
    """Raises SourceError when the board has discarded the batch meanwhile."""
    state = ImportBatch.objects.select_for_update().values_list("state", flat=True).get(pk=batch.pk)
    if state != State.READING:
        raise SourceError("The board has discarded this import while it was being read. Nothing more is brought in.")


def _write_problems(batch: ImportBatch, entry: Entry, problems: list[tuple[str, str]]) -> None:
    """The part of the report on one text, in the place of what an earlier run said of it."""
    ImportProblem.objects.filter(batch=batch, key=entry.key).delete()
    ImportProblem.objects.bulk_create(
        ImportProblem(
            agency_id=batch.agency_id,
            batch=batch,
            key=entry.key,
            title=entry.title[:255],
            kind=kind,
            detail=detail.replace("\x00", "")[:2000],
        )
        for kind, detail in problems
    )


def lock_number(agency: Agency, kind: str, name: str) -> int:
    """The number under which PostgreSQL knows that a source is being read."""
    whole = f"import:{agency.pk}:{kind}:{name}"
    return int.from_bytes(hashlib.sha256(whole.encode()).digest()[:8], "big", signed=True)


@contextmanager
def only_run(agency: Agency, reader: Reader) -> Iterator[None]:
    """Raises SourceError while another process reads the same source into the same agency."""
    number = lock_number(agency, reader.kind, reader.name)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [number])
        if not cursor.fetchone()[0]:
            raise SourceError("Another process is reading this source into this agency right now.")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [number])
