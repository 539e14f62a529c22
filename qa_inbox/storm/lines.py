"""The file of questions: one line each, only added to, safe on disk before the asker is told so. Without Django."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

QUESTIONS = "questions.jsonl"
LARGEST = 256 * 1024 * 1024
"""Bytes of the file: about 20,000 questions of the greatest length, so that nobody fills the disk."""


class FullError(OSError):
    """The file has reached its greatest size."""


def append(folder: Path, line: dict[str, Any]) -> None:
    """Add a line, and be sure that it is on disk. Raises OSError; then nothing of it is in the file."""
    data = json.dumps(line, ensure_ascii=False).encode() + b"\n"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _opened(folder / QUESTIONS) as file:
        size = os.fstat(file).st_size
        if size + len(data) > LARGEST:
            raise FullError("the file of questions is full")
        if size and os.pread(file, 1, size - 1) != b"\n":
            data = b"\n" + data  # what a power cut left of a line stays a line of its own
        try:
            if os.write(file, data) != len(data):
                raise OSError("the disk is full")
            os.fsync(file)
        except OSError:
            os.ftruncate(file, size)
            raise


@contextmanager
def _opened(path: Path) -> Iterator[int]:
    """The file under its name, locked: it may have been taken away between opening and locking."""
    while True:
        file = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX)
            if path.exists() and path.stat().st_ino == os.fstat(file).st_ino:
                yield file
                return
        finally:
            os.close(file)


def take_away(folder: Path, name: str) -> None:
    """Give the file another name, while nobody writes to it: from now on questions go to a new one."""
    if (folder / QUESTIONS).exists():
        with _opened(folder / QUESTIONS):
            (folder / QUESTIONS).rename(folder / name)
