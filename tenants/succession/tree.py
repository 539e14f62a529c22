"""Moves whole parts of the page tree, set-based: two statements, whatever the number of pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import connection
from wagtail.models import Site

from tenants.hosts import forget_hosts
from tenants.models import BasePage

STEP = BasePage.steplen


@dataclass(frozen=True)
class Move:
    """A page and all below it: from its tree path and address to others."""

    path: str
    url_path: str
    new_path: str
    new_url_path: str


def free_paths(parent: BasePage, amount: int) -> list[str]:
    """Tree paths behind the last child of a page. The parent must be locked, so that nobody else takes them."""
    last = BasePage.objects.filter(path__startswith=parent.path, depth=parent.depth + 1).order_by("path").last()
    first = BasePage._str2int(last.path[-STEP:]) + 1 if last else 1
    return [BasePage._get_path(parent.path, parent.depth + 1, first + number) for number in range(amount)]


def below(parent: BasePage, pages: Iterable[BasePage]) -> list[Move]:
    """The moves that put pages below another, in their order; their slugs must be free there."""
    rows = list(pages)
    return [
        Move(page.path, page.url_path, path, f"{parent.url_path}{page.slug}/")
        for page, path in zip(rows, free_paths(parent, len(rows)), strict=True)
    ]


ROOTS = """
UPDATE tenants_basepage AS page SET path = move.new_path, depth = length(move.new_path) / %s,
       url_path = move.new_url_path
FROM unnest(%s::text[], %s::text[], %s::text[], %s::text[]) AS move(path, url_path, new_path, new_url_path)
WHERE page.path = move.path
"""
BELOW = """
UPDATE tenants_basepage AS page SET path = move.new_path || substr(page.path, %s),
       depth = page.depth + (length(move.new_path) - length(move.path)) / %s,
       url_path = move.new_url_path || substr(page.url_path, length(move.url_path) + 1)
FROM unnest(%s::text[], %s::text[], %s::text[], %s::text[]) AS move(path, url_path, new_path, new_url_path)
WHERE left(page.path, %s) = move.path AND length(page.path) > %s
"""


def move_trees(moves: Sequence[Move]) -> int:
    """Takes every page of the given trees, all of one depth, to its new place. Returns how many pages moved.

    The roots go first: the agency of what stands below is read off the home page above it. Whether a live page may
    change its agency is for the rule on live pages to say (docs/decisions/0003-live-pages.md).
    """
    if not moves:
        return 0
    (length,) = {len(move.path) for move in moves}
    columns = [[getattr(move, name) for move in moves] for name in ("path", "url_path", "new_path", "new_url_path")]
    with connection.cursor() as cursor:
        cursor.execute(ROOTS, [STEP, *columns])
        moved = cursor.rowcount
        cursor.execute(BELOW, [length + 1, STEP, *columns, length, length])
        moved += cursor.rowcount
    _count_children(moves)
    Site.clear_site_root_paths_cache()
    forget_hosts()
    return moved


COUNT = """
UPDATE tenants_basepage AS page SET numchild = page.numchild + change.amount
FROM unnest(%s::text[], %s::int[]) AS change(path, amount) WHERE page.path = change.path
"""


def _count_children(moves: Sequence[Move]) -> None:
    """Treebeard's number of children of every page that lost or won some."""
    changes: Counter[str] = Counter()
    for move in moves:
        changes[move.path[:-STEP]] -= 1
        changes[move.new_path[:-STEP]] += 1
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [list(changes), list(changes.values())])
