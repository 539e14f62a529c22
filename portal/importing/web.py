"""Feeds, sitemaps and the pages that they name (VL.30a)."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterable
from io import BytesIO
from typing import Any
from urllib.parse import urljoin
from xml.etree.ElementTree import Element  # the type alone; defusedxml does the reading

import feedparser
from lxml import html as lxml_html
from trafilatura import extract
from trafilatura.metadata import extract_metadata

from portal.importing.fetch import LIST_BYTES, Fetcher, unpacked
from portal.importing.richtext import plain_text
from portal.importing.source import (
    Entry,
    ListReader,
    SourceError,
    SourceItem,
    Unreadable,
    clean,
    host_of,
    key_of,
    read_date,
)
from portal.importing.xml import local, whole

MOST_LISTS, MOST_PAGES = 200, 50_000
"""The most sitemaps that are read for one, and the most pages that are taken from them."""

LONG_SUMMARY = 600
"""A feed's text shorter than this may be no more than the beginning: the page itself is read when it can be."""

CHARSET = re.compile(rb"<meta[^>]+charset", re.IGNORECASE)


def feed_reader(data: bytes, name: str, fetcher: Fetcher | None) -> ListReader:
    """The entries of an RSS or Atom feed; one that has only the beginnings of its texts is completed from its pages."""
    whole(data)
    feed = feedparser.parse(BytesIO(data))
    site = clean(feed.feed.get("title"))
    entries = [_feed_entry(row, site, fetcher) for row in feed.entries]
    if not entries:
        raise SourceError(f"{name} is a feed without any entry. There is nothing to bring in.")
    host = next((host for row in (feed.feed, *feed.entries) if (host := host_of(row.get("link") or ""))), "")
    return ListReader("feed", name, host, _once(entries))


def _feed_entry(row: Any, site: str, fetcher: Fetcher | None) -> Entry:
    address = row.get("link") or ""
    key = key_of(row.get("id") or address or clean(row.get("title")))
    return Entry(key, address, clean(plain_text(row.get("title") or "")), lambda: _feed_item(row, site, fetcher))


def _feed_item(row: Any, site: str, fetcher: Fetcher | None) -> SourceItem:
    address = row.get("link") or ""
    when = row.get("published_parsed") or row.get("updated_parsed")
    written = row.get("published") or row.get("updated") or ""
    date = dt.datetime.fromtimestamp(calendar.timegm(when), dt.UTC) if when else read_date(written)
    summary = row.get("summary") or ""
    content = max((part.get("value") or "" for part in row.get("content", [])), key=len, default="")
    html = content or summary
    image, attachments = _enclosures(row)
    if not content and len(plain_text(html)) < LONG_SUMMARY and fetcher is not None and fetcher.may_fetch(address):
        page = read_page(fetcher, address)
        html, image, date = page.html, image or page.image, date or page.date
    return SourceItem(
        title=clean(plain_text(row.get("title") or "")),
        html=html,
        address=address,
        date=date,
        bad_date="" if date else written,
        summary=plain_text(summary) if content or html != summary else "",
        author=clean(row.get("author")),
        source_name=clean(row.get("source", {}).get("title")) or site,
        source_url=row.get("source", {}).get("href") or "",
        sections=tuple(clean(tag.get("term")) for tag in row.get("tags", []) if tag.get("term")),
        image=image,
        attachments=attachments,
    )


def _enclosures(row: Any) -> tuple[str, tuple[str, ...]]:
    """The first image of an entry, and the other files that come with it."""
    files = [(one.get("href") or "", one.get("type") or "") for one in row.get("enclosures", [])]
    files += [
        (one.get("url") or "", one.get("medium") or one.get("type") or "") for one in row.get("media_content", [])
    ]
    files += [(one.get("url") or "", "image") for one in row.get("media_thumbnail", [])]
    images = [address for address, kind in files if kind.startswith("image")]
    return (images[0] if images else ""), tuple(one for one, kind in files if one and not kind.startswith("image"))


