"""Adds visits to the tables: set-based, and each one once."""

from __future__ import annotations

import datetime as dt
from collections import Counter

from django.db import connection

Visits = Counter[tuple[dt.date, int, int]]
"""Number of visits by (day in Vietnam, key of the agency, key of the page)."""

COLUMNS = "unnest(%s::date[], %s::bigint[], %s::bigint[], %s::bigint[]) AS counted (day, agency, page, views)"
OF_AGENCIES = f"""
    INSERT INTO portal_agencyvisits AS old (agency_id, day, views)
    SELECT counted.agency, counted.day, sum(counted.views)
    FROM {COLUMNS} JOIN tenants_agency AS agency ON agency.id = counted.agency
    GROUP BY 1, 2
    ON CONFLICT (agency_id, day) DO UPDATE SET views = old.views + excluded.views
"""  # noqa: S608 - made of constants
OF_PAGES = f"""
    INSERT INTO portal_pagevisits AS old (page_id, day, views)
    SELECT counted.page, counted.day, sum(counted.views)
    FROM {COLUMNS} JOIN tenants_basepage AS page ON page.id = counted.page
    GROUP BY 1, 2
    ON CONFLICT (page_id, day) DO UPDATE SET views = old.views + excluded.views
"""  # noqa: S608 - made of constants


def add(visits: Visits) -> None:
    """Adds visits to the rows of their day. What was deleted meanwhile is left out; an agency keeps its pages' visits.

    The caller holds the transaction in which it remembers what it has added.
    """
    if not visits:
        return
    rows = [(*key, number) for key, number in sorted(visits.items())]
    columns = [list(column) for column in zip(*rows, strict=True)]
    with connection.cursor() as cursor:
        cursor.execute(OF_AGENCIES, columns)
        cursor.execute(OF_PAGES, columns)
