"""The words of documents, for the search: read by a job, each file in a process that may use only so much."""

from __future__ import annotations

import logging
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Collection
from datetime import datetime, timedelta
from pathlib import Path

from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db.models import F, Q, QuerySet
from django.utils import timezone, translation
from django.utils.encoding import force_str

from tenants import document_reader
from tenants.media_checks import check_document, ending_of
from tenants.models import DocumentText, PortalDocument, ReadingState
from tenants.signals import document_read

logger = logging.getLogger(__name__)

READER = Path(document_reader.__file__)
READABLE = ("pdf", "docx", "odt", "ods", "odp", "xlsx", "pptx", "txt", "csv")
LARGEST = 40 * 2**20
WALL_SECONDS = 60.0
CPU_SECONDS = 20
MEMORY = 768 * 2**20
SLICE_SECONDS = 20.0
AT_WORK, TOO_LONG = "documents-being-read", 300
FORGOTTEN = timedelta(hours=1)
"""A reading that has not ended by then was cut off with its worker, and is begun again."""


class Unreadable(Exception):
    """Why there is no text."""

    def __init__(self, detail: str, state: ReadingState = ReadingState.FAILED) -> None:
        super().__init__(detail)
        self.state = state


def waiting_documents(now: datetime, keys: Collection[int] | None = None) -> QuerySet[PortalDocument]:
    """Documents whose file has not been read, the newest first."""
    kinds = Q()
    for ending in READABLE:
        kinds |= Q(file__iendswith=f".{ending}")
    cut_off = Q(read_text__state=ReadingState.WAITING, read_text__read_at__lt=now - FORGOTTEN)
    due = Q(read_text=None) | ~Q(read_text__file=F("file")) | cut_off
    documents = PortalDocument._base_manager.filter(kinds & due).order_by("-pk")
    return documents if keys is None else documents.filter(pk__in=keys)


def read_documents(
    now: datetime, keys: Collection[int] | None = None, seconds: float = SLICE_SECONDS
) -> tuple[int, bool]:
    """Read what waits, for so many seconds. Returns how many, and whether there is more.

    One process at a time does it; another one is told that there is more.
    """
    if not cache.add(AT_WORK, True, timeout=TOO_LONG):
        return 0, True
    done, end = 0, time.monotonic() + seconds
    try:
        for key in list(waiting_documents(now, keys).values_list("pk", flat=True)):
            if time.monotonic() > end:
                return done, True
            document = PortalDocument._base_manager.filter(pk=key).first()
            if document is not None:
                done += _read_apart_from_the_others(document, now)
        return done, False
    finally:
        cache.delete(AT_WORK)


def _read_apart_from_the_others(document: PortalDocument, now: datetime) -> bool:
    """Whatever goes wrong with one does not stop the rest; its row waits, so that it is tried again later."""
    try:
        read_document(document, now=now)
    except Exception:
        logger.exception("document %s could not be read", document.pk)
        return False
    return True


def read_waiting(now: datetime) -> str:
    """The sweep: makes up for what was missed."""
    done, more = read_documents(now)
    return f"{done} read{', more to be done' if more else ''}" if done else ""


def read_document(document: PortalDocument, *, now: datetime) -> DocumentText:
    """Read one file, or take the text over from another document with the same content."""
    row, _made = DocumentText.objects.update_or_create(
        document=document,
        defaults={
            "file": str(document.file.name),
            "state": ReadingState.WAITING,
            "read_at": now,
            "text": "",
            "detail": "",
        },
    )
    try:
        if not document.file_hash:
            document._set_file_hash()
        row.file_hash = document.file_hash
        row.text = _known(row) or extract(document)
        row.state = ReadingState.DONE
    except Unreadable as error:
        row.state, row.detail = error.state, str(error)[:250]
    except OSError as error:
        row.state, row.detail = ReadingState.FAILED, f"{type(error).__name__}: {error}"[:250]
    row.read_at = timezone.now()
    row.save()
    document_read.send(sender=PortalDocument, document=document)
    return row


def _known(row: DocumentText) -> str:
    same = DocumentText.objects.filter(file_hash=row.file_hash, state=ReadingState.DONE).exclude(pk=row.pk)
    return same.values_list("text", flat=True).first() or ""


def extract(document: PortalDocument) -> str:
    """The text of a document's file. Raises Unreadable; OSError where the storage does not give it."""
    with document.open_file() as stored, tempfile.TemporaryFile() as file:
        if stored.size > LARGEST:
            raise Unreadable(f"{stored.size} bytes", ReadingState.TOO_LARGE)
        shutil.copyfileobj(stored, file)
        _check(str(document.file.name), file, stored.size)
        return _read_apart(ending_of(str(document.file.name)), file)


def _check(name: str, file: object, size: int) -> None:
    """Once more: a file may have come in before there were checks."""
    try:
        with translation.override("en"):
            check_document(name, file, size)  # type: ignore[arg-type]
    except ValidationError as error:
        raise Unreadable(force_str(" ".join(error.messages))) from error


def _read_apart(kind: str, file: object) -> str:
    command = [sys.executable, "-I", str(READER), kind, str(CPU_SECONDS), str(MEMORY)]
    try:
        ended = subprocess.run(
            command,
            stdin=file,
            capture_output=True,
            timeout=WALL_SECONDS,
            env={},
            check=False,  # type: ignore[call-overload]
        )
    except subprocess.TimeoutExpired:
        raise Unreadable("It takes too long to be read.") from None
    if ended.returncode == 0:
        return str(ended.stdout.decode("utf-8", "replace"))
    if ended.returncode in {-signal.SIGXCPU, -signal.SIGKILL}:
        raise Unreadable("It takes too much computing to be read.")
    if ended.returncode == document_reader.TOO_MUCH_MEMORY:
        raise Unreadable("It takes too much memory to be read.")
    raise Unreadable(ended.stderr.decode("utf-8", "replace").strip()[-200:] or f"ended with {ended.returncode}")
