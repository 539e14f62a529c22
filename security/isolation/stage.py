"""Who walks and what is walked around: one agency with its people, and others that must stay unseen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from security.isolation.registry import Things, Words
from tenants.models import Agency


@dataclass(frozen=True)
class Place:
    """An agency and all that it owns. `people`: one for each role."""

    agency: Agency
    people: Mapping[str, Any]
    words: Words
    things: Things
    admin_host: str
    portal_host: str
    files: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()


@dataclass(frozen=True)
class Stage:
    """`at`: where people work; `others`: agencies of which nothing may be seen or changed from there."""

    at: Place
    others: tuple[Place, ...]
    superuser: Any = None
    provincial: tuple[str, ...] = field(default=("office", "technician"))
