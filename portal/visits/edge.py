"""Visits without script: nginx answers their image and writes a line without address, agent or query for each.

`2026-11-28T10:00:00+07:00 skhcn.hungyen.gov.vn /luot-xem/123.gif`: the format `cong_visits` of deploy/nginx/cong.conf,
which leaves robots, other sites' requests and readers who ask not to be counted out. A job reads on from where the last
one stopped; that place is remembered in the transaction that adds the visits.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, suppress
from datetime import datetime
from pathlib import Path
from typing import IO

from django.db import transaction

from portal.models import EdgeLogMark
from portal.visits.counts import Visits, add
from tenants.calendar import ZONE
from tenants.models import AgencyHost, BasePage, HostKind

LINE = re.compile(r"(\S+) (\S+) /luot-xem/(\d{1,9})\.gif")
MOST = 32 * 1024 * 1024
"""Bytes of a file that one run reads; the next one makes up for the rest."""


@transaction.atomic
def read_log(path: str) -> int:
    """Adds the visits of the lines that are new, those of the file just rotated away first. Returns how many."""
    EdgeLogMark.objects.get_or_create(path=path)
    mark = EdgeLogMark.objects.select_for_update().get(path=path)
    lines: list[str] = []
    with ExitStack() as files:
        for file, inode, start in _unread(files, Path(path), mark):
            text, end = _new_lines(file, start)
            lines += text
            mark.inode, mark.offset = inode, end
    mark.save()
    visits = _visits(_parsed(lines))
    add(visits)
    return visits.total()


def _unread(files: ExitStack, path: Path, mark: EdgeLogMark) -> Iterator[tuple[IO[bytes], int, int]]:
    """Files to read, with their inode and where to begin: the rotated one to its end, then the one that is written.

    A new file that is empty waits: nginx may still write into the old one.
    """
    current = _opened(files, path)
    if current is None:
        return
    inode, size = _identity(current)
    if mark.inode in (0, inode):
        yield current, inode, mark.offset if mark.offset <= size else 0
        return
    rotated = _opened(files, path.with_name(f"{path.name}.1"))
    if rotated is not None and _identity(rotated)[0] == mark.inode:
        start = mark.offset
        yield rotated, mark.inode, start
        got_on = mark.offset > start
        if not size or (got_on and mark.offset < _identity(rotated)[1]):
            return
    yield current, inode, 0


def _opened(files: ExitStack, path: Path) -> IO[bytes] | None:
    with suppress(FileNotFoundError):
        return files.enter_context(path.open("rb"))
    return None


def _identity(file: IO[bytes]) -> tuple[int, int]:
    state = os.fstat(file.fileno())
    return state.st_ino, state.st_size


def _new_lines(file: IO[bytes], start: int) -> tuple[list[str], int]:
    """Whole lines from a place on, and the place after them. What is no text becomes no line of ours."""
    file.seek(start)
    read = file.read(MOST)
    whole = read[: read.rfind(b"\n") + 1]
    return whole.decode("ascii", "replace").splitlines(), start + len(whole)


def _parsed(lines: Iterable[str]) -> Iterator[tuple[datetime, str, int]]:
    """(instant, host name, key of the page) of each line that is one."""
    for line in lines:
        if found := LINE.fullmatch(line):
            with suppress(ValueError):
                yield datetime.fromisoformat(found[1]), found[2], int(found[3])


def _visits(seen: Iterable[tuple[datetime, str, int]]) -> Visits:
    """Visits of live pages on their own agency's host; two queries for all."""
    counted = Counter((at.astimezone(ZONE).date(), host, page) for at, host, page in seen)
    names = {host for _day, host, _page in counted}
    hosts = AgencyHost.objects.filter(kind=HostKind.PORTAL, hostname__in=names)
    agencies = dict(hosts.values_list("hostname", "agency_id"))
    pages = BasePage.objects.live().filter(pk__in={page for _day, _host, page in counted})
    owners = dict(pages.values_list("pk", "agency_id"))
    found: Visits = Counter()
    for (day, host, page), number in counted.items():
        agency = agencies.get(host)
        if agency is not None and owners.get(page) == agency:
            found[day, agency, page] += number
    return found
