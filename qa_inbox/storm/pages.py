"""The form for questions in a portal's storm copy, and the pages that its receiver fills in (receiver.py)."""

from __future__ import annotations

from collections.abc import Callable

from qa_inbox.storm.receiver import FIELDS, FORMS

Render = Callable[..., bytes]


def storm_pages(render: Render) -> dict[str, bytes]:
    """By path: the empty form, the form with what was typed and what is wrong, the receipt."""
    holes = {name: f"[[{name}]]" for name in FIELDS}
    template = "qa_inbox/storm/ask.html"
    return {
        f"{FORMS}/index.html": render(template, lengths=FIELDS),
        f"{FORMS}/again.html": render(template, lengths=FIELDS, typed=holes, again=True),
        f"{FORMS}/received.html": render("qa_inbox/storm/received.html"),
    }
