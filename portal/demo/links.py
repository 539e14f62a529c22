"""Items of the demo that name each other: `{ page = "Title" }` is the page of the same portal with that title."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from portal.demo.content import Item


def waves(items: tuple[Item, ...]) -> Iterator[list[Item]]:
    """The items in groups, each after those that it names. Raises ValueError where they name each other in a circle."""
    left = list(items)
    while left:
        waiting = {item.title for item in left}
        ready = [item for item in left if not _named(item.fields) & waiting]
        if not ready:
            raise ValueError(f"{left[0].title}: names what is only made after it")
        yield ready
        left = [item for item in left if item not in ready]


def _named(value: Any) -> set[str]:
    if isinstance(value, dict):
        return {value["page"]} if value.keys() == {"page"} else _named(list(value.values()))
    return set().union(*map(_named, value)) if isinstance(value, list) else set()
