"""A WordPress export (WXR): posts and pages that were published, with their images and attachments (VL.30a).

The file is read twice and never held whole: once to check it and to learn its attachments, once for the texts.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element  # the type alone; defusedxml does the reading

from portal.importing.richtext import plain_text
from portal.importing.source import Entry, SourceError, SourceItem, clean, host_of, key_of, read_date
from portal.importing.xml import events, local

COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
CAPTION = re.compile(r"\[caption[^\]]*\](.*?)\[/caption\]", re.DOTALL)
IMAGE = re.compile(r"(?:<a [^>]*>\s*)?<img [^>]*>(?:\s*</a>)?", re.DOTALL)
SHORTCODE = re.compile(
    r"\[/?(?:gallery|embed|video|audio|playlist|contact-form-7|vc_\w+|et_pb_\w+|rev_slider|ux_\w+|row|col)\b[^\]]*\]"
)
STANDING = ("introduction",)
"""The section of pages, which WordPress keeps apart from posts: the standing texts of an agency."""


class WordPressReader:
    """Reads a WXR file. Raises SourceError at once when it is broken or has no published text."""

    kind = "wordpress"

    def __init__(self, path: Path) -> None:
        self.path, self.name = path, path.name
        self.site, self.host = "", ""
        self.versioned = False
        self.addresses: set[str] = set()
        self.authors: dict[str, str] = {}
        self.attachments: dict[str, str] = {}
        self.of_post: dict[str, list[str]] = {}
        self.total = 0
        self.has_files = False
        self.skipped: list[str] = []
        self._learn()

    def __len__(self) -> int:
        return self.total

    def entries(self) -> Iterator[Entry]:
        with self.path.open("rb") as stream:
            for element in _items(stream):
                if _is_text(element):
                    yield self._entry(element)

    def _learn(self) -> None:
        """The first reading: everything about the site, and how many texts it has."""
        with self.path.open("rb") as stream:
            for event, element in events(stream):
                if event == "end":
                    self._note(local(element), element)
        if not self.versioned:
            raise SourceError(f"{self.name} is RSS but no WordPress export: it has no wp:wxr_version.")
        if not self.total:
            raise SourceError(f"{self.name} holds no published post or page. Export “All content” in WordPress.")

    def _note(self, name: str, element: Element) -> None:
        if name == "item":
            self._count(element)
            element.clear()
        elif name == "author":
            login = _text(element, "author_login")
            self.authors[login] = clean(_text(element, "author_display_name")) or login
        elif name == "wxr_version":
            self.versioned = True
        elif name in {"base_blog_url", "base_site_url"}:
            self.host = host_of(element.text or "") or self.host
        elif name == "title" and not self.site:
            self.site = clean(element.text)

    def _count(self, element: Element) -> None:
        if _text(element, "post_type") == "attachment":
            address = _text(element, "attachment_url")
            self.attachments[_text(element, "post_id")] = address
            self.of_post.setdefault(_text(element, "post_parent"), []).append(address)
            self.has_files = True
        elif _is_text(element):
            self.total += 1
            self.addresses.add(_text(element, "link"))
            self.has_files = self.has_files or "<img" in _text(element, "encoded")

    def _entry(self, element: Element) -> Entry:
        address = _text(element, "link")
        key = key_of(_text(element, "guid") or address or _text(element, "post_id"))
        item = self._item(element, address)
        return Entry(key, address, item.title, lambda: item)

    def _item(self, element: Element, address: str) -> SourceItem:
        when = _text(element, "post_date_gmt")
        date = _instant(when, dt.UTC) or read_date(_text(element, "post_date"))
        labels = [one for one in element if local(one) == "category" and one.get("domain") == "category"]
        post = _text(element, "post_id")
        login = _text(element, "creator")
        meta = {_text(one, "meta_key"): _text(one, "meta_value") for one in element if local(one) == "postmeta"}
        thumbnail = self.attachments.get(meta.get("_thumbnail_id", ""), "")
        return SourceItem(
            title=clean(plain_text(_text(element, "title"))),
            html=tidy(_content(element)),
            address=address,
            date=date,
            bad_date="" if date else _text(element, "post_date"),
            summary=clean(plain_text(_excerpt(element))),
            author=self.authors.get(login, clean(login)),
            source_name=self.site,
            sections=(
                *(clean(plain_text(one.text or "")) for one in labels),
                *(STANDING if _text(element, "post_type") == "page" else ()),
            ),
            image=thumbnail,
            attachments=tuple(one for one in self.of_post.get(post, []) if one != thumbnail),
        )


def tidy(html: str) -> str:
    """WordPress's own marks as HTML: captions become figures, comments of its editor and shortcodes go."""
    html = COMMENT.sub("", html.replace("\r\n", "\n"))
    html = CAPTION.sub(_figure, html)
    return SHORTCODE.sub("", html)


def _figure(match: re.Match[str]) -> str:
    image = IMAGE.search(match[1])
    caption = IMAGE.sub("", match[1]).strip()
    return f"<figure>{image[0] if image else ''}<figcaption>{caption}</figcaption></figure>"


def _items(stream: Any) -> Iterator[Element]:
    """Each item, emptied after use. What lies around the items stays small."""
    for event, element in events(stream):
        if event == "end" and local(element) == "item":
            yield element
            element.clear()


def _is_text(element: Element) -> bool:
    return _text(element, "post_type") in {"post", "page"} and _text(element, "status") == "publish"


def _text(element: Element, name: str) -> str:
    """The text of the first child of this name."""
    return next(((one.text or "").strip() for one in element if local(one) == name), "")


def _content(element: Element) -> str:
    """`content:encoded`; `excerpt:encoded` has the same local name."""
    return next((one.text or "" for one in element if local(one) == "encoded" and "/excerpt/" not in str(one.tag)), "")


def _excerpt(element: Element) -> str:
    return next((one.text or "" for one in element if local(one) == "encoded" and "/excerpt/" in str(one.tag)), "")


def _instant(text: str, zone: dt.tzinfo) -> dt.datetime | None:
    try:
        return dt.datetime.strptime(text, "%Y-%m-%d %H:%M:%S").replace(tzinfo=zone)
    except ValueError:
        return None
