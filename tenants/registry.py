"""What the tenants need of the layers above them, handed in at start-up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from tenants.models import Agency, BasePage


@dataclass(frozen=True)
class Homes:
    """The home pages of an agency, and whether any page had to be made."""

    home: BasePage
    english: BasePage | None
    made: int


class TreeBuilder(Protocol):
    """Makes the pages that portals must have and that are missing; changes no page that is there.

    The agencies are of one province. Returns their homes by the agency's primary key.
    """

    def __call__(self, agencies: Sequence[Agency], *, actor: Any, now: datetime) -> dict[int, Homes]: ...


_builders: list[TreeBuilder] = []


def register_tree_builder(builder: TreeBuilder) -> None:
    """Called once by the app that knows the page types."""
    _builders[:] = [builder]


def tree_builder() -> TreeBuilder:
    """Raises LookupError when no app has registered one."""
    if not _builders:
        raise LookupError("no app has registered a tree builder")
    return _builders[0]
