"""What the public pages read, in a fixed number of queries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest

if TYPE_CHECKING:
    from portal.models import ArticlePage, HomePage, SectionPage


def home_context(page: HomePage, request: HttpRequest) -> dict[str, Any]:
    return {}


def section_context(page: SectionPage, request: HttpRequest) -> dict[str, Any]:
    return {}


def article_context(page: ArticlePage, request: HttpRequest) -> dict[str, Any]:
    return {}
