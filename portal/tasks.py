"""Scheduled work of the public site. Each takes the present instant and returns a line for the record of the run."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from portal import catalogue
from portal.find.suggestions import gather_words
from portal.links import checking
from portal.visits import store
from portal.visits.edge import read_log


def repair_catalogue(now: datetime) -> str:
    """Write the entries of live pages that have none, or an old one (VL.9.1). Makes up for whatever was missed."""
    done = catalogue.repair(now)
    return f"entries {done}" if done else ""


def gather_title_words(now: datetime) -> str:
    """Gather the words of all published titles, from which "did you mean" chooses (NB.7.3a)."""
    number = gather_words()
    return f"words {number}" if number else ""


def move_visits(now: datetime) -> str:
    """Move the visits that wait in Valkey and in nginx's log into the tables that reports read (TB.12.6)."""
    number = read_log(settings.VISITS_LOG) if settings.VISITS_LOG else 0
    number += store.move(now)
    return f"visits {number}" if number else ""


def check_links(now: datetime) -> str:
    """Collect the links of what was published, and find those that are broken (HY.15.1, TB.13.2a)."""
    return checking.check(now)
