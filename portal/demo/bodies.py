"""Texts of the demo files as the blocks of a page's body."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.html import escape

from portal.demo.content import blocks


def stream_body(text: str) -> list[tuple[str, Any]]:
    """Headings, paragraphs, lists and quotes as `portal.blocks.BodyBlock` holds them."""
    make: dict[str, Callable[[Any], tuple[str, Any]]] = {
        "heading": lambda block: ("heading", block.text),
        "quote": lambda block: ("quote", {"text": block.text, "attribution": ""}),
        "list": lambda block: ("paragraph", "<ul>" + "".join(f"<li>{escape(i)}</li>" for i in block.items) + "</ul>"),
        "paragraph": lambda block: ("paragraph", f"<p>{escape(block.text)}</p>"),
    }
    return [make[block.kind](block) for block in blocks(text)]
