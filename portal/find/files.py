"""The text of files that pages offer for download: the one place where the search asks for it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass


@dataclass(frozen=True)
class FileText:
    """A file's name for readers, its address, and what could be read of it."""

    title: str
    url: str
    text: str


def files_of(pages: Collection[int]) -> dict[int, list[FileText]]:
    """By page: the files that it refers to and whose text is known."""
    return {}


def file_texts(pages: Collection[int]) -> dict[int, str]:
    """By page: the text of all its files."""
    return {page: "\n".join(file.text for file in files) for page, files in files_of(pages).items()}
