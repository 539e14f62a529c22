"""From the file of a storm to the inbox: each line once, its clock running from its receipt (TN.14.1, VL.18.1dd)."""

from __future__ import annotations

import fcntl
import json
import os
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.core.validators import validate_email
from django.db import DataError, IntegrityError, transaction

from qa_inbox.models import Question
from qa_inbox.services import Asked, ask
from qa_inbox.storm.lines import take_away
from qa_inbox.storm.receiver import FIELDS
from tenants.models import AgencyHost, HostKind

WAITING = "waiting-*.jsonl"
CLOCKS_DIFFER = timedelta(minutes=10)
"""By which the receiver's clock may be ahead of ours."""


class UnreadableLinesError(Exception):
    """Lines that could not be imported; they stay in their file."""


def import_waiting(now: datetime) -> str:
    """Import what has come in. Lines that cannot be imported stay in their file, and are told of each time.

    Raises UnreadableLinesError after everything else is imported.
    """
    folder, done, bad = Path(settings.STORM_QUESTIONS), 0, []
    if not folder.is_dir():
        return ""
    with (folder / "import.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        take_away(folder, f"waiting-{now:%Y%m%dT%H%M%S%f}.jsonl")
        for path in sorted(folder.glob(WAITING)):
            imported, wrong = _import_file(path, now)
            done += imported
            bad += [f"{path.name}: {reason}" for reason in wrong]
    said = f"imported {done}" if done else ""
    if bad:
        raise UnreadableLinesError("; ".join([said or "imported 0", f"{len(bad)} lines stay in {folder}", *bad[:20]]))
    return said


def _import_file(path: Path, now: datetime) -> tuple[int, list[str]]:
    """How many lines became questions, and why others did not; the file then holds only those others."""
    done, left, reasons = 0, [], []
    for line in path.read_bytes().splitlines():
        if not line.strip():
            continue
        try:
            done += _import_line(line, now)
        except (
            ValueError,
            KeyError,
            TypeError,
            ValidationError,
            ObjectDoesNotExist,
            DataError,
            IntegrityError,
        ) as error:
            left.append(line)
            reasons.append(f"{type(error).__name__}: {' '.join(str(error).split())[:200]}")
    if left:
        _keep(path, left)
    else:
        path.unlink()
    return done, reasons


def _keep(path: Path, lines: list[bytes]) -> None:
    beside = path.with_suffix(".new")
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(b"\n".join(lines) + b"\n")
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)


@transaction.atomic
def _import_line(line: bytes, now: datetime) -> int:
    """1 for a new question, 0 for one that was imported before: its tracking code is the receipt, and unique."""
    said = json.loads(line)
    received_at = datetime.fromisoformat(said["received_at"])
    if received_at > now + CLOCKS_DIFFER:
        raise ValueError(f"received in the future: {received_at}")
    kinds = (HostKind.PORTAL, HostKind.ALIAS)
    row = AgencyHost.objects.select_related("agency__province", "agency__successor__province").get(
        hostname=said["host"], kind__in=kinds
    )
    code = str(said["code"])
    if known := Question.objects.filter(code=code).first():
        if known.received_at != received_at:
            raise ValueError(f"another question has the code {code}")
        return 0
    asked = Asked(**{name: str(said[name]) for name in FIELDS})
    Question(code=code, **asdict(asked)).clean_fields(
        exclude=[field.name for field in Question._meta.fields if field.name not in {*FIELDS, "code"}]
    )
    if asked.email:
        validate_email(asked.email)
    ask(row.agency.successor or row.agency, asked, human=True, language=row.language, now=received_at, code=code)
    return 1
