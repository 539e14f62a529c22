"""How long a text has waited for the board, in office time, with a colour for the eye."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tenants.calendar import Calendar, working_days_between

AMBER, RED = 1, 2
"""Working days after which the colour changes: a help for the board, not a deadline of any regulation."""


@dataclass(frozen=True)
class Waiting:
    days: int
    colour: str


def waiting(since: datetime, now: datetime, calendar: Calendar) -> Waiting:
    """Working days that have begun since the day of submission, and green, amber or red."""
    days = working_days_between(since.date(), now.date(), calendar)
    return Waiting(days, "red" if days >= RED else "amber" if days >= AMBER else "green")
