"""From what the operator names to the reader of it: a file or an address, told apart by what they contain."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from portal.importing.fetch import LIST_BYTES, MEGABYTE, Fetcher, unpacked
from portal.importing.source import Reader, SourceError, Unreadable, host_of
from portal.importing.table import csv_reader
from portal.importing.web import feed_reader, sitemap_reader
from portal.importing.wordpress import WordPressReader
from portal.importing.xml import local, whole

EXPORT_BYTES = 1024 * MEGABYTE
FEEDS = {"rss", "feed", "rdf"}
SITEMAPS = {"urlset", "sitemapindex"}
WORDPRESS = b"wordpress.org/export/"


@dataclass(frozen=True)
class Opened:
    reader: Reader
    fetcher: Fetcher | None


def open_source(source: str, *, host: str = "", files: bool = True, allow_private: bool = False) -> Opened:
    """The reader of a source. `host`: where the images of a file's texts are fetched.

    Raises SourceError with what is wrong and what to do; nothing has been written then.
    """
    host = host_of(host if "://" in host else f"//{host}")
    try:
        if source.startswith(("http://", "https://")):
            return _from_web(source, host, files, allow_private)
        return _from_file(Path(source), host, files, allow_private)
    except Unreadable as error:
        raise SourceError(f"{source} cannot be read: {error}.") from error


def _from_web(address: str, host: str, files: bool, allow_private: bool) -> Opened:
    if host and host != host_of(address):
        raise SourceError(f"Only the host of the address is fetched ({host_of(address)}); leave --host out.")
    fetcher = Fetcher(host_of(address), allow_private=allow_private)
    data = unpacked(fetcher.get(address, LIST_BYTES)[0])
    kind = _kind(data, address)
    if kind == "sitemap":
        return Opened(sitemap_reader(data, address, fetcher), fetcher if files else None)
    if kind == "wordpress":
        raise SourceError("A WordPress export is brought in from a file: save it first, then name the file.")
    return Opened(feed_reader(data, address, fetcher), fetcher if files else None)


def _from_file(path: Path, host: str, files: bool, allow_private: bool) -> Opened:
    size = _size(path)
    fetcher = Fetcher(host, allow_private=allow_private) if host and files else None
    with path.open("rb") as stream:
        head = stream.read(65_536)
    reader: Reader
    if path.suffix.lower() in {".csv", ".tsv", ".txt"}:
        kind = "csv"
    elif WORDPRESS in head:
        kind = "wordpress"
    else:
        kind = _kind(path.read_bytes() if size <= LIST_BYTES else head, path.name)
    if kind != "wordpress" and size > LIST_BYTES:
        raise SourceError(f"{path.name} is larger than {LIST_BYTES // MEGABYTE} MB.")
    if kind == "sitemap":
        raise SourceError(f"{path.name} is a sitemap: give its address on the site instead of the file.")
    if kind == "csv":
        reader = csv_reader(path)
    elif kind == "wordpress":
        reader = WordPressReader(path)
    else:
        reader = feed_reader(path.read_bytes(), path.name, fetcher)
    if files and fetcher is None and reader.has_files:
        say = f"--host {reader.host or 'HOST'}"
        raise SourceError(
            f"{path.name} refers to images or files of a site. Add {say} to fetch them from there and from nowhere "
            "else, or --no-files to bring in the texts alone."
        )
    return Opened(reader, fetcher)


def _size(path: Path) -> int:
    if not path.exists():
        raise SourceError(f"There is no file {path}. For a site on the web write its full address with https://.")
    if not path.is_file():
        raise SourceError(f"{path} is no file.")
    size = path.stat().st_size
    if size == 0:
        raise SourceError(f"{path} is empty.")
    if size > EXPORT_BYTES:
        raise SourceError(f"{path} is larger than {EXPORT_BYTES // MEGABYTE} MB. Export the site in parts.")
    return size


def _kind(data: bytes, name: str) -> str:
    """What a document is, by its root element. Raises SourceError for anything that is no source."""
    start = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype html", b"<html")):
        raise SourceError(
            f"{name} is a web page. Give the address of the site's feed or sitemap (often /sitemap.xml or /rss)."
        )
    if not start.startswith((b"<", b"\xff\xfe", b"\xfe\xff")):
        raise SourceError(f"{name} is neither an export, a feed, a sitemap nor a CSV table.")
    root = local(whole(data)) if len(data) <= LIST_BYTES else ""
    if root in SITEMAPS:
        return "sitemap"
    if root in FEEDS:
        return "wordpress" if WORDPRESS in data[:65_536] else "feed"
    raise SourceError(f"{name} is XML of another kind: its root is <{root}>.")
