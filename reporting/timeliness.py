"""Whether a text was published in time, counted from its date of origin. Pure: no database.

A text carries its date of origin without an hour and without the role in which the agency publishes it. Where that
leaves room, the reading favours the agency: the day counts as ended, and of several times the latest holds.
"""

from __future__ import annotations

import datetime as dt
from functools import cache

from tenants.calendar import ZONE, Calendar, Period, Unit, due
from tenants.regulation import Regulation
from tenants.regulation.service import PublicationDeadline

OTHER_DAY = frozenset({"effective"})
"""Events whose day is not the date of origin: the day on which an act takes effect (TN.10.3) lies after it."""


def measured_deadlines(regulation: Regulation, section: str) -> tuple[PublicationDeadline, ...]:
    """Publication times of a section that can be counted from the date of origin (VL.18.1, TN.10.2, NB.8.1b)."""
    return tuple(row for row in regulation.publication.for_section(section) if row.event not in OTHER_DAY)


def measured_sections(regulation: Regulation) -> tuple[str, ...]:
    """Sections with such a time, in menu order."""
    return tuple(key for key in regulation.sections if measured_deadlines(regulation, key))


def latest_instant(regulation: Regulation, section: str, origin: dt.date, calendar: Calendar) -> dt.datetime | None:
    """The last instant at which a text of that day is in time under some rule of its section; None without a rule."""
    rows = measured_deadlines(regulation, section)
    return max((_instant(row.period, origin, calendar) for row in rows), default=None)


class Clock:
    """`latest_instant` for one agency's rules, each day counted once."""

    def __init__(self, regulation: Regulation, calendar: Calendar) -> None:
        self.latest = cache(lambda section, origin: latest_instant(regulation, section, origin, calendar))

    def is_late(self, section: str, origin: dt.date, published: dt.datetime) -> bool | None:
        """None where the section has no time that can be measured."""
        latest: dt.datetime | None = self.latest(section, origin)
        return None if latest is None else published > latest


def _instant(period: Period, origin: dt.date, calendar: Calendar) -> dt.datetime:
    of_day = dt.time.min if period.unit is Unit.DAY_OF_MONTH else dt.time.max
    return due(period, dt.datetime.combine(origin, of_day, ZONE), calendar).instant
