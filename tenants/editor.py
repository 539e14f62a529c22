"""The editor of rich text: what its script sends is JSON, so signs can hide in escapes until it is read."""

from __future__ import annotations

from typing import Any

from wagtail.admin.rich_text import DraftailRichTextArea

from tenants.spelling import plain_text


class PlainRichTextArea(DraftailRichTextArea):
    """Wagtail's editor; its text is kept plain. Half an emoji, left by a cut, would make the database refuse a page."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        html = super().value_from_datadict(data, files, name)
        return plain_text(html) if isinstance(html, str) else html
