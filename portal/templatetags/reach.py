"""What the head and the header of a public page say to machines and to readers of another language."""

from __future__ import annotations

from typing import Any

from django import template

from portal.languages import Language
from portal.metadata import Metadata, languages_in, metadata_of
from portal.sharing import ShareLink, links_for

register = template.Library()


@register.simple_tag(takes_context=True)
def share_links(context: Any) -> list[ShareLink]:
    """`{% share_links as networks %}`: where readers can share the page that they see."""
    return links_for(context.get("canonical_url", ""), context["page"].title)


@register.simple_tag(takes_context=True)
def page_metadata(context: Any) -> Metadata | None:
    """`{% page_metadata as metadata %}`"""
    shown = context.flatten()
    return metadata_of(shown, languages_in(shown)) if shown.get("canonical_url") else None


@register.simple_tag(takes_context=True)
def page_languages(context: Any) -> list[Language]:
    """`{% page_languages as languages %}`"""
    shown = context.flatten()
    return languages_in(shown) if shown.get("language") and "request" in shown else []
