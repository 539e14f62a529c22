"""Text as it is kept, whoever typed or pasted it: one sign for a letter with its accents, and none that cannot be seen.

Some keyboards and programs send `ế` as three signs (NFD), and text pasted from office files carries control characters
that no feed may hold. A null is left in: forms refuse it at its field.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from django.http import QueryDict

from tenants.look_addresses import PAGES

UNSEEN = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
"""Control characters but tab and new line, halves of a pair (a cut emoji), and what is no character."""


def plain_text(text: str) -> str:
    """The text in NFC without unseen signs. What is plain already comes back as it is."""
    if text.isascii() and text.isprintable():
        return text
    return unicodedata.normalize("NFC", UNSEEN.sub("", text))


class SpellingMiddleware:
    """Every form of every screen gets its texts plain; files and bodies that are no form are left alone."""

    def __init__(self, get_response: Any) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> Any:
        return self.get_response(request)

    def process_view(self, request: Any, view: Any, args: Any, kwargs: Any) -> None:
        if request.method == "POST" and request.resolver_match.url_name != PAGES:
            request.POST = _plain(request.POST)


def _plain(typed: QueryDict) -> QueryDict:
    if all(plain_text(value) == value for _name, values in typed.lists() for value in values):
        return typed
    kept = typed.copy()
    for name, values in typed.lists():
        kept.setlist(name, [plain_text(value) for value in values])
    kept._mutable = False
    return kept
