"""HTML of a former site → the blocks of an article's body (portal/blocks.py). No style and no script survives.

The tree is walked once. Text within paragraphs keeps the few marks that the editor has; the editor's own converter has
the last word on them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import urljoin, urlsplit

from django.utils.html import escape

from portal.importing.richtext import SPACE, rich_text, tree_of, words
from portal.importing.source import CONTROL

DEEPEST = 80
LONGEST_HEADING, LONGEST_CAPTION = 200, 250
MARKS = {"b": "b", "strong": "b", "i": "i", "em": "i", "cite": "i", "sup": "sup", "sub": "sub"}
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
LEFT_OUT = {"script", "style", "noscript", "template", "head", "title", "meta", "link", "form", "input", "button"}
LEFT_OUT |= {"select", "textarea", "svg", "math", "nav"}
EMBEDDED = {"iframe", "object", "embed", "video", "audio", "applet", "canvas", "frame"}
INLINE = {*MARKS, "a", "span", "font", "u", "br", "img", "small", "big", "code", "abbr", "mark", "time", "label", "tt"}
INLINE |= {"ins", "del", "s", "strike", "q", "kbd", "samp", "var", "acronym", "wbr", "bdi", "bdo", "o:p"}
SCHEMES = {"http", "https", "mailto", "tel"}
BLANK_LINE = re.compile(r"\n[ \t\r]*\n")
ZERO_WIDTH = re.compile("[\u200b\ufeff\u00ad]")


class Keeper(Protocol):
    """Takes over the files that a text shows, and answers where its links lead from now on."""

    def image(self, address: str, alt: str) -> Any | None:
        """The image that an address became; None when it could not be had."""

    def document(self, address: str, title: str) -> Any | None:
        """The document that an address became; None when it is none or could not be had."""

    def link(self, address: str) -> str:
        """Where a link to a page of the former site leads."""

    def left_out(self, kind: str, detail: str) -> None:
        """Something of the text could not be taken over."""


Block = tuple[str, Any]


def body_of(html: str, base: str, keeper: Keeper) -> list[Block]:
    """The blocks of a text. `base`: the address that relative ones start from."""
    html = ZERO_WIDTH.sub("", CONTROL.sub("", html))
    walker = Walker(base, keeper)
    walker.inside(tree_of(html), 0)
    walker.end_paragraph()
    return walker.blocks


@dataclass
class Walker:
    """Collects blocks; `line` is the paragraph that is being written, `open` the marks that are open in it.

    `single`: all is one line, as in an item of a list.
    """

    base: str
    keeper: Keeper
    blocks: list[Block] = field(default_factory=list)
    line: list[str] = field(default_factory=list)
    open: list[tuple[str, str]] = field(default_factory=list)
    single: bool = False

    def inside(self, element: Any, depth: int) -> None:
        """What an element contains, its own text first."""
        self.text(element.text)
        for child in element:
            if isinstance(child.tag, str):
                self.one(child, depth + 1)
            self.text(child.tail)

    def one(self, element: Any, depth: int) -> None:
        """One element, by its kind."""
        tag = element.tag.lower()
        if tag in LEFT_OUT:
            return
        if tag in EMBEDDED:
            self.keeper.left_out("embedded", element.get("src") or element.get("data") or tag)
        elif depth > DEEPEST:
            self.text(element.text_content())
        elif tag == "br":
            self.line_break()
        elif tag == "img":
            self.picture(element, "")
        elif tag == "a":
            self.anchor(element, depth)
        elif tag in INLINE:
            self.marked(element, MARKS.get(tag, ""), "", depth)
        else:
            self.apart(element, tag, depth)

    def apart(self, element: Any, tag: str, depth: int) -> None:
        """An element that stands in a place of its own; marks that are open around it end before and go on after."""
        self.end_paragraph()
        if tag in HEADINGS:
            self.heading(element)
        elif tag == "blockquote":
            self.quotation(element)
        elif tag in {"ul", "ol"}:
            self.whole_list(element, tag, depth)
        elif tag == "figure" or "wp-caption" in (element.get("class") or ""):
            self.figure(element, depth)
        elif tag == "table":
            self.table(element, depth)
        else:
            self.inside(element, depth)
        self.end_paragraph()

    def text(self, text: str | None) -> None:
        """Text between the tags; a blank line in it ends the paragraph, as sites write that save no tags for it."""
        if not text:
            return
        for number, part in enumerate(BLANK_LINE.split(text)):
            if number:
                self.end_paragraph()
            words_of_part = str(escape(SPACE.sub(" ", part)))
            if words_of_part.strip() or self.line[-1:] != ["<br/>"]:
                self.line.append(words_of_part)

    def line_break(self) -> None:
        """A second one in a row is a new paragraph."""
        if self.line and self.line[-1] == "<br/>":
            self.line.pop()
            self.end_paragraph()
        else:
            self.line.append("<br/>")

    def marked(self, element: Any, mark: str, attributes: str, depth: int) -> None:
        mark = "" if any(mark == other for other, _attributes in self.open) else mark
        if mark:
            self.open.append((mark, attributes))
            self.line.append(f"<{mark}{attributes}>")
        self.inside(element, depth)
        if mark:
            self.open.pop()
            self.line.append(f"</{mark}>")

    def end_paragraph(self) -> None:
        """Closes the paragraph; what is open in it opens again in the next one."""
        if self.single:
            self.line.append(" ")
            return
        closing = "".join(f"</{mark}>" for mark, _attributes in reversed(self.open))
        self.add_text(f"<p>{''.join(self.line)}{closing}</p>")
        self.line = [f"<{mark}{attributes}>" for mark, attributes in self.open]

    def add_text(self, html: str) -> None:
        cleaned = rich_text(html)
        if not cleaned:
            return
        if self.blocks and self.blocks[-1][0] == "paragraph":
            self.blocks[-1] = ("paragraph", self.blocks[-1][1] + cleaned)
        else:
            self.blocks.append(("paragraph", cleaned))

    def heading(self, element: Any) -> None:
        for image in element.iter("img"):
            self.picture(image, "")
        title = words(element)
        if title and len(title) <= LONGEST_HEADING:
            self.blocks.append(("heading", title))
        elif title:
            self.add_text(f"<p><b>{escape(title)}</b></p>")

    def quotation(self, element: Any) -> None:
        for image in element.iter("img"):
            self.picture(image, "")
        parts = [part.strip() for part in element.itertext()]
        text = "\n".join(SPACE.sub(" ", part) for part in parts if part)
        if text:
            self.blocks.append(("quote", {"text": text, "attribution": ""}))

    def figure(self, element: Any, depth: int) -> None:
        """An image with its caption; a figure around anything else is no more than a frame."""
        images = list(element.iter("img"))
        if not images:
            self.inside(element, depth)
            return
        captions = element.xpath(".//figcaption | .//*[contains(@class, 'wp-caption-text')]")
        caption = words(captions[0]) if captions else words(element)
        for image in images:
            self.picture(image, caption)

    def picture(self, element: Any, caption: str) -> None:
        source = element.get("data-src") or element.get("data-lazy-src") or element.get("src") or ""
        address = self.absolute(source)
        if not source or source.startswith("data:") or not address:
            return
        alt = SPACE.sub(" ", element.get("alt") or element.get("title") or "").strip()[:LONGEST_CAPTION]
        image = self.keeper.image(address, alt or caption)
        if image is not None:
            self.end_paragraph()
            value = {"image": image, "alt_text": alt, "caption": caption[:LONGEST_CAPTION]}
            self.blocks.append(("image", value))

    def anchor(self, element: Any, depth: int) -> None:
        """A link; one around an image is the way to its larger copy and goes."""
        address = self.absolute(element.get("href") or "")
        if not address or next(element.iter("img"), None) is not None or any(mark == "a" for mark, _ in self.open):
            self.inside(element, depth)
            return
        title = words(element)
        document = self.keeper.document(address, title)
        if document is not None:
            self.marked(element, "a", f' linktype="document" id="{document.pk}"', depth)
        elif title:
            self.marked(element, "a", f' href="{escape(self.keeper.link(address))}"', depth)

    def whole_list(self, element: Any, tag: str, depth: int) -> None:
        """A list as one text; the images in it follow it."""
        images: list[Block] = []
        self.add_text(self.list_of(element, tag, depth, images))
        self.blocks += images

    def list_of(self, element: Any, tag: str, depth: int, images: list[Block]) -> str:
        items = []
        for item in element:
            if not isinstance(item.tag, str):
                continue
            inner = Walker(self.base, self.keeper, single=True)
            lists = [] if depth > DEEPEST else [child for child in item if _is_list(child)]
            inner.item(item, depth + 1)
            images += inner.blocks
            below = "".join(self.list_of(child, child.tag.lower(), depth + 1, images) for child in lists)
            items.append(f"<li>{''.join(inner.line)}{below}</li>")
        return f"<{tag}>{''.join(items)}</{tag}>"

    def item(self, item: Any, depth: int) -> None:
        """Everything of an item but its lists, as one line."""
        self.text(item.text)
        for child in item:
            if not isinstance(child.tag, str) or _is_list(child):
                pass
            elif child.tag.lower() in {*INLINE, *LEFT_OUT, *EMBEDDED} or depth > DEEPEST:
                self.one(child, depth)
            else:
                self.item(child, depth + 1)
                self.line.append(" ")
            self.text(child.tail)

    def table(self, element: Any, depth: int) -> None:
        """A table that only places things is opened; of any other each row becomes a line."""
        rows = [[cell for cell in row if cell.tag in {"td", "th"}] for row in element.iter("tr")]
        if all(len(row) <= 1 for row in rows):
            self.inside(element, depth)
            return
        for image in element.iter("img"):
            self.picture(image, "")
        lines = [" | ".join(words(cell) for cell in row) for row in rows]
        self.add_text("".join(f"<p>{escape(line)}</p>" for line in lines if line.strip(" |")))
        self.keeper.left_out("table", next((line for line in lines if line), "")[:200])

    def absolute(self, address: str) -> str:
        """A full address, or nothing for one that a link must not have."""
        try:
            full = urljoin(self.base, address.strip())
            return full if urlsplit(full).scheme.lower() in SCHEMES else ""
        except ValueError:
            return ""


def _is_list(element: Any) -> bool:
    return isinstance(element.tag, str) and element.tag.lower() in {"ul", "ol"}


def without_title(blocks: list[Block], title: str) -> Iterator[Block]:
    """The blocks without a heading at their top that only repeats the title."""
    for number, (kind, value) in enumerate(blocks):
        if number or kind != "heading" or value.casefold() != title.casefold():
            yield kind, value
