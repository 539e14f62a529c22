"""How many queries pages cost."""

from __future__ import annotations

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tenants.hosts import forget_hosts
from tests.factories import portal_get


def queries_of(client: Client, host: str, *paths: str) -> int:
    """Queries of pages seen once before, in a process that remembers no host."""
    for path in paths:
        portal_get(client, host, path)
    forget_hosts()
    with CaptureQueriesContext(connection) as captured:
        assert {portal_get(client, host, path).status_code for path in paths} == {200}
    return len(captured)
