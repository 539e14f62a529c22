"""The links that a published page has, wherever in it they stand. No query and no request."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

from django.db import models
from lxml import etree
from lxml import html as lxml_html
from wagtail.fields import RichTextField, StreamField

from portal.models.links import LinkKind

LONGEST = 1000
WHOLE = re.compile(r"https?://\S+", re.IGNORECASE)
LOOK = "look"


@dataclass(frozen=True)
class Found:
    """`target`: key of the page or document; `place`: the field; `words`: what the link says."""

    address: str
    kind: str
    place: str
    words: str = ""
    target: int | None = None
    host: str = ""


def links_of(page: Any, base: str) -> dict[str, Found]:
    """By address: each link once, where it stands first. `base`: the page's own address, for relative links."""
    found: dict[str, Found] = {}
    for field in page._meta.get_fields():
        for link in _in_field(field, page, base):
            found.setdefault(link.address, link)
    return found


def links_of_look(look: Any, language: str, base: str) -> dict[str, Found]:
    """Those of the menu and the foot. Entries that name a page leave by themselves when the page does."""
    rows = [row for row in (*look.menu, *look.links) if row.get("language") == language and "url" in row]
    links = [link for row in rows for link in _address(row["url"], base, LOOK, row.get("label", ""))]
    return {link.address: link for link in links}


def _in_field(field: Any, page: Any, base: str) -> Iterator[Found]:
    if isinstance(field, StreamField):
        yield from _in_data(field.value_from_object(page).get_prep_value(), base, field.name)
    elif isinstance(field, RichTextField | models.URLField):
        yield from _in_data(field.value_from_object(page), base, field.name)


def _in_data(value: Any, base: str, place: str) -> Iterator[Found]:
    """Whatever blocks a stream is made of, what it stores are lists, mappings and texts."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list | tuple):
        for each in value:
            yield from _in_data(each, base, place)
    elif isinstance(value, str):
        text = value.strip()
        if WHOLE.fullmatch(text):
            yield from _address(text, base, place, "")
        elif "<a " in text:
            yield from _in_html(text, base, place)


def _in_html(html: str, base: str, place: str) -> Iterator[Found]:
    try:
        tree = lxml_html.fragment_fromstring(html, create_parent="div")
    except (etree.LxmlError, ValueError):
        return
    for link in tree.iter("a"):
        words = " ".join(link.text_content().split())
        kind, key = link.get("linktype", ""), link.get("id", "")
        if kind in {LinkKind.PAGE, LinkKind.DOCUMENT} and key.isdecimal():
            yield Found(f"{kind}:{int(key)}", kind, place, words[:200], int(key))
        elif not kind:
            yield from _address(link.get("href", ""), base, place, words)


def _address(written: str, base: str, place: str, words: str) -> Iterator[Found]:
    """Nothing for what is no address on the web (mail, telephone, a place in the page), or too long to be one."""
    if not written or written.startswith("#"):
        return
    try:
        address = urldefrag(urljoin(base, written.strip())).url
        parts = urlsplit(address)
        host = (parts.hostname or "").rstrip(".")
        _ = parts.port
    except ValueError:
        return
    if parts.scheme in {"http", "https"} and host and len(address) <= LONGEST and "\x00" not in address:
        yield Found(address, LinkKind.OUTSIDE, place, words[:200], None, host[:253])