def sitemap_reader(data: bytes, address: str, fetcher: Fetcher) -> ListReader:
    """The pages that a sitemap names, and those of the sitemaps that it names."""
    reader = ListReader("sitemap", address, host_of(address), [])
    found: list[str] = []
    waiting, seen = [(address, data)], {address}
    while waiting and len(found) <= MOST_PAGES:
        here, data = waiting.pop(0)
        root = whole(unpacked(data))
        if local(root) not in {"urlset", "sitemapindex"}:
            raise SourceError(f"{here} is no sitemap: its root is <{local(root)}>.")
        for target in _locations(root, here):
            if local(root) == "urlset":
                found.append(target)
            elif target not in seen and len(seen) < MOST_LISTS:
                seen.add(target)
                waiting.extend(_next_list(target, fetcher, reader))
    reader.listed = _once(_page_entry(target, fetcher) for target in found[:MOST_PAGES])
    if len(found) > MOST_PAGES:
        reader.skipped.append(f"{address}: more than {MOST_PAGES} pages")
    if not reader.listed:
        raise SourceError(f"{address} names no page. There is nothing to bring in.")
    return reader


def _next_list(target: str, fetcher: Fetcher, reader: ListReader) -> list[tuple[str, bytes]]:
    try:
        return [(target, fetcher.get(target, LIST_BYTES)[0])]
    except Unreadable as error:
        reader.skipped.append(str(error))
        return []


def _locations(root: Element, base: str) -> list[str]:
    found = [(one.text or "").strip() for row in root for one in row if local(one) == "loc"]
    return [urljoin(base, one) for one in found if one]


def _page_entry(address: str, fetcher: Fetcher) -> Entry:
    return Entry(key_of(address), address, "", lambda: read_page(fetcher, address))


def read_page(fetcher: Fetcher, address: str) -> SourceItem:
    """The text of a web page with its title, date, author and image, without what stands around it."""
    data, address = fetcher.get(address)
    tree = _tree(data)
    try:
        found, html = extract_metadata(tree, default_url=address), _main_text(tree, address)
    except (ValueError, TypeError, AttributeError, LookupError, RecursionError, lxml_html.etree.LxmlError) as error:
        # A page on which the library stumbles is one line of the report and no end of the run.
        raise Unreadable("no_text", f"{address}: {type(error).__name__}") from error
    if not html:
        raise Unreadable("no_text", address)
    written = found.date or ""
    return SourceItem(
        title=clean(found.title),
        html=html,
        address=address,
        date=_moment(tree) or read_date(written),
        summary=clean(found.description),
        author=clean(found.author),
        source_name=clean(found.sitename),
        sections=tuple(clean(one) for one in found.categories or []),
        image=urljoin(address, found.image) if found.image else "",
    )


def _main_text(tree: Any, address: str) -> str | None:
    return extract(
        tree,
        url=address,
        output_format="html",
        include_comments=False,
        include_images=True,
        include_links=True,
        include_formatting=True,
        include_tables=True,
    )


def _moment(tree: Any) -> dt.datetime | None:
    """The instant of publication where the page names it exactly; trafilatura keeps no more than the day."""
    for place in ("//meta[@property='article:published_time']/@content", "//time[@pubdate]/@datetime"):
        for text in tree.xpath(place):
            if (found := read_date(text)) is not None:
                return found
    return None


def _tree(data: bytes) -> Any:
    """The tree of a page; one that says nothing of its encoding is taken as UTF-8."""
    try:
        encoding = None if CHARSET.search(data[:4096]) else "utf-8"
        return lxml_html.document_fromstring(data, parser=lxml_html.HTMLParser(encoding=encoding))
    except (ValueError, lxml_html.etree.LxmlError) as error:
        raise Unreadable("no_text", type(error).__name__) from error


def _once(entries: Iterable[Entry]) -> list[Entry]:
    """Each key once, in the order of the source."""
    return list({entry.key: entry for entry in entries}.values())
