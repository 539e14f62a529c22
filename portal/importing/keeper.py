"""What happens to the images, files and links of one text while its body is read."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, urlsplit

from django.conf import settings

from portal.importing.files import OTHER_FILES, FileStore, ending
from portal.importing.source import Unreadable, host_of
from tenants.old_addresses import normal_path


def place(address: str) -> str:
    """An address as one compares it: host without www, path in its normal form."""
    return host_of(address).removeprefix("www.") + normal_path(address)


class TextKeeper:
    """Serves `body_of` (portal/importing/blocks.py). `problems` collects what could not be had, as (kind, detail)."""

    def __init__(self, store: FileStore, moved: set[str]) -> None:
        self.store, self.moved = store, moved
        self.problems: list[tuple[str, str]] = []
        self.documents: dict[int, Any] = {}
        self.files = 0

    def image(self, address: str, alt: str) -> Any | None:
        self.files += 1
        try:
            return self.store.image(address, alt)
        except Unreadable as error:
            self.left_out(error.kind, str(error))
            return None

    def document(self, address: str, title: str) -> Any | None:
        kind = ending(address) if urlsplit(address).scheme in {"http", "https"} else ""
        if kind not in {*settings.WAGTAILDOCS_EXTENSIONS, *OTHER_FILES} or not self._ours(address):
            return None
        return self.attachment(address, title)

    def attachment(self, address: str, title: str = "") -> Any | None:
        self.files += 1
        try:
            if ending(address) not in settings.WAGTAILDOCS_EXTENSIONS:
                raise Unreadable("bad_file", address)
            found = self.store.document(address, title)
        except Unreadable as error:
            self.left_out(error.kind, str(error))
            return None
        if found is not None:
            self.documents[found.pk] = found
        return found

    def _ours(self, address: str) -> bool:
        return self.store.fetcher is not None and self.store.fetcher.may_fetch(address)

    def link(self, address: str) -> str:
        """A text that comes along is found at its old path on the new portal; every other address stays as it is."""
        path = normal_path(address)
        if path.startswith("/?") or path in {"", "/"} or place(address) not in self.moved:
            return address
        return quote(path, safe="/%?&=+:@,;~-._!$'()*")

    def left_out(self, kind: str, detail: str) -> None:
        self.problems.append((kind, detail))
