"""Every route of the admin, and the addresses at which the reviewed ones that name an object are asked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.urls import get_resolver

# Routes that show an object on GET. The same list is asked with one's own objects and with a neighbour's.
SHOWN = (
    "pages/{home}/",
    "pages/{home}/results/",
    "pages/{section}/",
    "pages/{draft}/edit/",
    "pages/{draft}/view_draft/",
    "pages/{draft}/edit/preview/",
    "pages/{draft}/history/",
    "pages/{draft}/history/results/",
    "pages/{draft}/revisions/",
    "pages/{draft}/revisions/{revision}/view/",
    "pages/{draft}/revisions/{revision}/revert/",
    "pages/{draft}/revisions/compare/earliest...latest/",
    "pages/{draft}/delete/",
    "pages/{draft}/usage/",
    "pages/{draft}/workflow_history/",
    "pages/{submitted}/workflow_history/detail/{workflow}/",
    "pages/{section}/add_subpage/",
    "pages/add/portal/articlepage/{section}/",
    "pages/add/portal/articlepage/{section}/preview/",
    "choose-page/{home}/",
    "images/{image}/",
    "images/{image}/delete/",
    "images/usage/{image}/",
    "images/{image}/preview/max-165x165/",
    "images/chooser/chosen/{image}/",
    "images/chooser/{image}/select_format/",
    "documents/edit/{document}/",
    "documents/delete/{document}/",
    "documents/usage/{document}/",
    "documents/chooser/chosen/{document}/",
)

# Routes that only take a POST.
POSTED = (
    "pages/{draft}/lock/",
    "pages/{draft}/unlock/",
    "editing-sessions/ping/portal/articlepage/{draft}/0/",
    "images/multiple/{image}/",
    "images/multiple/{image}/delete/",
    "documents/multiple/{document}/",
    "documents/multiple/{document}/delete/",
)

# Routes that name no object of an agency: what they list is their own.
LISTED = (
    "",
    "pages/",
    "pages/search/",
    "pages/search/results/",
    "choose-page/",
    "choose-page/?page_type=portal.ArticlePage",
    "choose-page/search/",
    "choose-external-link/",
    "choose-email-link/",
    "choose-phone-link/",
    "choose-anchor-link/",
    "images/",
    "images/results/",
    "images/?layout=list",
    "images/add/",
    "images/multiple/add/",
    "images/chooser/",
    "images/chooser/results/",
    "images/chooser/?layout=list",
    "documents/",
    "documents/results/",
    "documents/add/",
    "documents/multiple/add/",
    "documents/chooser/",
    "documents/chooser/results/",
    "tag-autocomplete/",
    "account/",
)


def admin_routes() -> Iterator[tuple[str, str]]:
    """(name, pattern) of everything that the admin's resolver knows."""
    yield from _walk(get_resolver(settings.ADMIN_URLCONF).url_patterns, "", ())


def _walk(patterns: Any, prefix: str, spaces: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for entry in patterns:
        route = prefix + str(entry.pattern).removeprefix("^").removesuffix("$")
        if hasattr(entry, "url_patterns"):
            inner = (*spaces, entry.namespace) if entry.namespace else spaces
            yield from _walk(entry.url_patterns, route, inner)
        elif entry.name:
            yield ":".join((*spaces, entry.name)), route
