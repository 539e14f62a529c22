"""The tables of states as Mermaid diagrams, for docs/decisions/0013-succession.md."""

from __future__ import annotations

from collections.abc import Iterable

from tenants.succession.transitions import TABLE
from tenants.transitions import TABLE as LIFE


def diagram(start: str, arrows: Iterable[tuple[str, str, str]], ends: Iterable[str]) -> str:
    lines = [f"    {old} --> {new}: {action}" for old, new, action in sorted(arrows) if old != new]
    return "\n".join(["stateDiagram-v2", f"    [*] --> {start}", *lines, *(f"    {end} --> [*]" for end in ends)])


def life() -> str:
    """Of a portal; closed for good when another agency has taken its place."""
    arrows = ((str(old), str(row.then or old), str(action)) for (old, action), row in LIFE.items())
    return diagram("active", arrows, ["closed"])


def succession() -> str:
    arrows = ((str(old), str(row.then or old), str(action)) for (old, action), row in TABLE.items())
    return diagram("planned", arrows, ["done", "cancelled"])


def diagrams() -> str:
    return f"{life()}\n\n{succession()}"
