"""The cost of a public page does not grow with the number of agencies."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tenants.hosts import forget_hosts
from tests.factories import portal_get
from tests.portal.crowd import add_agencies, add_news

pytestmark = pytest.mark.django_db
MOST = 20


def queries_of(client: Client, host: str) -> int:
    """Queries of a front page in a process that remembers no host."""
    forget_hosts()
    with CaptureQueriesContext(connection) as captured:
        response = portal_get(client, host)
    assert response.status_code == 200
    return len(captured)


def test_a_front_page_costs_the_same_with_10_and_with_100_agencies(world: Any, client: Client) -> None:
    hosts = [world.host("hungyen"), world.host("skhcn"), world.host("hungyen", language="en")]
    add_news(world.hungyen, 12)
    add_news(world.skhcn, 12)
    add_agencies(world.hungyen, 10)
    for host in hosts:
        queries_of(client, host)  # fills what Django remembers for good (content types)
    with_ten = [queries_of(client, host) for host in hosts]
    add_agencies(world.hungyen, 90)
    assert [queries_of(client, host) for host in hosts] == with_ten
    assert max(with_ten) <= MOST
