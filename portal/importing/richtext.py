"""Text with its few marks, as the editor would save it, and the words of a piece of HTML."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from lxml import html as lxml_html
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

from portal.blocks import RICH_TEXT_FEATURES
from portal.importing.source import CONTROL

SPACE = re.compile(r"\s+")


def plain_text(html: str) -> str:
    """The words of a piece of HTML on one line."""
    return words(tree_of(CONTROL.sub("", html)))


def tree_of(html: str) -> Any:
    """The tree of a piece of HTML; without `huge_tree` the parser would drop what lies deeper than 256 elements."""
    return lxml_html.fragment_fromstring(html, create_parent="div", parser=lxml_html.HTMLParser(huge_tree=True))


def words(element: Any) -> str:
    return SPACE.sub(" ", str(element.text_content())).strip()


def rich_text(html: str) -> str:
    """A paragraph or list as the editor would save it; empty when nothing is left to read."""
    html = _tidy(html)
    return str(_converter().to_database_format(_converter().from_database_format(html))) if html else ""


@cache
def _converter() -> Any:
    return ContentstateConverter(RICH_TEXT_FEATURES)


def _tidy(html: str) -> str:
    """Without empty marks, and without spaces and line breaks at the edges; empty when nothing is left to read."""
    html = re.sub(r"<(b|i|sup|sub)>\s*</\1>", "", html)
    html = re.sub(r"(<p>|<li>)(?:\s|&nbsp;|\u00a0|<br/>)+", r"\1", html)
    html = re.sub(r"(?:\s|&nbsp;|\u00a0|<br/>)+(</p>|</li>)", r"\1", html)
    html = re.sub(r"<p></p>|<li></li>", "", html)
    return html if re.sub(r"<[^>]*>|\s", "", html) else ""
