"""What one app shows of another without importing it: a provider is registered under a name in `AppConfig.ready`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

_providers: dict[str, Callable[..., Any]] = {}


def register_provider(name: str, provider: Callable[..., Any]) -> None:
    """Register the one provider of a name. Raises ValueError when another holds it."""
    if _providers.get(name, provider) is not provider:
        raise ValueError(f"{name} has a provider already")
    _providers[name] = provider


def provided(name: str, *args: Any, default: Any = None, **kwargs: Any) -> Any:
    """What the provider of that name returns; `default` when its app is not there."""
    provider = _providers.get(name)
    return provider(*args, **kwargs) if provider else default
