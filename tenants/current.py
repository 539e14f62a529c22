"""The agency that the request at hand works in, and what need be asked only once meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from tenants.models import Agency

T = TypeVar("T")
_remembered: ContextVar[dict[Hashable, Any] | None] = ContextVar("remembered", default=None)
_current: ContextVar[Agency | None] = ContextVar("current_agency", default=None)


def current_agency() -> Agency | None:
    """The agency one works in on the admin host; None on public hosts and in jobs."""
    return _current.get()


@contextmanager
def working_in(agency: Agency | None) -> Iterator[None]:
    """Run the block as work in the given agency."""
    token, memory = _current.set(agency), _remembered.set({})
    try:
        yield
    finally:
        _remembered.reset(memory)
        _current.reset(token)


def remembered(key: Hashable, ask: Callable[[], T]) -> T:
    """What `ask()` returns: inside `working_in` it is called once for each key, outside every time."""
    memory = _remembered.get()
    if memory is None:
        return ask()
    if key not in memory:
        memory[key] = ask()
    found: T = memory[key]
    return found


def forget() -> None:
    """Ask anew from now on: roles have changed."""
    memory = _remembered.get()
    if memory is not None:
        memory.clear()
