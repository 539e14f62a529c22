"""A text as plain HTML: words, headings, lists, tables and links remain; pictures, scripts and looks go."""

from __future__ import annotations

import re
from typing import Any

from django.utils.html import format_html_join, linebreaks
from django.utils.safestring import SafeString, mark_safe
from lxml import html
from wagtail.blocks import ChooserBlock
from wagtail.fields import StreamField

KEPT: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("p", "h2", "h3", "h4", "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "br"), ()),
    **dict.fromkeys(("b", "strong", "i", "em", "sup", "sub", "cite"), ()),
    **dict.fromkeys(("table", "caption", "thead", "tbody", "tfoot", "tr"), ()),
    "td": ("colspan", "rowspan"),
    "th": ("colspan", "rowspan", "scope"),
    "a": ("href",),
}
DROPPED = frozenset(
    [
        "script",
        "style",
        "link",
        "meta",
        "svg",
        "img",
        "picture",
        "source",
        "video",
        "audio",
        "track",
        "iframe",
        "object",
        "form",
        "button",
        "input",
        "noscript",
    ]
)
"""Go with all that is in them."""
PARAGRAPHS = frozenset({"div", "section", "figure", "figcaption", "details", "summary", "article", "span", "footer"})
INLINE = frozenset({"a", "b", "strong", "i", "em", "sup", "sub", "cite", "br"})
ADDRESS = re.compile(r"(?:https?://|mailto:|tel:|/(?!/)|#)", re.IGNORECASE)


def plain_html(markup: str) -> SafeString:
    """The same words in the few elements of KEPT, whatever markup comes in."""
    if not markup.strip():
        return mark_safe("")
    tree = html.fragment_fromstring(markup, create_parent="div")
    for node in list(tree.iterdescendants()):
        _tidy(node)
    inner = (tree.text or "") and str(format_html_join("", "{}", [(tree.text,)]))
    parts = [html.tostring(child, encoding="unicode") for child in tree]
    return mark_safe((inner + "".join(parts)).strip())  # noqa: S308 - built from the elements of KEPT alone


def _tidy(node: Any) -> None:
    tag = node.tag
    if not isinstance(tag, str) or tag in DROPPED:
        node.drop_tree()
    elif tag in KEPT:
        for name in set(node.attrib) - set(KEPT[tag]):
            del node.attrib[name]
        if tag == "a" and not ADDRESS.match(node.get("href", "")):
            node.drop_tag()
    elif tag in PARAGRAPHS - {"span"} and _only_words(node):
        node.tag = "p"
        node.attrib.clear()
    else:
        node.drop_tag()


def _only_words(node: Any) -> bool:
    """Whether it may become a paragraph: words stand in it, and nothing that stands in no paragraph."""
    within = all(child.tag in INLINE | DROPPED | {"span", "time"} for child in node.iterdescendants())
    return within and bool(node.text_content().strip()) and node.getparent().tag in {"div", "blockquote", *PARAGRAPHS}


def plain_body(page: Any) -> SafeString:
    """All that a page says in its fields of blocks: its text as it is set, other blocks as their words."""
    parts: list[str] = []
    for field in page._meta.get_fields():
        if not isinstance(field, StreamField) or field.name == "change_notes":
            continue
        value = field.value_from_object(page)
        if field.name == "body":
            parts.append(plain_html(value.render_as_block()))
        elif not all(isinstance(block, ChooserBlock) for block in field.stream_block.child_blocks.values()):
            words = "\n\n".join(str(text) for text in field.get_searchable_content(value))
            parts.append(linebreaks(words, autoescape=True) if words else "")
    return mark_safe("\n".join(part for part in parts if part))  # noqa: S308 - each part is safe
