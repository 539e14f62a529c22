from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from editorial.transitions import TABLE


def diagram() -> str:
    """The table of states as a Mermaid diagram; arrows that return to their own state are left out."""
    arrows = sorted({(state.value, row.next.value, action.value) for (state, action), row in TABLE.items()})
    lines = [f"    {start} --> {end}: {action}" for start, end, action in arrows if start != end]
    return "\n".join(
        ["stateDiagram-v2", "    [*] --> draft", *lines, "    approved --> draft: edit", "    archived --> [*]"]
    )


class Command(BaseCommand):
    help = "Prints the states of a text and the actions between them as a diagram (docs/decisions/0003-live-pages.md)."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(diagram())
