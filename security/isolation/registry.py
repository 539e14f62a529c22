"""What the apps tell the crawl: how to make one of everything that an agency owns, and what arguments of routes mean.

A canary carries two words: one that it is found by, and one that nobody else may ever see.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from tenants.models import Agency

Things = dict[str, list[Any]]
"""Keys of an agency's objects by kind: `{"page": [12, 13], "image": [4]}`."""


@dataclass(frozen=True)
class Words:
    """`found`: may be searched for and echoed; `secret`: a leak wherever another agency sees it."""

    found: str
    secret: str

    def __str__(self) -> str:
        return f"{self.found} {self.secret}"


class Maker(Protocol):
    """Makes objects with the words in every title and name. `people`: one person for each role of the agency."""

    def __call__(self, agency: Agency, people: Mapping[str, Any], words: Words, now: datetime) -> Things: ...


_makers: dict[str, Maker] = {}
_arguments: dict[str, str] = {}
_choices: dict[str, tuple[str, ...]] = {}
_fields: dict[str, str] = {}
_posts: dict[str, Callable[[Things], Iterable[dict[str, Any]]]] = {}
_lawful: dict[str, tuple[str, ...]] = {}


def register_canary(
    name: str,
    make: Maker | None = None,
    *,
    arguments: Mapping[str, str] | None = None,
    choices: Mapping[str, Iterable[Any]] | None = None,
    fields: Mapping[str, str] | None = None,
    posts: Mapping[str, Callable[[Things], Iterable[dict[str, Any]]]] | None = None,
    lawful: Mapping[str, Iterable[str]] | None = None,
) -> None:
    """Called once by each app.

    `arguments`: an argument of a route (`"image_id"`, or `"security:mail pk"` for one route) → the kind of object.
    `choices`: an argument that names no object → the values that it takes.
    `fields`: what a browser's script adds to forms, field → value.
    `posts`: route → what a browser's script would send with another agency's things (blocks, links in rich text).
    `lawful`: end of an address whose very purpose is to hand something to a neighbour → the tables that it may change.
    """
    if make is not None:
        _makers[name] = make
    _arguments.update(arguments or {})
    _choices.update({key: tuple(map(str, values)) for key, values in (choices or {}).items()})
    _fields.update(fields or {})
    _posts.update(posts or {})
    _lawful.update({end: tuple(tables) for end, tables in (lawful or {}).items()})


def make_things(agency: Agency, people: Mapping[str, Any], words: Words, now: datetime) -> Things:
    """One of everything for an agency."""
    things: Things = {}
    for make in _makers.values():
        for kind, keys in make(agency, people, words, now).items():
            things.setdefault(kind, []).extend(keys)
    return things


def kind_of(view_name: str, argument: str) -> str | None:
    """The kind of object that an argument of a route names."""
    return _arguments.get(f"{view_name} {argument}") or _arguments.get(argument)


def choices_of(view_name: str, argument: str) -> tuple[str, ...]:
    """The values of an argument that names no object; none when nobody has said what it takes."""
    return _choices.get(f"{view_name} {argument}") or _choices.get(argument) or ()


def script_fields() -> dict[str, str]:
    return dict(_fields)


def posts_of(view_name: str, theirs: Things) -> Iterable[dict[str, Any]]:
    """Whole forms of a route, filled by a script, that refer to another agency's things."""
    make = _posts.get(view_name)
    return make(theirs) if make else ()


def lawfully_changed(path: str) -> tuple[str, ...]:
    """Beginnings of the tables that a write at this address may change for a neighbour of the same province."""
    return next((tables for end, tables in _lawful.items() if path.endswith(end)), ())
