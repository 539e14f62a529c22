"""Which feeds a portal has, and at which addresses: for pages that point to them."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

FORMATS = {"rss": "RSS", "atom": "Atom", "json": "JSON Feed"}
MIME = {"rss": "application/rss+xml", "atom": "application/atom+xml", "json": "application/feed+json"}


@dataclass(frozen=True)
class FeedLink:
    url: str
    mime: str
    title: str
    label: str


def feeds_of(name: str, what: str = "", where: str = "") -> list[FeedLink]:
    """The feeds of the whole portal, of a kind (`what="kinds"`) or a section (`what="sections"`), in every format."""
    return [
        FeedLink(address(extension, what, where), MIME[extension], f"{name} ({label})", label)
        for extension, label in FORMATS.items()
    ]


def address(extension: str, what: str = "", where: str = "") -> str:
    """The path of a feed."""
    names = {"": "feed", "kinds": "kind_feed", "sections": "section_feed"}
    args = [where, extension] if where else [extension]
    return reverse(f"portal:{names[what]}", args=args, urlconf="portal.urls")
