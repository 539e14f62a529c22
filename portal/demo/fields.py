"""The allowed words of a demo file and a reader of TOML tables whose faults name file, key and reason."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import MISSING, Field, fields
from pathlib import Path
from typing import Any

SECTIONS = frozenset(
    [
        "introduction",
        "news",
        "directives",
        "guidance",
        "strategies",
        "legal_documents",
        "gazette",
        "projects",
        "public_services",
        "procedures",
        "statistics",
        "science",
        "consultations",
        "questions",
        "contacts",
        "leaders",
        "schedule",
        "enterprises",
        "social_services",
        "announcements",
        "emulation",
        "english",
        "feedback",
    ]
)
MOTIFS = frozenset(
    [
        "rice",
        "river",
        "temple",
        "lab",
        "school",
        "hospital",
        "market",
        "bridge",
        "factory",
        "meeting",
        "lotus",
        "harvest",
        "village",
        "road",
        "festival",
        "sea",
        "mountain",
        "tea",
        "forest",
        "boat",
    ]
)
STATES = ("live", "submitted", "refused", "draft")
QUESTION_STATES: Mapping[str, bool] = {  # state: does a text of an answer already exist?
    "received": False,
    "assigned": False,
    "drafted": True,
    "awaiting_signoff": True,
    "answered_published": True,
    "answered_mailed": True,
    "out_of_field": True,
    "overdue": False,
}


class ContentError(ValueError):
    """A fault in a demo file: which file, which key, and why."""

    def __init__(self, path: Path, key: str, reason: str) -> None:
        super().__init__(f"{path}: {key or 'file'}: {reason}")
        self.path, self.key, self.reason = path, key, reason


class Reader:
    """One TOML table with its place in the file; every accessor checks type and presence."""

    def __init__(self, path: Path, data: Mapping[str, Any], key: str = "") -> None:
        self.path, self.data, self.key = path, data, key

    def at(self, name: str) -> str:
        return f"{self.key}.{name}" if self.key else name

    def fail(self, name: str, reason: str) -> ContentError:
        return ContentError(self.path, self.at(name), reason)

    def text(self, name: str, default: str | None = None) -> str:
        value = self.data.get(name, default)
        if not isinstance(value, str) or (default is None and not value.strip()):
            raise self.fail(name, "a text is needed")
        return value.strip()

    def number(self, name: str) -> int:
        value = self.data.get(name)
        if type(value) is not int or value < 0:
            raise self.fail(name, "a whole number, 0 or more, is needed")
        return value

    def one_of(self, name: str, allowed: Container[str], default: str | None = None) -> str:
        value = self.text(name, default)
        if value not in allowed:
            listed = ", ".join(sorted(allowed)) if isinstance(allowed, Iterable) else ""
            raise self.fail(name, f"{value!r} is not one of: {listed}")
        return value

    def table(self, name: str) -> "Reader":
        return next(iter(self.rows(name, single=True)), None) or Reader(self.path, {}, self.at(name))

    def rows(self, name: str, *, single: bool = False) -> "list[Reader]":
        """The tables of an array, or the one table (`single`) if it is there; none when the key is missing."""
        value = self.data.get(name, [])
        listed = [value] if single and isinstance(value, dict) else value
        if not isinstance(listed, list) or not all(isinstance(row, dict) for row in listed):
            raise self.fail(name, "a table is needed" if single else "a list of tables is needed")
        named = self.at(name)
        return [Reader(self.path, row, named if single else f"{named}[{at}]") for at, row in enumerate(listed)]

    def take(self, shape: type) -> list[str]:
        """The names that are there; an unknown name (a slip of the pen) is a fault."""
        known = {field.name for field in fields(shape)}
        for name in self.data:
            if name not in known:
                raise self.fail(name, "is not known here")
        required = [field.name for field in fields(shape) if field.name not in self.data and _is_required(field)]
        for name in required:
            raise self.fail(name, "is missing")
        return [name for name in self.data if name in known]


def _is_required(field: "Field[Any]") -> bool:
    return field.default is MISSING and field.default_factory is MISSING
