"""What every reader of a former site hands over, whatever form it reads."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import Protocol
from urllib.parse import urlsplit

from tenants.calendar import ZONE

LONGEST_KEY = 500


class SourceError(Exception):
    """The source as a whole cannot be read; the text says why, and what to do."""


class Unreadable(Exception):
    """One text or file cannot be read. `kind` is a ProblemKind; the text says more."""

    def __init__(self, kind: str, detail: str = "") -> None:
        super().__init__(detail)
        self.kind = kind


@dataclass(frozen=True)
class SourceItem:
    """One text. `html` may be plain text with blank lines; addresses in it may be relative to `address`."""

    title: str
    html: str
    address: str = ""
    date: dt.datetime | None = None
    bad_date: str = ""
    summary: str = ""
    author: str = ""
    source_name: str = ""
    source_url: str = ""
    sections: tuple[str, ...] = ()
    image: str = ""
    image_alt: str = ""
    attachments: tuple[str, ...] = ()


@dataclass(frozen=True)
class Entry:
    """A text that a source has: known before it is read. `load` raises Unreadable."""

    key: str
    address: str
    title: str
    load: Callable[[], SourceItem]


class Reader(Protocol):
    """One source. It was checked as a whole before anybody sees it, so that nothing half done comes of a bad one.

    `host`: of the site; `addresses`: of its texts; `skipped`: what could not be read of the list of texts itself;
    `has_files`: whether anything must be fetched to have the texts whole.
    """

    kind: str
    name: str
    host: str
    has_files: bool
    skipped: list[str]

    @property
    def addresses(self) -> set[str]: ...

    def __len__(self) -> int: ...

    def entries(self) -> Iterator[Entry]: ...


@dataclass
class ListReader:
    """A source that fits into memory."""

    kind: str
    name: str
    host: str
    listed: list[Entry]
    has_files: bool = True
    skipped: list[str] = field(default_factory=list)

    @property
    def addresses(self) -> set[str]:
        return {entry.address for entry in self.listed}

    def __len__(self) -> int:
        return len(self.listed)

    def entries(self) -> Iterator[Entry]:
        return iter(self.listed)


def clean(text: str | None) -> str:
    """One line of text without signs that no database and no page takes."""
    return " ".join(CONTROL.sub("", text or "").split())


CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


def key_of(text: str) -> str:
    """A key that the database takes: the source's own, or its hash when it is too long."""
    text = clean(text)
    return text if len(text) <= LONGEST_KEY else "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def host_of(address: str) -> str:
    """The host of an address, with its port when it names one; empty without a host."""
    try:
        return urlsplit(address.strip()).netloc.rpartition("@")[2].lower()
    except ValueError:
        return ""


DATE_FORMS = ("%Y-%m-%d %H:%M:%S", "%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M", "%d/%m/%Y", "%d-%m-%Y", "%H:%M %d/%m/%Y")


def read_date(text: str) -> dt.datetime | None:
    """An instant from what sites write: ISO 8601, the dates of mails and feeds, day/month/year.

    What names no zone is Vietnam's time; a day without a time is its beginning. None for anything else.
    """
    text = " ".join(text.split())
    for read in (dt.datetime.fromisoformat, parsedate_to_datetime, *(_strptime(form) for form in DATE_FORMS)):
        try:
            found = read(text)
        except (ValueError, TypeError, OverflowError, IndexError):
            continue
        if found is not None and 1990 <= found.year <= 2200:
            return found if found.tzinfo else found.replace(tzinfo=ZONE)
    return None


def _strptime(form: str) -> Callable[[str], dt.datetime]:
    return lambda text: dt.datetime.strptime(text, form)  # noqa: DTZ007  (the zone is set by the caller)
