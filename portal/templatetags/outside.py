"""Links that the templates around a page's main part write themselves: menu, footer, banners and adverts."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.html import format_html

from portal.external_links import leaves, outside_words, rel_of

register = template.Library()


@register.simple_tag(takes_context=True)
def outside_rel(context: Any, address: str, rel: str = "") -> str:
    """`<a href="{{ url }}"{% outside_rel url "nofollow" %}>`: the whole attribute; `rel` stands on every link."""
    if leaves(address, context.get("own_hosts") or ()):
        rel = rel_of(rel)
    return format_html(' rel="{}"', rel) if rel else ""


@register.simple_tag(takes_context=True)
def outside_note(context: Any, address: str) -> str:
    """`{% outside_note url %}` at the end of the link's words: that it leads to another site, if it does."""
    return outside_words() if leaves(address, context.get("own_hosts") or ()) else ""
