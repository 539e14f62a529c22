"""Writing the copy of a portal, and taking away that of one which answers no more."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db.models import QuerySet

from portal.storm.contents import dress_of, fresh_files, portal_at, text_files
from portal.storm.manifest import (
    MANIFEST,
    SIGNATURE,
    FileState,
    is_file,
    manifest_bytes,
    private_key,
    read_files,
    signature,
)
from portal.storm.places import flag_of, folder_of, hosts_with_copy, locked, write_file
from tenants.middleware import NOT_ANSWERING
from tenants.models import AgencyHost, HostKind

logger = logging.getLogger(__name__)


def portals() -> QuerySet[AgencyHost]:
    """The host names on which a portal answers."""
    rows = AgencyHost.objects.filter(kind=HostKind.PORTAL, site__root_page__live=True, agency__successor=None)
    answering = rows.exclude(agency__state__in=NOT_ANSWERING)
    return answering.select_related("agency__province", "site__root_page").order_by("pk")


def write_copy(row: AgencyHost, now: datetime) -> int:
    """Bring the copy of one portal up to date and sign it. Returns how many files were written.

    Texts whose version is on disk are not rendered again. The manifest is written last: until then the old one stands.
    """
    host, written = row.hostname, 0
    with locked(host):
        if not portals().filter(pk=row.pk).exists():  # it may have been suspended while others were written
            _clear(host)
            return 0
        portal, folder = portal_at(row, now), folder_of(host)
        dress, files = dress_of(portal), {}
        known = read_files(_on_disk(folder / MANIFEST) or b"", dress)
        pages = [(path, 0, content) for path, content in fresh_files(portal).items()]
        taken = {path for path, _version, _content in pages}
        texts = (one for one in text_files(portal, _kept(folder, known)) if one[0] not in taken)
        for part in (pages, texts):
            for path, version, content in part:
                files[path] = FileState.of(content, version)
                if content != _on_disk(folder / path):
                    write_file(folder / path, content)
                    written += 1
        manifest = manifest_bytes(host, row.agency.slug, now, files, dress=dress)
        write_file(folder / SIGNATURE, signature(manifest, private_key(settings.STORM_KEY_FILE)))
        write_file(folder / MANIFEST, manifest)
        _remove_others(folder, {*files, MANIFEST, SIGNATURE})
    return written


def _on_disk(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def _kept(folder: Path, known: dict[str, FileState]) -> Callable[[str, int], bytes | None]:
    def kept(path: str, version: int) -> bytes | None:
        """What stands on disk, if it is as it was signed and shows this version."""
        state, content = known.get(path), _on_disk(folder / path)
        return content if content is not None and FileState.of(content, version) == state else None

    return kept


def _remove_others(folder: Path, wanted: set[str]) -> None:
    """What is no longer public goes, and folders that are empty then."""
    for path in sorted(folder.rglob("*"), reverse=True):
        if not is_file(path):
            if not any(path.iterdir()):
                path.rmdir()
        elif str(path.relative_to(folder)) not in wanted:
            path.unlink()


def write_copies(agencies: list[int], now: datetime) -> None:
    """Bring the copies of some agencies' portals up to date; those that do not answer lose theirs."""
    answering = list(portals().filter(agency__in=agencies))
    for row in answering:
        write_copy(row, now)
    others = AgencyHost.objects.filter(agency__in=agencies).exclude(kind=HostKind.ADMIN)
    others = others.exclude(pk__in=[row.pk for row in answering])
    remove_copies(others.values_list("hostname", flat=True))


def write_all(now: datetime) -> tuple[int, int]:
    """Bring every portal's copy up to date and remove those of portals that answer no more: (portals, removed)."""
    for row in portals():
        write_copy(row, now)
    answering = set(portals().values_list("hostname", flat=True))
    gone = [host for host in hosts_with_copy() if host not in answering]
    remove_copies(gone)
    return len(answering), len(gone)


def remove_copies(hosts: Iterable[str]) -> None:
    """One that can't be removed keeps no other; the night tries again."""
    for host in hosts:
        try:
            remove_copy(host)
        except (OSError, ValueError):
            logger.exception("The storm copy of %s is not removed", host)


def remove_copy(host: str) -> None:
    """The switch first, before anybody who writes is waited for: nobody is led to a copy that is half gone."""
    flag_of(host).unlink(missing_ok=True)
    with locked(host):
        _clear(host)


def _clear(host: str) -> None:
    flag_of(host).unlink(missing_ok=True)
    shutil.rmtree(folder_of(host), ignore_errors=True)
