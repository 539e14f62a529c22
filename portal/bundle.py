"""One style sheet for the public pages, made of the files in static/css: a page waits for one file, not for eight.

Every `static/css/*.css` is part of it but those in `APART`: base.css first, because it orders the layers, then the rest
by name. A new file needs nothing else; its rules stand in one of the layers.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

SOURCES = Path("static") / "css"
BUNDLE = "css/site.css"
FIRST = "base.css"
APART = frozenset({"admin.css", "print.css", "contrast.css"})
"""Sheets of the administration alone, of paper alone, and for readers who want high contrast."""


def sources() -> list[Path]:
    """The files of the bundle in their order."""
    found = [path for path in (settings.BASE_DIR / SOURCES).glob("*.css") if path.name not in APART]
    return sorted(found, key=lambda path: (path.name != FIRST, path.name))


class BundleFinder(BaseFinder):
    """Finds `css/site.css` as if it lay in static/css; it is written anew when one of its parts has changed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.storage = FileSystemStorage(location=settings.PORTAL_HOME / "bundle")

    def check(self, **kwargs: Any) -> list[Any]:
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        if path != BUNDLE:
            return []
        made = str(self._written())
        return [made] if find_all else made

    def list(self, ignore_patterns: Any) -> Iterator[tuple[str, FileSystemStorage]]:
        self._written()
        yield BUNDLE, self.storage

    def _written(self) -> Path:
        text = "\n".join(path.read_text(encoding="utf-8") for path in sources())
        target = Path(self.storage.path(BUNDLE))
        if not target.exists() or target.read_text(encoding="utf-8") != text:
            target.parent.mkdir(parents=True, exist_ok=True)
            fresh = target.with_suffix(".new")
            fresh.write_text(text, encoding="utf-8")
            fresh.replace(target)
        return target
