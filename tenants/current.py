"""The agency that the request at hand works in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tenants.models import Agency

_current: ContextVar[Agency | None] = ContextVar("current_agency", default=None)


def current_agency() -> Agency | None:
    """The agency one works in on the admin host; None on public hosts and in jobs."""
    return _current.get()


@contextmanager
def working_in(agency: Agency | None) -> Iterator[None]:
    """Run the block as work in the given agency."""
    token = _current.set(agency)
    try:
        yield
    finally:
        _current.reset(token)
