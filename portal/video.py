"""Videos from other hosts: which hosts, and how an address that somebody typed becomes the video's own.

Nothing of another host is loaded before the reader asks for it, and only a page that shows such a video allows that
host in its policy. A host that is not in the table is a link in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from wagtail.blocks import StreamValue, StructValue
from wagtail.blocks.list_block import ListValue
from wagtail.fields import StreamField


@dataclass(frozen=True)
class VideoHost:
    """`addresses`: what people copy from their browser, with the group `key`. `player` and `page` take it."""

    name: str
    addresses: re.Pattern[str]
    origin: str
    player: str
    page: str


HOSTS = (
    VideoHost(
        "YouTube",
        re.compile(
            r"https?://(?:(?:www\.|m\.)?youtube(?:-nocookie)?\.com/(?:watch\?(?:[^#]*&)?v=|embed/|shorts/|live/)|youtu\.be/)"
            r"(?P<key>[\w-]{11})(?:[?&#/].*)?"
        ),
        "https://www.youtube-nocookie.com",
        "/embed/{key}?rel=0",
        "https://www.youtube.com/watch?v={key}",
    ),
    VideoHost(
        "Vimeo",
        re.compile(r"https?://(?:www\.|player\.)?vimeo\.com/(?:video/)?(?P<key>\d{6,12})(?:[?#/].*)?"),
        "https://player.vimeo.com",
        "/video/{key}?dnt=1",
        "https://vimeo.com/{key}",
    ),
)


@dataclass(frozen=True)
class Embed:
    """A video on another host. `player`: what the frame shows; `page`: where the link leads without a script."""

    host: str
    origin: str
    player: str
    page: str


def embed_of(address: str) -> Embed | None:
    """The video that an address means; None when its host is not one of ours, or it names no video."""
    for host in HOSTS:
        match = host.addresses.fullmatch(address.strip())
        if match:
            key = match["key"]
            player = host.origin + host.player.format(key=key)
            return Embed(host.name, host.origin, player, host.page.format(key=key))
    return None


def frame_origins(page: Any) -> set[str]:
    """Hosts whose players a page may show."""
    found: set[str] = set()
    for field in page._meta.get_fields():
        if isinstance(field, StreamField):
            found |= {embed.origin for embed in _embeds(getattr(page, field.attname))}
    return found


def _embeds(value: Any) -> Iterator[Embed]:
    embed = getattr(value, "embed", None)
    if isinstance(embed, Embed):
        yield embed
    elif isinstance(value, StructValue):
        for part in value.values():
            yield from _embeds(part)
    elif isinstance(value, StreamValue | ListValue):
        for part in value:
            yield from _embeds(part.value if isinstance(part, StreamValue.StreamChild) else part)
